"""How often somebody may try, so that passwords and codes cannot be guessed and nobody can be shut out.

Refusals are counted by who caused them, never by the account alone: by network and name for strangers, by device for those who
have signed in with theirs. docs/decisions/0010-sign-in.md says why, and what it stops.

A try is written down as refused before the password is looked at, and counted with the others: so of a hundred tries at the same
moment no more are looked at than of a hundred in a row.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from ssc_portal.accounts.models import SignInEvent


@dataclass(frozen=True)
class Limit:
    """So many refusals, within such a time, of tries that have these fields in common."""

    most: int
    within: timedelta
    same: tuple[str, ...]


_SHORT, _DAY = timedelta(minutes=15), timedelta(days=1)
STRANGER = (Limit(5, _SHORT, ("device", "network", "name_key")), Limit(50, _SHORT, ("device", "network")))
KNOWN = (Limit(10, _SHORT, ("device", "name_key")),)
# Who is asked for a code has said the right password: here, and only here, an account is guarded as such.
CODE_OF_STRANGER = (Limit(5, _SHORT, ("device", "network", "person")), Limit(20, _DAY, ("device", "person")))
CODE_OF_KNOWN = (Limit(10, _SHORT, ("device", "person")), Limit(50, _DAY, ("device", "person")))


def is_too_many(tried: SignInEvent) -> bool:
    """Whether a try, already written down as refused, is one too many."""
    is_code = tried.what == SignInEvent.What.CODE_REFUSED
    of_known, of_stranger = (CODE_OF_KNOWN, CODE_OF_STRANGER) if is_code else (KNOWN, STRANGER)
    return any(_refusals(tried, limit) > limit.most for limit in (of_known if tried.device else of_stranger))


def _refusals(tried: SignInEvent, limit: Limit) -> int:
    """How many refusals a limit counts, this one among them."""
    alike = {name: getattr(tried, name) for name in limit.same}
    return SignInEvent.objects.filter(what=tried.what, at__gt=timezone.now() - limit.within, **alike).count()
