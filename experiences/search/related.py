"""Entries that are like an entry: by the rare words that they share, by countries and by themes. Each with the reason."""

from collections.abc import Collection
from dataclasses import dataclass

from experiences.search.choices import Choices, Value, choices
from experiences.search.matches import index_version
from experiences.search.statements import rows

MOST = 4
WORDS_COMPARED = 24
"""By how many words an entry is compared: the most telling ones, by how often it says them and how few others do."""
WORDS_NAMED, VALUES_NAMED = 3, 2

# A word or a value that most entries share says nothing: those that more than a fifth have are left out (the first ten entries
# of a small collection excepted). A long text shares more by chance: as in the search, its length counts against it (k1 2,
# b 0.7). The entries that share most are found first; only then is looked at what they share.
_RELATED = """
WITH size AS (
    SELECT entries, greatest(10, entries / 5) AS common, words / greatest(texts, 1)::real AS length FROM search_state
), said AS (
    SELECT text.language || ':' || held.lexeme AS lexeme, cardinality(held.positions) AS times
    FROM search_text text, unnest(text.vector) held
    WHERE text.entry_id = %(entry)s AND length(held.lexeme) > 2 AND held.lexeme !~ '^[0-9]'
), word AS (
    SELECT said.lexeme, ln(1 + said.times) * ln(1 + size.entries / known.entries::real) AS weight
    FROM said, size, LATERAL (SELECT sum(entries) AS entries FROM search_word WHERE lexeme = said.lexeme COLLATE "C") known
    WHERE known.entries BETWEEN 2 AND size.common
    ORDER BY weight DESC, lexeme LIMIT %(compared)s
), value AS (
    SELECT '#' || total.code AS lexeme, 2 * ln(1 + size.entries / sum(total.entries)::real) AS weight
    FROM size, search_order own, unnest(own.codes) carried (code) JOIN search_total total USING (code)
    WHERE own.entry_id = %(entry)s AND code = ANY (%(codes)s::smallint[])
    GROUP BY total.code, size.entries, size.common HAVING sum(total.entries) BETWEEN 2 AND size.common
), shared AS (
    SELECT posting.entry_id, telling.lexeme,
        telling.weight * posting.frequency / (posting.frequency + 0.6 + 1.4 * posting.length / size.length) AS weight
    FROM (SELECT * FROM word UNION ALL SELECT * FROM value) telling
        CROSS JOIN size JOIN search_posting posting ON posting.lexeme = telling.lexeme COLLATE "C"
    WHERE posting.entry_id <> ALL (%(without)s::int[])
), best AS (
    SELECT entry_id, sum(weight) AS score, count(*) AS reasons FROM shared GROUP BY entry_id
    HAVING count(*) > 2 ORDER BY score DESC, entry_id LIMIT %(most)s
)
SELECT best.entry_id, array_agg(shared.lexeme ORDER BY shared.weight DESC, shared.lexeme)
FROM best JOIN shared USING (entry_id) GROUP BY best.entry_id, best.score ORDER BY best.score DESC, best.entry_id
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


def related(entry: int, *, besides: Collection[int] = ()) -> list[Likeness]:
    """The published entries most like a published one, without those named `besides`. Three queries, and none slow."""
    known = choices(index_version())
    values = _values(known)
    asked = {
        "entry": entry,
        "codes": list(values),
        "without": [entry, *besides],
        "compared": WORDS_COMPARED,
        "most": MOST,
    }
    found = [(other, lexemes) for other, lexemes in rows(_RELATED, asked)]
    words = dict(rows(_WORDS, {"lexemes": sorted({lexeme for _other, lexemes in found for lexeme in lexemes})}))
    return [_likeness(other, lexemes, values, words) for other, lexemes in found]


def _values(known: Choices) -> dict[int, tuple[str, Value]]:
    """The themes and countries that entries have, by code."""
    coded = ((facet, public, code) for (facet, public), code in known.codes.items() if facet in {"theme", "country"})
    return {code: (facet, known.values[facet][public]) for facet, public, code in coded}


def _likeness(other: int, lexemes: list[str], values: dict[int, tuple[str, Value]], words: dict[str, str]) -> Likeness:
    shared = [values[int(lexeme[1:])] for lexeme in lexemes if lexeme.startswith("#")]
    themes = [value for facet, value in shared if facet == "theme"]
    broader = {theme.parent for theme in themes}
    return Likeness(
        entry=other,
        themes=[theme for theme in themes if theme.public not in broader][:VALUES_NAMED],
        countries=[value for facet, value in shared if facet == "country"][:VALUES_NAMED],
        words=[words[lexeme] for lexeme in lexemes if lexeme in words][:WORDS_NAMED],
    )
