"""The editorial verbs as the admin offers them: what each is called, what it asks, what it says when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from experiences import editorial
from experiences.admin import asking
from experiences.admin.going_back import GoBackForm
from experiences.models import Edition
from experiences.vocabulary import Verb, WithdrawalReason


@dataclass(frozen=True)
class Action:
    """A verb with its button, its page and its words. `do` returns the edition to show then; None when there is none."""

    verb: Verb
    title: Any
    explained: Any
    done: Any
    do: Callable[[Edition, Any, dict[str, Any]], Edition | None]
    form: type[asking.AskingForm] = asking.AskingForm
    takes_away: bool = False


def _shown(verb: Callable[..., Any]) -> Callable[[Edition, Any, dict[str, Any]], Edition]:
    """Do it, with what the form gave; then show the edition that it was done to."""

    def do(edition: Edition, by: Any, said: dict[str, Any]) -> Edition:
        verb(edition, by=by, **said)
        return edition

    return do


def _withdraw(edition: Edition, by: Any, said: dict[str, Any]) -> Edition:
    editorial.withdraw(edition.entry, WithdrawalReason(said["reason"]), by=by, note=said["note"])
    return edition


def _merge(edition: Edition, by: Any, said: dict[str, Any]) -> Edition:
    editorial.merge(edition.entry, said["into"], by=by, note=said["note"])
    return edition


def _go_back(edition: Edition, by: Any, said: dict[str, Any]) -> Edition:
    return editorial.go_back(said["save"], seen_revision=said["seen_revision"], by=by)


def _discard(edition: Edition, by: Any, said: dict[str, Any]) -> Edition | None:
    editorial.discard(edition, by=by)
    return edition.entry.editions.order_by("-number").first()


ACTIONS = (
    Action(
        Verb.SUBMIT,
        _("Submit for review"),
        _("A reviewer reads the draft next. What you have typed and not saved is not part of it."),
        _("%(edition)s is handed in for review."),
        _shown(editorial.submit),
        asking.NoteForm,
    ),
    Action(
        Verb.APPROVE,
        _("Approve this draft"),
        _("You find the draft good as it is now. Any change after this makes the approval void."),
        _("%(edition)s is approved."),
        _shown(editorial.approve),
        asking.ApproveForm,
    ),
    Action(
        Verb.PUBLISH,
        _("Publish this edition"),
        _("Everybody reads it from now on, in place of what was published so far. A published edition never changes again."),
        _("%(edition)s is published."),
        lambda edition, by, said: editorial.publish(edition, by=by),
    ),
    Action(
        Verb.SCHEDULE,
        _("Publish later"),
        _(
            "You choose a time, and the edition is published then, in your name, if it is still as it was approved. Any change "
            "before that makes the approval void, and then it is not published."
        ),
        _("%(edition)s has a time of publication."),
        _shown(editorial.schedule),
        asking.ScheduleForm,
    ),
    Action(
        Verb.UNSCHEDULE,
        _("Take back the time of publication"),
        _("The draft stays as it is. It is not published before somebody does so, or gives it another time."),
        _("%(edition)s has no time of publication any more."),
        _shown(editorial.unschedule),
        asking.NoteForm,
    ),
    Action(
        Verb.START_EDITION,
        _("Start the next edition"),
        _("The next edition begins as a copy of this one. Readers see this one until the next is published."),
        _("%(edition)s is a copy of the last one. Readers see the last one until this is published."),
        lambda edition, by, said: editorial.start_edition(edition.entry, by=by),
    ),
    Action(
        Verb.RESTORE,
        _("Restore this edition"),
        _("The next edition begins as a copy of this old one. Nothing changes for readers until it is published."),
        _("%(edition)s is a copy of an old one. Readers see the last one until this is published."),
        lambda edition, by, said: editorial.restore(edition, by=by),
    ),
    Action(
        Verb.GO_BACK,
        _("Go back to an old save"),
        _(
            "The draft says again what it said then, all of it, in all languages. If it was approved, it no longer is. What it "
            "says now stays among the saves, so that you can come back to it in the same way."
        ),
        _("%(edition)s says again what the old save said."),
        _go_back,
        GoBackForm,
    ),
    Action(
        Verb.REVIEW_EMERGENCY,
        _("I have reviewed this"),
        _("One person published this edition in an emergency. If it is good, take the flag off. If not, correct or withdraw it."),
        _("%(edition)s is reviewed."),
        _shown(editorial.review_emergency),
        asking.NoteForm,
    ),
    Action(
        Verb.REQUEST_CHANGES,
        _("Request changes"),
        _("The draft goes back to whoever writes it, with your reasons. If it was approved, it no longer is."),
        _("Changes of %(edition)s are requested."),
        _shown(editorial.request_changes),
        asking.ReasonsForm,
    ),
    Action(
        Verb.HAND_OVER,
        _("Hand over"),
        _("Somebody else has the draft then. It gives that person no right that he or she does not have."),
        _("%(edition)s is handed over."),
        _shown(editorial.hand_over),
        asking.HandOverForm,
    ),
    Action(
        Verb.PUBLISH_IN_EMERGENCY,
        _("Publish in an emergency"),
        _("Everybody reads it from now on, though nobody but you has approved it. It stays flagged until somebody else has."),
        _("%(edition)s is published, and flagged until somebody else has reviewed it."),
        _shown(editorial.publish_in_emergency),
        asking.EmergencyForm,
        takes_away=True,
    ),
    Action(
        Verb.WITHDRAW,
        _("Withdraw this entry"),
        _(
            "The entry leaves the search and all lists. The address stays: what was published in error says only that; what "
            "is superseded can still be read there, and says so. You can publish the entry again later with a new edition."
        ),
        _("%(entry)s is withdrawn."),
        _withdraw,
        asking.WithdrawForm,
        takes_away=True,
    ),
    Action(
        Verb.MERGE,
        _("Merge into another entry"),
        _("The entry leaves the search and all lists, and its address leads to the other entry for ever. It cannot come back."),
        _("%(entry)s is merged into the other entry."),
        _merge,
        asking.MergeForm,
        takes_away=True,
    ),
    Action(
        Verb.DISCARD,
        _("Discard this draft"),
        _(
            "The draft will be gone for good. What was published stays as it is. Where nothing of the entry was ever published, "
            "the entry itself will be gone too."
        ),
        _("%(edition)s is discarded."),
        _discard,
        takes_away=True,
    ),
)
