"""How entries and editions are named in the admin: by title, and by where they stand."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from experiences.models import Edition, EditionText, Entry
from experiences.vocabulary import EntryState

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User


def curator(request: HttpRequest) -> "User":
    """The person at work. Every view of the admin has made sure that there is one."""
    return cast("User", request.user)


def title_of(edition: str, field: str = "title") -> Subquery:
    """For annotations: the title of the edition that the reference `edition` leads to, in English, else its original title."""
    english_first = Case(When(language="en", then=0), default=1)
    return Subquery(
        EditionText.objects.filter(edition=OuterRef(edition)).order_by(english_first, "-is_original").values(field)[:1]
    )


def entries_with_titles(person: Any) -> "QuerySet[Entry]":
    """All entries, each with the title of the newest edition that the person may view as `title`."""
    newest = Edition.objects.newest_visible_to(person).filter(entry=OuterRef("pk"))
    return Entry.objects.annotate(title=Subquery(newest.annotate(title=title_of("pk")).values("title")[:1]))


def entry_label(entry: Entry) -> str:
    """An entry from `entries_with_titles` in a line: reference, title, a key of its own, and its state unless published."""
    label = f"{entry.ref} {getattr(entry, 'title', '') or _('(no title yet)')}"
    if entry.key != entry.ref:
        label = f"{label} ({entry.key})"
    return label if entry.state == EntryState.PUBLISHED else f"{label}, {entry.get_state_display()}"


def entry_url(entry: Entry) -> str:
    """The address in the admin that leads to an entry's newest edition."""
    return reverse("admin:experiences_entry_change", args=[entry.pk])


def standing(edition: Edition) -> str:
    """Where an entry stands, said from its newest edition; and where its draft stands on the desk."""
    state = edition.entry.get_state_display()
    if edition.is_flagged:
        return _("%(state)s in an emergency: not reviewed yet") % {"state": state}
    if not edition.is_draft:
        return state
    if edition.entry.state == EntryState.DRAFT:
        return _("%(state)s; %(stage)s") % {"state": state, "stage": _stage(edition)}
    said = {"state": state, "number": edition.number, "stage": _stage(edition)}
    return _("%(state)s; edition %(number)d is in the works: %(stage)s") % said


def _stage(edition: Edition) -> str:
    """Where a draft stands on the desk, and when it is to be published."""
    stage = edition.get_stage_display().lower()
    if edition.publish_at is None:
        return stage
    said = {"stage": stage, "time": date_format(edition.publish_at, "j F Y, H:i")}
    if edition.misses_its_time:
        return _("%(stage)s; not published on %(time)s UTC unless it is approved again as it was") % said
    return _("%(stage)s, to be published on %(time)s UTC") % said


def change_url(edition: Edition) -> str:
    """The address of an edition in the admin. Each kind has its own model there, named as the kind."""
    return reverse(f"admin:experiences_{edition.kind}_change", args=[edition.pk])


def review_url(edition: Edition) -> str:
    """The address at which a draft is reviewed and talked about."""
    return reverse(f"admin:experiences_{edition.kind}_review", args=[edition.pk])
