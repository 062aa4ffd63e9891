"""Which entries hold a phrase: words that follow one another in a text of a language."""

from collections.abc import Collection as Several
from dataclasses import dataclass
from itertools import chain

import numpy as np

from experiences.search.collection import Collection
from experiences.search.masks import Places
from experiences.search.postings import Postings
from experiences.search.statements import rows

_STEMS = """
SELECT place, tsvector_to_array(search_vector(language, said))
FROM unnest(%(languages)s::text[], %(said)s::text[]) WITH ORDINALITY phrase (language, said, place)
"""
# Each phrase is made into a query once, not for every text that is looked at.
_HOLDS = """
WITH phrase AS MATERIALIZED (
    SELECT place, language, search_phrase(language, said) AS query
    FROM unnest(%(languages)s::text[], %(said)s::text[]) WITH ORDINALITY phrase (language, said, place)
)
SELECT candidate.place, string_agg(int4send(text.entry_id), '')
FROM unnest(%(candidates)s::int[], %(ids)s::int[]) candidate (place, entry_id)
    JOIN search_text text ON text.entry_id = candidate.entry_id
    JOIN phrase ON phrase.place = candidate.place AND phrase.language = text.language
WHERE text.vector @@ phrase.query
GROUP BY candidate.place
"""


MOST_LOOKED_AT = 4000
"""In how many texts a query looks for the phrases that names and synonyms bring in. Each takes some 20 microseconds."""


@dataclass(frozen=True)
class Phrase:
    """Words that follow one another in texts of a language."""

    language: str
    said: str


def stems_of(phrases: Several[Phrase]) -> dict[Phrase, list[str]]:
    """The postings of each phrase's words; none for a phrase of words that say nothing. One query, and none without phrases."""
    if not phrases:
        return {}
    found = dict(rows(_STEMS, _asked(phrases)))
    return {phrase: [f"{phrase.language}:{stem}" for stem in found[place] or ()] for place, phrase in enumerate(phrases, 1)}


def holding(
    stems: dict[Phrase, list[str]], held: dict[str, Postings], entries: Collection, sure: Several[Phrase]
) -> dict[Phrase, Places]:
    """The places of the entries that hold each phrase, given the postings of its words. At most one query.

    Only texts that hold all words of a phrase are looked at, and none for a phrase of one word. Phrases that are `sure`, which
    somebody put into quotes, are looked for in all of them, those that names and synonyms bring in in MOST_LOOKED_AT.
    """
    candidates = _holding_all(stems, held, entries)
    unsure = [phrase for phrase, places in candidates.items() if len(places) and _may_differ(phrase, stems[phrase])]
    left = MOST_LOOKED_AT
    guessed = sorted((phrase for phrase in unsure if phrase not in sure), key=lambda phrase: len(candidates[phrase]))
    for place, phrase in enumerate(guessed):
        share = left // (len(guessed) - place)
        candidates[phrase] = _most_telling(candidates[phrase], share, stems[phrase], held, entries)
        left -= len(candidates[phrase])
    if unsure:
        ids = [entries.ids[candidates[phrase]].tolist() for phrase in unsure]
        asked = {
            **_asked(unsure),
            "candidates": [place for place, of_phrase in enumerate(ids, 1) for _id in of_phrase],
            "ids": list(chain.from_iterable(ids)),
        }
        found = dict(rows(_HOLDS, asked))
        for place, phrase in enumerate(unsure, 1):
            candidates[phrase] = entries.places(np.frombuffer(bytes(found.get(place, b"")), ">i4").astype(np.int32))
    return candidates


def _may_differ(phrase: Phrase, words: list[str]) -> bool:
    """Whether a text can hold all words of a phrase and yet not the phrase. Scripts without spaces make several words of one."""
    return len(words) > 1 or not phrase.said.isalnum()


def _asked(phrases: Several[Phrase]) -> dict[str, list[str]]:
    return {"languages": [phrase.language for phrase in phrases], "said": [phrase.said for phrase in phrases]}


def _holding_all(stems: dict[Phrase, list[str]], held: dict[str, Postings], entries: Collection) -> dict[Phrase, Places]:
    """The entries that hold each of the words of each phrase. Names of one thing often have the same words."""
    known: dict[frozenset[str], Places] = {}
    for words in map(frozenset, stems.values()):
        if words not in known:
            times = np.zeros(len(entries), dtype=np.uint8)
            for word in words if words <= held.keys() else ():
                times[held[word].places] += 1
            known[words] = np.flatnonzero(times == len(words)).astype(np.int32) if words else np.empty(0, dtype=np.int32)
    return {phrase: known[frozenset(words)] for phrase, words in stems.items()}


def _most_telling(places: Places, most: int, words: list[str], held: dict[str, Postings], entries: Collection) -> Places:
    """Those of the entries that say the words most, in their titles or in short texts: so many at the most."""
    if len(places) <= most:
        return places
    said = np.zeros(len(entries), dtype=np.float32)
    for word in set(words):
        said[held[word].places] += held[word].gains
    return np.sort(places[np.argsort(-said[places], kind="stable")[:most]])
