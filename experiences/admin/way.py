"""The way of an edition so far, in a line: started 2 May (Wen) → submitted 4 May → changes requested 6 May (Ravi)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from experiences.models import Edition, Step
from experiences.vocabulary import Verb

_DONE = {
    Verb.CREATE: _("started"),
    Verb.START_EDITION: _("started"),
    Verb.RESTORE: _("restored"),
    Verb.EDIT: _("changed"),
    Verb.TRANSLATE: _("translated"),
    Verb.GO_BACK: _("brought back to an old save"),
    Verb.HAND_OVER: _("handed over"),
    Verb.SHARE: _("preview shared"),
    Verb.SUBMIT: _("submitted"),
    Verb.REQUEST_CHANGES: _("changes requested"),
    Verb.APPROVE: _("approved"),
    Verb.SCHEDULE: _("scheduled"),
    Verb.UNSCHEDULE: _("schedule taken back"),
    Verb.PUBLISH: _("published"),
    Verb.PUBLISH_IN_EMERGENCY: _("published in an emergency"),
    Verb.REVIEW_EMERGENCY: _("reviewed"),
    Verb.WITHDRAW: _("withdrawn"),
    Verb.MERGE: _("merged"),
}
_MOST_STEPS = 6


@dataclass(frozen=True)
class WayStep:
    """One step: what was done, when, and by whom; "" where that is who did the step before it."""

    done: Any
    at: datetime.datetime
    by: str


@dataclass(frozen=True)
class Way:
    """The steps that are shown; `left_out` is how many are not, between the first and the others."""

    first: list[WayStep]
    left_out: int
    others: list[WayStep]


def ways(editions: Iterable[Edition]) -> dict[int, Way]:
    """The ways of editions, by their ids. One query."""
    editions = list(editions)
    steps: dict[tuple[int, int], list[Step]] = defaultdict(list)
    entries = {edition.entry_id for edition in editions}
    for step in Step.objects.filter(entry__in=entries).select_related("by", "by_import").order_by("id"):
        steps[step.entry_id, step.edition_number].append(step)
    return {edition.pk: _in_short(steps[edition.entry_id, edition.number]) for edition in editions}


def _in_short(steps: list[Step]) -> Way:
    """All steps, or the first and the last ones."""
    left_out = max(0, len(steps) - _MOST_STEPS)
    return Way(_told(steps[:1]), left_out, _told(steps[1 + left_out :], after=steps[left_out : 1 + left_out]))


def _told(steps: list[Step], after: Iterable[Step] = ()) -> list[WayStep]:
    """Steps in words. Who did several after one another is named once."""
    told = []
    former = next((_whose(step) for step in after), "")
    for step in steps:
        whose = _whose(step)
        done = _DONE.get(Verb(step.verb), step.get_verb_display())
        told.append(WayStep(done, step.at, "" if whose == former else whose))
        former = whose
    return told


def _whose(step: Step) -> str:
    return str(step.by or step.by_import)
