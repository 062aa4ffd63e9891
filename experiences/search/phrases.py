"""Which entries hold a phrase: words that follow one another in a text of a language."""

from collections.abc import Collection as Several
from dataclasses import dataclass

import numpy as np

from experiences.search.collection import Collection, Places
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


def holding(stems: dict[Phrase, list[str]], held: dict[str, Postings], entries: Collection) -> dict[Phrase, Places]:
    """The places of the entries that hold each phrase, given the postings of its words. At most one query.

    Only texts that hold all words of a phrase are looked at, and none for a phrase of one word.
    """
    candidates = {phrase: _holding_all(words, held) for phrase, words in stems.items()}
    unsure = {
        phrase: entries.ids[places] for phrase, places in candidates.items() if len(places) and _may_differ(phrase, stems[phrase])
    }
    if unsure:
        asked = {
            **_asked(unsure),
            "candidates": [place for place, ids in enumerate(unsure.values(), 1) for _id in ids],
            "ids": [int(entry_id) for ids in unsure.values() for entry_id in ids],
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


def _holding_all(words: list[str], held: dict[str, Postings]) -> Places:
    """The entries that hold each of the words."""
    if not words or any(word not in held for word in words):
        return np.empty(0, dtype=np.int32)
    first, *others = sorted((held[word].places for word in words), key=len)
    for places in others:
        first = first[np.isin(first, places)]
    return first
