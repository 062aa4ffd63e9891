"""The entries that the words of a search find, with their scores: BM25 over what its concepts are met by."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from experiences.search.collection import Collection
from experiences.search.concepts import Concept, Reading
from experiences.search.masks import Mask, Places
from experiences.search.phrases import Phrase, holding, stems_of
from experiences.search.postings import Postings, carriers, postings

Gains = NDArray[np.float32]
"""What something counts for each of some entries."""

PHRASE_GAIN = 0.7
"""What a phrase counts, between a word that stands once in a text and one of the title."""
EXACT_SCORE = 1000.0
"""What an exact reference, acronym or title adds: more than any words together."""


@dataclass(frozen=True)
class Matches:
    """Which entries of the collection are found, the score of each, and the postings of the words that were looked for.

    `met` are the words of the query that some entry meets, in whatever way.
    """

    found: Mask
    scores: NDArray[np.float32]
    held: dict[str, Postings]
    met: set[str] = field(default_factory=set)

    def best(self, among: Mask, ranks: range) -> Places:
        """The places of the entries marked in `among` at some ranks, by descending score; those of the same score by id."""
        places = np.flatnonzero(among)
        start, end = ranks.start, min(ranks.stop, len(places))
        if start >= end:
            return np.empty(0, dtype=np.int32)
        ranked = (descending(self.scores[places]) << 32) | places
        ranked.partition(sorted({start, end - 1}))
        return (np.sort(ranked[start:end]) & 0xFFFFFFFF).astype(np.int32)


def descending(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """A number for each score, the best score's the lowest."""
    # scores are not negative: their bits are in the order of their values
    return (2**31 - 1) - scores.view(np.int32).astype(np.int64)


def match(reading: Reading, entries: Collection, average_length: float) -> Matches:
    """What a query finds. Three queries at the most, one where it has no phrase, and none where its words are kept."""
    said = {phrase for concept in reading.concepts for phrase in concept.phrases} | set(reading.excluded)
    stems = stems_of(said)
    words = {lexeme for lexeme in reading.lexemes if not lexeme.startswith("#")}
    held = postings(words.union(*stems.values()), entries, average_length)
    sure = {phrase for alternatives in reading.required for phrase in alternatives} | set(reading.excluded)
    phrases = holding(stems, held, entries, sure)

    matches = Matches(entries.nothing(), np.zeros(len(entries), dtype=np.float32), held)
    for concept in reading.concepts:
        _score(concept, matches, entries, phrases)
    exact = entries.places(np.array(reading.exact, dtype=np.int32))
    matches.scores[exact[exact >= 0]] += np.float32(EXACT_SCORE)
    matches.found[exact[exact >= 0]] = True
    if not reading.wording.everything and reading.excluded:
        matches.found[:] = True
    for alternatives in reading.required:
        holds = entries.nothing()
        for phrase in alternatives:
            holds[phrases[phrase]] = True
        matches.found[:] &= holds
    for phrase in reading.excluded:
        matches.found[phrases[phrase]] = False
    return matches


def _score(concept: Concept, matches: Matches, entries: Collection, phrases: dict[Phrase, Places]) -> None:
    """Add what a concept counts for the entries that meet it: in the best of the ways, and more when few entries meet it."""
    places, gains = _best_of(list(_ways(concept, matches.held, entries, phrases)), entries)
    meeting = len(places)
    if meeting:
        matches.met.update(concept.words)
    rarity = concept.boost * np.log(1 + (len(entries) - meeting + 0.5) / (meeting + 0.5))
    matches.found[places] = True
    matches.scores[places] += gains * np.float32(rarity)


def _ways(
    concept: Concept, held: dict[str, Postings], entries: Collection, phrases: dict[Phrase, Places]
) -> Iterator[tuple[Places, Gains]]:
    """The ways to meet a concept: for each, the entries that do, and what it counts for them."""
    for lexeme, weight in concept.postings.items():
        way = carriers(int(lexeme[1:]), entries) if lexeme.startswith("#") else held.get(lexeme)
        if way is not None:
            yield way.places, way.gains * np.float32(weight)
    for phrase, weight in concept.phrases.items():
        yield phrases[phrase], np.full(len(phrases[phrase]), weight * PHRASE_GAIN, dtype=np.float32)


def _best_of(ways: list[tuple[Places, Gains]], entries: Collection) -> tuple[Places, Gains]:
    """The entries that any of the ways finds, each with the most that it counts in one of them."""
    if len(ways) == 1 and ways[0][1].all():
        return ways[0]
    most = np.zeros(len(entries), dtype=np.float32)
    for places, gains in ways:
        most[places] = np.maximum(most[places], gains)
    found = np.flatnonzero(most).astype(np.int32)
    return found, most[found]
