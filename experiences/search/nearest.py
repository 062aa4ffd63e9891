"""The themes and countries whose names are nearest to what was searched, for a search that found nothing."""

from dataclasses import dataclass

from experiences.search.choices import Value, choices
from experiences.search.state import index_state
from experiences.search.statements import rows

MOST = 6
_WORDS = 12
"""How many words of a query are compared with names: the longest, which say most. Each costs a look at every name."""
_LEAST = 0.5
"""How much of a name and of what was typed must be the same, by groups of three letters, with their spaces or without:
"vietnamese" is near enough to Viet Nam, "registration" is not to the "region" that Hong Kong is."""

# What begins a name is near it too, as "thai" does Thailand.
_NEAREST = """
WITH asked (said) AS MATERIALIZED (
    (SELECT word FROM regexp_split_to_table(search_key(%(q)s), ' ') word GROUP BY word ORDER BY length(word) DESC LIMIT %(words)s)
    UNION SELECT search_key(%(q)s)
)
SELECT label.facet, choice.public, max(alike.nearness) AS nearness
FROM asked JOIN search_label label ON label.key %% said JOIN search_choice choice USING (facet, value) CROSS JOIN LATERAL (
    SELECT greatest(similarity(label.key, said), similarity(replace(label.key, ' ', ''), replace(said, ' ', ''))) AS nearness
) alike
WHERE label.facet IN ('theme', 'country') AND (alike.nearness >= %(least)s OR starts_with(label.key, said))
GROUP BY 1, 2 ORDER BY 3 DESC, 1 DESC, 2 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Near:
    """A theme or a country with a name like the words of a search: the facet and the value."""

    facet: str
    value: Value


def nearest(q: str) -> list[Near]:
    """The themes and countries whose names are near enough to the words of a query, the nearest first. One query."""
    known = choices(index_state().version)
    found = rows(_NEAREST, {"q": q, "words": _WORDS, "most": MOST, "least": _LEAST})
    return [Near(facet, known.values[facet][public]) for facet, public, _nearness in found]
