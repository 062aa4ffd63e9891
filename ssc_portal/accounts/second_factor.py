"""Who needs a second factor, who has one, and a code that is used once."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from ssc_portal.accounts.models import User

ADMINISTRATOR = "administrator"
"""The group that superusers count to, whether they are in it or not."""


def needs_second_factor(person: User) -> bool:
    """Whether this person may not go on without one: by group, as SECOND_FACTOR_GROUPS lists them."""
    groups = settings.SECOND_FACTOR_GROUPS
    if person.is_superuser and ADMINISTRATOR in groups:
        return True
    return bool(groups) and person.groups.filter(name__in=groups).exists()


def has_second_factor(person: User) -> bool:
    """Whether this person has set one up."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def used_second_factor(request: HttpRequest, person: User) -> bool:
    """Whether a code was given in this session."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, person))


@transaction.atomic
def spend(authenticator: Authenticator, code: str) -> bool:
    """Use a code up. False where it was used before: whoever looked over a shoulder has nothing.

    The library remembers used codes in the memory of one process and for one period. Here they are kept in the database, for as
    long as they would be accepted.
    """
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    oldest = time.time() - settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
    spent = {used: at for used, at in kept.data.get("spent", {}).items() if at > oldest}
    digits = "".join(filter(str.isdigit, code))
    if digits in spent:
        return False
    kept.data["spent"] = spent | {digits: time.time()}
    kept.save(update_fields=["data"])
    return True
