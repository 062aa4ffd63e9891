"""Other spellings for words that the collection does not hold, from the words and names that it does hold."""

from experiences.search.statements import rows

SHORTEST = 4
"""Words of fewer letters are left as they are: too many others are near them."""
_LONG = 6
"""From how many letters on two mistakes are allowed for, and not only one."""

# Two letters that changed places are one mistake, though three letters in a row may be the same in neither: all swaps are tried.
# The nearest word by letters first, then the one in most entries. Names come from their first words: every word of a name
# begins one of its endings.
_ALIKE = """
WITH asked AS (
    SELECT word, ARRAY(
        SELECT left(word, place - 1) || reverse(substr(word, place, 2)) || substr(word, place + 2)
        FROM generate_series(1, length(word) - 1) place
    ) AS swapped
    FROM unnest(%(words)s::text[]) word
)
SELECT DISTINCT ON (asked.word) asked.word, alike.word
FROM asked, LATERAL (
    SELECT word, sum(entries) AS entries, word = ANY (asked.swapped) AS is_swapped FROM (
        SELECT known.word, known.entries FROM search_word known
        WHERE known.word %% asked.word OR known.word = ANY (asked.swapped)
        UNION ALL SELECT split_part(label.key, ' ', 1), 1 FROM search_label label
        WHERE (split_part(label.key, ' ', 1) %% asked.word OR label.key = ANY (asked.swapped)) AND label.facet <> 'entry'
    ) near GROUP BY word
) alike, LATERAL (
    SELECT CASE WHEN is_swapped THEN 1 ELSE levenshtein_less_equal(alike.word, asked.word, %(most)s) END AS mistakes
    WHERE length(alike.word) < 200
) counted
WHERE mistakes <= CASE WHEN length(asked.word) < %(long)s THEN 1 ELSE %(most)s END
ORDER BY asked.word, mistakes, alike.entries DESC, alike.word
"""


def corrections(unknown: list[str]) -> dict[str, str]:
    """The spelling to search instead of each unknown word (a folded key), for those that have one. One query.

    A word that stands in a name, such as that of a theme without entries, is spelt as it should be.
    """
    words = [word for word in unknown if SHORTEST <= len(word) <= 40 and word.isalpha()]  # noqa: PLR2004 - the longest word held
    if not words:
        return {}
    found = rows(_ALIKE, {"words": words, "long": _LONG, "most": 2})
    return {word: alike for word, alike in found if alike != word}
