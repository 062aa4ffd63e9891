"""To tell people what happened. They read it at the desk, and once a day or a week by e-mail."""

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Q

from experiences.models import Edition, Notice
from experiences.vocabulary import Event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ssc_portal.accounts.models import User


def notify(edition: Edition, event: Event, *, by: "User | None", people: "Iterable[User | None]", note: str = "") -> None:
    """Tell people of an event: each once, but not whoever did it, and nobody whose account is closed.

    Call it in the transaction of the verb: what is rolled back is not told. Nothing is sent here.
    """
    told = {person.pk: person for person in people if person is not None and person.is_active and person != by}
    if not told:
        return
    about = f"{edition.entry.ref} {_title_of(edition)}".strip()
    Notice.objects.bulk_create(
        Notice(person=person, entry=edition.entry, edition=edition, about=about, event=event, by=by, note=note)
        for person in told.values()
    )


def concerned(edition: Edition) -> "list[User]":
    """Who has the edition, who has worked on it and who has approved it as it is."""
    people = get_user_model()._default_manager
    approvers = edition.approvals.filter(is_void=False).values("by")
    at_work = Q(pk=edition.owner_id) | Q(pk__in=edition.contributors.values("person")) | Q(pk__in=approvers)
    return list(people.filter(at_work))


def _title_of(edition: Edition) -> str:
    titles = edition.texts.order_by("-is_original").values_list("language", "title")
    return next((title for language, title in titles if language == "en"), titles[0][1] if titles else "")
