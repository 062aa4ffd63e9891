"""To make sure that whoever asks for a verb may have it done, and that it fits."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experiences.editorial.errors import EditorialError, NotAllowed
from experiences.models import Edition, Entry, Import
from experiences.permissions import fits, may
from experiences.vocabulary import Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

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
    """Let a person who may, or an import, go on. Raises NotAllowed, or EditorialError where nobody could do it now."""
    if by is None:
        if importing is None:
            raise NotAllowed(_("Only a person or an import can do this."))
        return
    if may(by, verb, about):
        return
    if not may(by, verb):
        raise NotAllowed(_("Your role does not allow this."))
    if about is not None and not fits(by, verb, about):
        raise EditorialError(str(_ONLY[verb]))
    raise NotAllowed(_("You may not do this to this entry."))
