"""What a harvester asks: a verb with its arguments, each at most once, and none that the verb does not know (section 3.1)."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiences.harvest.errors import ProtocolError

RESUMPTION = "resumptionToken"


@dataclass(frozen=True)
class _Allowed:
    """The arguments that a verb needs and those that it can have. One that is resumed has nothing but its token."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    is_resumed: bool = False


_SELECTIVE = _Allowed(("metadataPrefix",), ("from", "until", "set"), is_resumed=True)
VERBS = {
    "Identify": _Allowed(),
    "ListMetadataFormats": _Allowed(optional=("identifier",)),
    "ListSets": _Allowed(is_resumed=True),
    "GetRecord": _Allowed(("identifier", "metadataPrefix")),
    "ListIdentifiers": _SELECTIVE,
    "ListRecords": _SELECTIVE,
}
_SYNTAX = {
    "metadataPrefix": re.compile(r"[A-Za-z0-9\-_.!~*'()]+"),
    "set": re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*"),
    "from": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?"),
    "until": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?"),
}
_DAY = "%Y-%m-%d"
_LONGEST_DAY = len("2010-11-06")


@dataclass(frozen=True)
class Asked:
    """A verb, and arguments that it can have, in the syntax that they have."""

    verb: str
    arguments: Mapping[str, str]


def read(given: Sequence[tuple[str, Sequence[str]]]) -> Asked:
    """What was asked, from names and their values. Raises ProtocolError (badVerb, badArgument)."""
    values = {name: each for name, each in given if name != "verb"}
    verb = _verb([value for name, each in given if name == "verb" for value in each])
    allowed = VERBS[verb]
    if RESUMPTION in values and allowed.is_resumed:
        allowed = _Allowed((RESUMPTION,))
    known, required = {*allowed.required, *allowed.optional}, allowed.required
    for name, each in values.items():
        if name not in known:
            raise ProtocolError("badArgument", f"{verb} cannot have {name!r}{' here' if RESUMPTION in values else ''}.")
        if len(each) != 1:
            raise ProtocolError("badArgument", f"{name} stands more than once.")
        if name in _SYNTAX and not _SYNTAX[name].fullmatch(each[0]):
            raise ProtocolError("badArgument", f"{name} is not written as it should be: {each[0]!r}.")
    if missing := [name for name in required if name not in values]:
        raise ProtocolError("badArgument", f"{verb} needs {', '.join(missing)}.")
    return Asked(verb, {name: each[0] for name, each in values.items()})


def _verb(values: Sequence[str]) -> str:
    if len(values) != 1:
        raise ProtocolError("badVerb", "Name one verb." if not values else "verb stands more than once.")
    if values[0] not in VERBS:
        raise ProtocolError("badVerb", f"There is no such verb: {values[0]!r}. There are {', '.join(VERBS)}.")
    return values[0]


@dataclass(frozen=True)
class Span:
    """The time in which records changed last: from one moment on, and before another; None where it has no such end."""

    start: datetime.datetime | None
    end: datetime.datetime | None


def span(since: str, until: str) -> Span:
    """The time that `from` and `until` mean, both of which belong to it. Each is "" where it was not given.

    Raises ProtocolError (badArgument) for what is no date, for two that are not equally exact, and for an end before the start.
    """
    if since and until and len(since) != len(until):
        raise ProtocolError("badArgument", "from and until are not equally exact.")
    start, last = _moment("from", since), _moment("until", until)
    if start and last and last < start:
        raise ProtocolError("badArgument", "until lies before from.")
    try:
        exactness = datetime.timedelta(days=1) if len(until) <= _LONGEST_DAY else datetime.timedelta(seconds=1)
        return Span(start, last and last + exactness)
    except OverflowError:
        return Span(start, None)  # until the end of the calendar


def _moment(name: str, value: str) -> datetime.datetime | None:
    if not value:
        return None
    try:
        return datetime.datetime.strptime(value, _DAY if len(value) == _LONGEST_DAY else f"{_DAY}T%H:%M:%SZ").replace(
            tzinfo=datetime.UTC
        )
    except ValueError:
        raise ProtocolError("badArgument", f"{name} is no date of the calendar: {value!r}.") from None
