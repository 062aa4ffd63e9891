"""Entries like the one that a page shows, as links with the reason."""

from dataclasses import dataclass

from experiences.pages.cards import Card, cards_of_entries
from experiences.pages.relations import RelationGroup
from experiences.search.related import Likeness, related


@dataclass(frozen=True)
class Alike:
    """Another entry, as its card, and what both share."""

    card: Card
    likeness: Likeness


def alike(entry: int, relations: list[RelationGroup]) -> list[Alike]:
    """The entries most like an entry, without those that it is related to anyway. Four queries."""
    known = {each.edition.entry_id for group in relations for each in group.entries}
    found = related(entry, besides=known)
    cards = cards_of_entries([likeness.entry for likeness in found])
    return [Alike(card, likeness) for card, likeness in zip(cards, found, strict=True)]
