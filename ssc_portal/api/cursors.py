"""Cursors: where a reader of a list has come to, as a word that nobody but the portal can make or change.

A cursor holds the direction, a fingerprint of the list that it belongs to, and the place of a row in it. It is signed with the
portal's secret key and does not run out, so that a harvest can be taken up again after days.
"""

import hashlib
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils.translation import gettext as _

from countries.api.pieces import Mark

NOT_OF_THE_LIST = ("cursor", "limit")
"""Parameters that may differ from one piece of a list to the next."""


@dataclass(frozen=True)
class Cursor:
    """A place in a list, and which way to read from it."""

    mark: Mark
    backwards: bool = False


def write(cursor: Cursor, path: str, query: QueryDict) -> str:
    """The cursor as a word, for the list at a path with a query string."""
    return _signer().sign_object([int(cursor.backwards), _fingerprint(path, query), *cursor.mark])


def read(word: str, path: str, query: QueryDict) -> Cursor:
    """The cursor that a word stands for. Raises ValueError with a sentence for whoever sent it."""
    try:
        backwards, fingerprint, *mark = _signer().unsign_object(word)
    except BadSignature:
        raise ValueError(_("This is no cursor of the portal. Follow the links of a list as they are.")) from None
    if fingerprint != _fingerprint(path, query):
        raise ValueError(_("This cursor belongs to another list, or to other parameters. Only the limit may change."))
    return Cursor(tuple(mark), bool(backwards))


def _signer() -> Signer:
    return Signer(salt="ssc_portal.api.cursors", sep=".")


def _fingerprint(path: str, query: QueryDict) -> str:
    """What tells a list from others: its path and its parameters, in whatever order they stand."""
    pairs = sorted((name, value) for name, values in query.lists() if name not in NOT_OF_THE_LIST for value in values if value)
    return hashlib.sha256(repr((path, pairs)).encode()).hexdigest()[:16]
