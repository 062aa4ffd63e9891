"""The changes that lead from one content to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from experiences.differences.content import Content, Field, Piece
from experiences.differences.words import Run, runs_between, shortened

Sort = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class ChangedField:
    """A field of a piece, with the runs that lead from what it said to what it says."""

    label: str
    runs: list[Run]

    @property
    def shown(self) -> list[Run]:
        """The runs without the middle of what has long not changed."""
        return shortened(self.runs)


@dataclass(frozen=True)
class Change:
    """A piece that was added, removed or changed; or pieces of one heading that stand in another order.

    `piece` is what is there after the change; of a removed one, what was there before. A moved one is a heading without
    identity, whose only field is the order of the labels.
    """

    sort: Sort
    piece: Piece
    fields: list[ChangedField]


@dataclass(frozen=True)
class Group:
    """The changes under one heading."""

    heading: str
    changes: list[Change]


def compare(before: Content, after: Content) -> list[Change]:
    """All changes between two contents, in the order of the second; what was removed stands where it was. None for equals."""
    former = {piece.identity: piece for piece in before}
    present = {piece.identity: piece for piece in after}
    changes = []
    for piece in _side_by_side(before, after):
        if piece.identity not in present:
            changes.append(Change("removed", piece, _changed_fields(piece.fields, ())))
        elif piece.identity not in former:
            changes.append(Change("added", piece, _changed_fields((), piece.fields)))
        elif fields := _changed_fields(former[piece.identity].fields, piece.fields):
            changes.append(Change("changed", piece, fields))
    return changes + _moved(before, after)


def grouped(changes: Iterable[Change]) -> list[Group]:
    """The changes under their headings, each heading once."""
    order: dict[str, int] = {}
    for change in (changes := list(changes)):
        order.setdefault(change.piece.heading, len(order))
    by_heading = groupby(sorted(changes, key=lambda change: order[change.piece.heading]), key=lambda change: change.piece.heading)
    return [Group(heading, list(some)) for heading, some in by_heading]


def _side_by_side(before: Content, after: Content) -> list[Piece]:
    """The pieces of both, each once and as it is after; a removed one comes after the piece that it came after."""
    present = {piece.identity for piece in after}
    following: dict[str, list[Piece]] = {}
    last = ""
    for piece in before:
        if piece.identity in present:
            last = piece.identity
        else:
            following.setdefault(last, []).append(piece)
    return following.get("", []) + [each for piece in after for each in (piece, *following.get(piece.identity, []))]


def _changed_fields(before: tuple[Field, ...], after: tuple[Field, ...]) -> list[ChangedField]:
    was = {field.label: field.value for field in before}
    now = {field.label: field.value for field in after}
    return [
        ChangedField(label, runs_between(was.get(label, ""), now.get(label, "")))
        for label in [*now, *(label for label in was if label not in now)]
        if was.get(label) != now.get(label)
    ]


def _moved(before: Content, after: Content) -> list[Change]:
    """The headings whose pieces, as far as they are in both, stand in another order."""
    labels = {piece.identity: piece.label for piece in after}
    former = {piece.identity for piece in before}
    then, now = _by_heading(before, labels.keys()), _by_heading(after, former)
    return [
        Change("moved", Piece("", heading, ""), [ChangedField("", _runs_of_orders(then.get(heading, []), order, labels))])
        for heading, order in now.items()
        if then.get(heading, order) != order
    ]


def _by_heading(content: Content, among: Iterable[str]) -> dict[str, list[str]]:
    kept = set(among)
    order: dict[str, list[str]] = {}
    for piece in content:
        if piece.identity in kept:
            order.setdefault(piece.heading, []).append(piece.identity)
    return order


def _runs_of_orders(before: list[str], after: list[str], labels: dict[str, str]) -> list[Run]:
    return [
        Run("removed", ", ".join(labels[identity] for identity in before)),
        Run("added", ", ".join(labels[identity] for identity in after)),
    ]
