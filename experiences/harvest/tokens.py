"""Resumption tokens: all that it takes to go on with a list, signed, so that the portal need not remember who reads it.

A token does not expire. It holds a place in the order of changes, so that a list goes on rightly whatever changes meanwhile.
"""

from dataclasses import asdict, dataclass, replace
from typing import Self

from django.core import signing

from experiences.harvest.errors import ProtocolError


@dataclass(frozen=True)
class Place:
    """A list, and how far it has been read: up to a position, which is `cursor` records from its beginning."""

    verb: str
    prefix: str
    within: str = ""
    since: str = ""
    until: str = ""
    position: int = 0
    cursor: int = 0

    def after(self, position: int, count: int) -> Self:
        """The place after so many further records."""
        return replace(self, position=position, cursor=self.cursor + count)

    def token(self) -> str:
        """What a harvester sends to go on from here."""
        return signing.dumps(list(asdict(self).values()), salt=_SALT, compress=True)


_SALT = "experiences.harvest"


def place_of(token: str, verb: str) -> Place:
    """The place that a token of this portal stands for. Raises ProtocolError (badResumptionToken) for any other."""
    try:
        place = Place(*signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        raise _refused() from None
    if place.verb != verb:
        raise _refused()
    return place


def _refused() -> ProtocolError:
    return ProtocolError("badResumptionToken", "This portal gave no such token for this verb. Begin the list anew.")
