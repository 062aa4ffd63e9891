"""Settings of the curators' desk: from when on something is called overdue there."""

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def _at_least_one(name: str, default: int) -> int:
    """A whole number from the environment. Raises ImproperlyConfigured, naming the variable, for anything but 1 and more."""
    given = env.str(name, default="") or str(default)
    if not given.isdecimal() or int(given) < 1:
        raise ImproperlyConfigured(f'{name} must be a whole number of 1 or more, not "{given}".')
    return int(given)


OVERDUE_REVIEW_DAYS = _at_least_one("OVERDUE_REVIEW_DAYS", 7)
"""For how many days a draft may be in review, or approved, without a step."""
OVERDUE_DRAFT_DAYS = _at_least_one("OVERDUE_DRAFT_DAYS", 30)
"""For how many days a draft may stay unchanged with whoever writes it."""
OVERDUE_ENTRY_MONTHS = _at_least_one("OVERDUE_ENTRY_MONTHS", 24)
"""After how many months somebody should look at a published entry again."""
