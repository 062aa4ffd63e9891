"""The sources of an entry, numbered, so that every claim can point to its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from experiences.models import Edition, Source
from experiences.models.authorities import Sourced


@dataclass
class NumberedSource:
    """A source with its number on the page, and the places in it that the entry as a whole comes from."""

    number: int
    source: Source
    locators: list[str] = field(default_factory=list)


class SourceList:
    """Every source that an edition rests on: those that it cites as a whole come first, then those of single claims."""

    def __init__(self, edition: Edition) -> None:
        self._by_id: dict[int, NumberedSource] = {}
        for citation in edition.citations.all():
            self._numbered(citation.source).locators.append(citation.locator)
        claims: list[Iterable[Sourced]] = [
            edition.facts.all(),
            edition.lessons.all(),
            edition.transfers.all(),
            edition.assessments.all(),
        ]
        for rows in claims:
            for claim in rows:
                self._numbered(claim.source)

    def _numbered(self, source: Source) -> NumberedSource:
        return self._by_id.setdefault(source.pk, NumberedSource(len(self._by_id) + 1, source))

    def __iter__(self) -> Iterable[NumberedSource]:
        return iter(self._by_id.values())

    def number_of(self, claim: Sourced) -> int:
        """The number of the source that a fact, lesson, transfer or assessment of the edition rests on."""
        return self._by_id[claim.source_id].number
