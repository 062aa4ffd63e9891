"""The verbs as people of a desk use them: one writes, another approves, a third publishes.

The names are those of the verbs, so that a test that is about something else needs no people of its own.
"""

from typing import Any

from django.contrib.auth.models import Group

from experiences import editorial
from experiences.models import Edition, Entry
from experiences.vocabulary import EntryType, Kind, Role, WithdrawalReason
from ssc_portal.accounts.models import User


def person(username: str, *roles: Role, **fields: Any) -> User:
    """Somebody who may enter the admin, in these roles."""
    user = User.objects.create_user(username, password="pw", is_staff=True, **fields)
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    return user


def _one(username: str, role: Role) -> User:
    return User.objects.filter(username=username).first() or person(username, role)


def writer() -> User:
    return _one("wen", Role.EDITOR)


def reviewer() -> User:
    return _one("ravi", Role.REVIEWER)


def publisher() -> User:
    return _one("paula", Role.PUBLISHER)


def start_entry(kind: Kind, entry_type: EntryType, *, key: str = "") -> Edition:
    return editorial.start_entry(kind, entry_type, key=key, by=writer())


def start_edition(entry: Entry) -> Edition:
    return editorial.start_edition(entry, by=writer())


def note_change(edition: Edition, *, seen_revision: int) -> None:
    editorial.note_change(edition, seen_revision=seen_revision, by=writer())


def discard(edition: Edition) -> None:
    editorial.discard(edition, by=writer())


def approved(edition: Edition) -> Edition:
    """The draft, submitted by who writes and approved by somebody else."""
    edition = editorial.submit(edition, by=writer())
    return editorial.approve(edition, seen=editorial.fingerprint(edition), by=reviewer())


def publish(edition: Edition) -> Edition:
    """The draft, submitted, approved and published: by three people."""
    return editorial.publish(approved(edition), by=publisher())


def withdraw(entry: Entry, reason: WithdrawalReason, *, note: str = "") -> Entry:
    return editorial.withdraw(entry, reason, by=publisher(), note=note)


def merge(entry: Entry, into: Entry) -> Entry:
    return editorial.merge(entry, into, by=publisher())
