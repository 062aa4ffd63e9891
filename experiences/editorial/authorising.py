"""To make sure that whoever asks for a verb may have it done, that it fits, and that nothing is missing for it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experiences.editorial.errors import EditorialError, NotAllowed
from experiences.models import Edition, Entry, Import
from experiences.permissions import fits, may
from experiences.quality import checklist
from experiences.vocabulary import RuleWeight, Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

NEED_ALL_THERE = frozenset({Verb.SUBMIT, Verb.SCHEDULE, Verb.PUBLISH, Verb.PUBLISH_IN_EMERGENCY})
"""Verbs that are refused while something is missing that publication needs."""

_ONLY = {
    Verb.EDIT: gettext_lazy("Only a draft can be edited."),
    Verb.TRANSLATE: gettext_lazy("Only a draft can be translated."),
    Verb.GO_BACK: gettext_lazy("Only a draft can go back, and only to what was saved before."),
    Verb.COMMENT: gettext_lazy("Only a draft is commented on. Start the next edition first."),
    Verb.SHARE: gettext_lazy("Only a draft is shared as a preview. What is published has a public page."),
    Verb.HAND_OVER: gettext_lazy("Only a draft can be handed over."),
    Verb.SUBMIT: gettext_lazy("Only a draft that is being written can be submitted."),
    Verb.REQUEST_CHANGES: gettext_lazy("Changes can only be requested of a draft that is in review, or approved."),
    Verb.APPROVE: gettext_lazy("Only a draft in review can be approved, and not by somebody who has worked on it."),
    Verb.SCHEDULE: gettext_lazy("Only an approved draft can be given a time of publication."),
    Verb.UNSCHEDULE: gettext_lazy("This draft has no time of publication."),
    Verb.PUBLISH: gettext_lazy("Only an approved draft can be published."),
    Verb.PUBLISH_IN_EMERGENCY: gettext_lazy("Only a draft can be published in an emergency, and not once it is approved."),
    Verb.REVIEW_EMERGENCY: gettext_lazy("An emergency publication is reviewed once, by somebody who had no part in it."),
    Verb.START_EDITION: gettext_lazy("The next edition is started from the last, when none is in the works."),
    Verb.RESTORE: gettext_lazy("Only an old edition can be restored, when none is in the works."),
    Verb.WITHDRAW: gettext_lazy("Only a published entry can be withdrawn."),
    Verb.MERGE: gettext_lazy("Only a published entry can be merged into another."),
    Verb.DISCARD: gettext_lazy("Only a draft can be discarded. Withdraw a published entry instead."),
}


def authorise(verb: Verb, about: Edition | Entry | None, *, by: "User | None", importing: Import | None = None) -> None:
    """Let a person who may, or an import, go on.

    Raises NotAllowed, or EditorialError where nobody could do it now: it does not fit, or something is missing.
    """
    if by is not None:
        _authorise_person(by, verb, about)
    elif importing is None:
        raise NotAllowed(_("Only a person or an import can do this."))
    if verb in NEED_ALL_THERE and isinstance(about, Edition) and (missing := missing_for_publication(about)):
        raise EditorialError(*missing)


def missing_for_publication(edition: Edition) -> list[str]:
    """What keeps an edition from being published, each a sentence: what the rules that block find missing."""
    return [item.missing for item in checklist(edition, RuleWeight.BLOCKS).blocking]


def _authorise_person(by: "User", verb: Verb, about: Edition | Entry | None) -> None:
    if may(by, verb, about):
        return
    if not may(by, verb):
        raise NotAllowed(_("Your role does not allow this."))
    if about is not None and not fits(by, verb, about):
        raise EditorialError(str(_ONLY[verb]))
    raise NotAllowed(_("You may not do this to this entry."))
