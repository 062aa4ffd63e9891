"""The facts of an entry, with those that disagree side by side."""

from dataclasses import dataclass

from experiences.models import Fact

_LONG_VALUE = 12
"""From how many characters a value is words rather than a figure."""


@dataclass(frozen=True)
class FactRow:
    """A fact, and the facts of the same entry that say otherwise."""

    fact: Fact
    others: list[Fact]

    @property
    def is_long(self) -> bool:
        """Whether the value is set as words, not as a figure."""
        return len(self.fact.value) > _LONG_VALUE


def fact_groups(facts: list[Fact]) -> list[list[FactRow]]:
    """The facts in their order, in groups: those that disagree, directly or through another, together; every other one alone."""
    others: dict[int, dict[int, Fact]] = {fact.number: {} for fact in facts}
    by_number = {fact.number: fact for fact in facts}
    for fact in facts:
        if fact.disagrees_with is not None:
            others[fact.number][fact.disagrees_with] = by_number[fact.disagrees_with]
            others[fact.disagrees_with][fact.number] = fact
    groups: list[list[FactRow]] = []
    placed: set[int] = set()
    for fact in facts:
        if fact.number not in placed:
            numbers = _connected(fact.number, others)
            placed |= numbers
            groups.append([FactRow(by_number[number], list(others[number].values())) for number in sorted(numbers)])
    return groups


def _connected(start: int, others: dict[int, dict[int, Fact]]) -> set[int]:
    found, waiting = {start}, [start]
    while waiting:
        further = set(others[waiting.pop()]) - found
        found |= further
        waiting += further
    return found
