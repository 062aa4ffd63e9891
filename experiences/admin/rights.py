"""What the person at work may do to an edition: the policy's answer, asked for once in a request."""

from typing import Any

from django.http import HttpRequest

from experiences.models import Edition
from experiences.permissions import may, verbs_for
from experiences.vocabulary import Verb


def verbs_here(request: HttpRequest, edition: Edition) -> frozenset[Verb]:
    """All verbs that the person may do to the edition as it stands."""
    known: dict[Any, frozenset[Verb]] = request.__dict__.setdefault("known_verbs", {})
    standing = (edition.pk, edition.state, edition.stage)
    if standing not in known:
        known[standing] = verbs_for(request.user, edition)
    return known[standing]


def writes_as(request: HttpRequest, edition: Edition) -> Verb:
    """The verb by which the person would write to the edition: to edit it, or, who may no more than that, to translate it."""
    verbs = verbs_here(request, edition)
    return Verb.TRANSLATE if Verb.TRANSLATE in verbs and Verb.EDIT not in verbs else Verb.EDIT


def may_write(request: HttpRequest, edition: Edition, verb: Verb) -> bool:
    """Whether the person may edit, or translate, an edition now.

    What is sent is let through to the verb by whoever may do so at other times: the verb refuses what has changed since the
    form was opened, and then nothing typed is lost.
    """
    if verb != writes_as(request, edition):
        return False
    return may(request.user, verb) if request.method == "POST" else verb in verbs_here(request, edition)
