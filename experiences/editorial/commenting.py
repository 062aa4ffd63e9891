"""To talk about a draft: comment on it, answer, call a comment resolved, or open it again.

None of this changes what the draft says: an approval stays, and whoever comments has not worked on it.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError
from experiences.editorial.locking import lock
from experiences.editorial.notifying import concerned, notify
from experiences.editorial.topics import topics
from experiences.models import Answer, Comment, Edition
from experiences.vocabulary import CommentAct, EditionState, Event, Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

_TOLD_AS = {
    CommentAct.ANSWERED: Event.COMMENT_ANSWERED,
    CommentAct.RESOLVED: Event.COMMENT_RESOLVED,
    CommentAct.REOPENED: Event.COMMENT_REOPENED,
}


@transaction.atomic
def comment(edition: Edition, *, body: str, by: "User", about: str = "") -> Comment:
    """Comment on a draft, on what the path `about` names, and return the comment.

    Raises EditorialError when it says nothing, when the draft has no such part, or when the person may not.
    """
    edition = lock(edition)
    authorise(Verb.COMMENT, edition, by=by)
    if about not in {topic.path for topic in topics(edition)}:
        raise EditorialError(_("The draft no longer has the part that this comment is about."))
    body = _something(body)
    made = Comment.objects.create(entry=edition.entry, edition_number=edition.number, about=about, body=body, by=by)
    notify(edition, Event.COMMENTED, by=by, people=concerned(edition), note=body)
    return made


@transaction.atomic
def answer(comment: Comment, *, body: str, by: "User") -> Answer:
    """Answer a comment, and return the answer. Raises EditorialError when it says nothing, or when the person may not."""
    return _add(comment, CommentAct.ANSWERED, body=_something(body), by=by)


@transaction.atomic
def resolve(comment: Comment, *, by: "User", body: str = "") -> Answer:
    """Call a comment resolved, and say why if there is something to say. Raises EditorialError when it already is."""
    return _add(comment, CommentAct.RESOLVED, body=body.strip(), by=by)


@transaction.atomic
def reopen(comment: Comment, *, by: "User", body: str = "") -> Answer:
    """Open a comment again that was resolved. Raises EditorialError when it is open."""
    return _add(comment, CommentAct.REOPENED, body=body.strip(), by=by)


def _something(body: str) -> str:
    if not body.strip():
        raise EditorialError(_("Write something first."))
    return body.strip()


def _add(comment: Comment, act: CommentAct, *, body: str, by: "User") -> Answer:
    """Add to a comment of an entry that has a draft in the works."""
    comment = Comment.objects.select_for_update().select_related("entry").get(pk=comment.pk)
    authorise(Verb.COMMENT, comment.entry, by=by)
    if act == CommentAct.RESOLVED and comment.is_resolved:
        raise EditorialError(_("Somebody has resolved this comment already."))
    if act == CommentAct.REOPENED and not comment.is_resolved:
        raise EditorialError(_("This comment is open."))
    if act != CommentAct.ANSWERED:
        comment.is_resolved = act == CommentAct.RESOLVED
        comment.save(update_fields=["is_resolved"])
    added = Answer.objects.create(comment=comment, act=act, body=body, by=by)
    edition = comment.entry.editions.get(state=EditionState.DRAFT)
    talking = [comment.by, *(answer.by for answer in comment.answers.select_related("by"))]
    notify(edition, _TOLD_AS[act], by=by, people=[*talking, *concerned(edition)], note=body)
    return added
