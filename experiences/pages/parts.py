"""Entries sorted into the parts of a page, each part cut to what a reader takes in at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiences.models import Edition
from experiences.pages.cards import Card, cards_of

BACKGROUND = "background"
"""The part for entries of the context scope, which stand apart on every page."""

SHOWN = 10
"""How many entries of a part are shown. The rest is one link away."""


@dataclass(frozen=True)
class Placing:
    """Where an edition stands on a page: the name of the part, and what to say of it there, such as the roles of a country."""

    part: str
    remark: str = ""


@dataclass(frozen=True)
class Part:
    """A part of a page: the entries shown, and how many there are."""

    shown: Sequence[Card]
    total: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return self.total > len(self.shown)


def parts_of(placings: Mapping[int, Placing]) -> dict[str, Part]:
    """The parts of a page by name, made of editions by id, in reading order. A fixed number of queries."""
    placed: dict[str, list[int]] = {}
    for pk, placing in placings.items():
        placed.setdefault(placing.part, []).append(pk)
    remarks = {pk: placing.remark for pk, placing in placings.items()}
    editions = Edition.objects.published().in_bulk([pk for ids in placed.values() for pk in ids[:SHOWN]])
    cards = dict(zip(editions, cards_of(editions.values(), remarks), strict=True))
    return {name: Part([cards[pk] for pk in ids[:SHOWN]], len(ids)) for name, ids in placed.items()}
