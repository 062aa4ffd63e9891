"""Entries that are like an entry: by the rare words that they share, by countries and by themes. Each with the reason."""

from collections.abc import Collection as Several
from dataclasses import dataclass

import numpy as np

from experiences.search.choices import Choices, Value, choices
from experiences.search.collection import Collection, collection
from experiences.search.folding import folded
from experiences.search.masks import Mask
from experiences.search.postings import Postings, carriers, postings
from experiences.search.state import Index, index_state
from experiences.search.statements import rows

MOST = 4
WORDS_COMPARED = 24
"""By how many words an entry is compared: the most telling ones, by how often it says them and how few others do."""
WORDS_NAMED, VALUES_NAMED = 3, 2
_REASONS = 3
"""How many words and values two entries must share at least."""
_VALUE_WEIGHT, _TITLE_WEIGHT = 2.0, 2.0
"""How much more telling a shared theme or country, or a word of the entry's title, is than another word that is as rare."""

# A word that most entries share says nothing: those that more than a fifth have are left out.
_TELLING = """
WITH said AS (
    SELECT text.language || ':' || held.lexeme AS lexeme, cardinality(held.positions) AS times,
        held.weights && '{A,B}' AS is_of_title
    FROM search_text text, unnest(text.vector) held
    WHERE text.entry_id = %(entry)s AND length(held.lexeme) > 2 AND held.lexeme !~ '^[0-9]'
)
SELECT said.lexeme, said.is_of_title,
    CASE WHEN is_of_title THEN %(of_title)s ELSE 1 END * ln(1 + said.times) * ln(1 + %(entries)s / known.entries::real) AS weight
FROM said, LATERAL (SELECT sum(entries) AS entries FROM search_word WHERE lexeme = said.lexeme COLLATE "C") known
WHERE known.entries BETWEEN 2 AND %(common)s
ORDER BY weight DESC, lexeme LIMIT %(compared)s
"""
_WORDS = """
SELECT DISTINCT ON (lexeme) lexeme, word FROM search_word WHERE lexeme = ANY (%(lexemes)s::text[])
ORDER BY lexeme, entries DESC, word
"""


@dataclass(frozen=True)
class Likeness:
    """An entry that is like another, by its id, and what they share: themes, countries, telling words."""

    entry: int
    themes: list[Value]
    countries: list[Value]
    words: list[str]


def related(entry: int, *, besides: Several[int] = ()) -> list[Likeness]:
    """The published entries most like a published one, without those named `besides`. Four queries, and none slow."""
    index = index_state()
    known, entries = choices(index.version), collection(index.collection_version)
    values = _values(known)
    telling, of_title = _telling(entry, entries, values, index)
    others = ~np.isin(entries.ids, [entry, *besides])
    found = [(int(entries.ids[place]), reasons) for place, reasons in _most_alike(telling, entries, others)]
    words = dict(rows(_WORDS, {"lexemes": sorted({lexeme for _other, lexemes in found for lexeme in lexemes})}))
    return [_likeness(other, lexemes, values, words, of_title) for other, lexemes in found]


def _telling(
    entry: int, entries: Collection, values: dict[int, tuple[str, Value]], index: Index
) -> tuple[dict[str, tuple[Postings, float]], set[str]]:
    """What tells an entry from others, words ("en:educ") and values ("#12"): who has it, and how much. And its title's words."""
    common = max(10, len(entries) // 5)  # in a small collection, ten entries are not yet too many
    asked = {"entry": entry, "entries": len(entries), "common": common, "compared": WORDS_COMPARED}
    found = rows(_TELLING, asked | {"of_title": _TITLE_WEIGHT})
    words = {lexeme: weight for lexeme, _is_of_title, weight in found}
    held = postings(words, entries, index.average_length)
    telling = {lexeme: (held[lexeme], weight) for lexeme, weight in words.items() if lexeme in held}
    [place] = entries.places(np.array([entry], dtype=np.int32))
    carried = entries.codes[entries.starts[place] : entries.starts[place + 1]].tolist() if place >= 0 else []
    for code in values.keys() & set(carried):
        carrying = carriers(code, entries)
        if 2 <= len(carrying.places) <= common:  # noqa: PLR2004 - the entry and another one
            telling[f"#{code}"] = carrying, _VALUE_WEIGHT * float(np.log(1 + len(entries) / len(carrying.places)))
    return telling, {lexeme for lexeme, is_of_title, _weight in found if is_of_title}


def _most_alike(telling: dict[str, tuple[Postings, float]], entries: Collection, others: Mask) -> list[tuple[int, list[str]]]:
    """The places of the entries that share most, the most alike first, each with what it shares, the most telling first.

    As in the search, the length of a text counts against it: a long one shares more by chance.
    """
    scores, shared = np.zeros(len(entries), dtype=np.float32), np.zeros(len(entries), dtype=np.int16)
    for holding, weight in telling.values():
        scores[holding.places] += holding.gains * np.float32(weight)
        shared[holding.places] += 1
    alike = np.flatnonzero(others & (shared >= _REASONS))
    best = alike[np.lexsort((alike, -scores[alike]))][:MOST]
    reasons: dict[int, dict[str, float]] = {int(place): {} for place in best}
    for lexeme, (holding, weight) in telling.items():
        for where in np.flatnonzero(np.isin(holding.places, best)):
            reasons[int(holding.places[where])][lexeme] = float(holding.gains[where]) * weight
    return [(place, sorted(held, key=lambda lexeme: (-held[lexeme], lexeme))) for place, held in reasons.items()]


def _values(known: Choices) -> dict[int, tuple[str, Value]]:
    """The themes and countries that entries have, by code."""
    coded = ((facet, public, code) for (facet, public), code in known.codes.items() if facet in {"theme", "country"})
    return {code: (facet, known.values[facet][public]) for facet, public, code in coded}


def _likeness(
    other: int, lexemes: list[str], values: dict[int, tuple[str, Value]], words: dict[str, str], of_title: set[str]
) -> Likeness:
    """What two entries share. Words of the title tell readers most: others are named only where there is nothing else.

    Words of the names of what they share are not named again.
    """
    shared = [values[int(lexeme[1:])] for lexeme in lexemes if lexeme.startswith("#")]
    themes = [value for facet, value in shared if facet == "theme"]
    broader = {theme.parent for theme in themes}
    names = {word for _facet, value in shared for word in folded(str(value.label)).split()}
    said = [lexeme for lexeme in lexemes if lexeme in words and folded(words[lexeme]) not in names]
    named = said if not shared and of_title.isdisjoint(said) else [lexeme for lexeme in said if lexeme in of_title]
    return Likeness(
        entry=other,
        themes=[theme for theme in themes if theme.public not in broader][:VALUES_NAMED],
        countries=[value for facet, value in shared if facet == "country"][:VALUES_NAMED],
        words=[words[lexeme] for lexeme in named][:WORDS_NAMED],
    )
