"""What waits for a person at the desk, what comes by itself, and what has waited too long.

Each is a group of editions, with a name and a heading.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from experiences.models import Comment, Edition, Step
from experiences.permissions import allowed, languages_of, may
from experiences.querysets import EditionQuerySet
from experiences.vocabulary import EditionState, Stage, Verb

_DAYS_OF_A_MONTH = 30.44
_WITH_WRITER = (Stage.DRAFTING, Stage.CHANGES_REQUESTED)
_WITH_OTHERS = (Stage.IN_REVIEW, Stage.APPROVED)
_SOONEST = ("publish_at", "pk")


@dataclass(frozen=True)
class Group:
    """Editions that ask for the same thing. `name` is for addresses."""

    name: str
    heading: str
    editions: EditionQuerySet
    order: tuple[str, ...] = ("updated_at", "pk")
    """Those that wait longest come first, unless it says otherwise."""


def waiting_for(person: Any) -> list[Group]:
    """What the person can do next, the most pressing first. A group is left out for who never could."""
    mine = _drafts(person).filter(owner=person.pk)
    handed = mine.filter(_handed_over()).exclude(Q(stage=Stage.CHANGES_REQUESTED) | Q(created_by=person.pk))
    missing_their_time = _scheduled(person).exclude(stage=Stage.APPROVED)
    groups = [
        *_for_verb(person, Verb.REVIEW_EMERGENCY, "emergencies", _("Published in an emergency: review them")),
        Group("missing", _("Scheduled, but no longer approved: not published as they stand"), missing_their_time, _SOONEST),
        Group("changes", _("Changes are requested of you"), mine.filter(stage=Stage.CHANGES_REQUESTED)),
        Group("comments", _("Comments on your drafts"), mine.filter(_commented_by_others(person))),
        *_for_verb(person, Verb.APPROVE, "review", _("In review: approve them, or request changes")),
        *_for_verb(person, Verb.PUBLISH, "publish", _("Approved: publish them"), publish_at=None),
        Group("handed", _("Handed to you"), handed),
    ]
    if may(person, Verb.TRANSLATE) and (languages := languages_of(person)):
        drafts = allowed(person, Verb.TRANSLATE, Edition.objects.all())
        outdated = drafts.with_outdated_translations(languages)
        groups.append(Group("translate", _("Translations to bring up to date in your languages"), outdated))
    writing = mine.filter(stage=Stage.DRAFTING).exclude(pk__in=handed.values("pk"))
    return [*groups, Group("writing", _("You are writing"), writing)]


def coming_for(person: Any) -> list[Group]:
    """What is published at its time without anybody's doing: the person's own drafts, and what he or she could stop."""
    in_time = _scheduled(person).filter(stage=Stage.APPROVED)
    return [Group("scheduled", _("Scheduled: published when their time comes"), in_time, _SOONEST)]


def overdue_for(person: Any) -> list[Group]:
    """What has waited too long, of all that the person may see or could see to. The settings say how long that is."""
    drafts = _drafts(person)
    with_others, with_writer = drafts.filter(stage__in=_WITH_OTHERS), drafts.filter(stage__in=_WITH_WRITER, owner__isnull=False)
    for_review, for_writing = _days_ago(settings.OVERDUE_REVIEW_DAYS), _days_ago(settings.OVERDUE_DRAFT_DAYS)
    not_in_time = Q(publish_at=None) | ~Q(stage=Stage.APPROVED)
    for_entries = _days_ago(settings.OVERDUE_ENTRY_MONTHS * _DAYS_OF_A_MONTH)
    published = allowed(person, Verb.START_EDITION, Edition.objects.published())
    groups = [
        Group(
            "slow", _("Too long in review, or approved and not published"), with_others.filter(_still(for_review), not_in_time)
        ),
        Group("idle", _("Unchanged for long"), with_writer.filter(_still(for_writing), updated_at__lte=for_writing)),
        Group("nobodys", _("Drafts with nobody"), allowed(person, Verb.EDIT, drafts.filter(owner=None))),
    ]
    if may(person, Verb.START_EDITION):
        own = allowed(person, Verb.EDIT, Edition.objects.all()) | published
        groups += [
            Group("outdated", _("Translations that are out of date"), own.with_outdated_translations()),
            Group("old", _("Published long ago, and not looked at since"), published.filter(published_at__lte=for_entries)),
        ]
    return groups


def _for_verb(person: Any, verb: Verb, name: str, heading: str, **only: Any) -> list[Group]:
    """What the person may do this to, as a group; none for who never may."""
    return [Group(name, heading, allowed(person, verb, Edition.objects.filter(**only)))] if may(person, verb) else []


def _scheduled(person: Any) -> EditionQuerySet:
    """Drafts with a time of publication that are the person's, or whose time he or she may take back."""
    with_time = Edition.objects.filter(publish_at__isnull=False)
    own = _drafts(person).filter(Q(owner=person.pk) | Q(created_by=person.pk), publish_at__isnull=False)
    return own | allowed(person, Verb.UNSCHEDULE, with_time) if may(person, Verb.UNSCHEDULE) else own


def _drafts(person: Any) -> EditionQuerySet:
    return Edition.objects.visible_to(person).filter(state=EditionState.DRAFT)


def _days_ago(days: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def _steps() -> Any:
    return Step.objects.filter(entry=OuterRef("entry"), edition_number=OuterRef("number"))


def _handed_over() -> Any:
    return Exists(_steps().filter(verb=Verb.HAND_OVER))


def _still(since: datetime.datetime) -> Any:
    """No step was taken after that time."""
    return ~Exists(_steps().filter(at__gt=since))


def _commented_by_others(person: Any) -> Any:
    return Exists(Comment.objects.unresolved().filter(entry=OuterRef("entry")).exclude(by=person.pk))
