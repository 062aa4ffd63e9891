"""The themes and countries whose names are nearest to what was searched, for a search that found nothing."""

from dataclasses import dataclass

from experiences.search.choices import Value, choices
from experiences.search.state import index_version
from experiences.search.statements import rows

MOST = 6

_NEAREST = """
SELECT label.facet, choice.public, max(greatest(similarity(label.key, word), similarity(label.key, %(key)s))) AS nearness
FROM search_label label JOIN search_choice choice USING (facet, value),
    regexp_split_to_table(search_key(%(q)s), ' ') word
WHERE label.facet IN ('theme', 'country') AND (label.key %% word OR label.key %% %(key)s)
GROUP BY 1, 2 ORDER BY 3 DESC, 1 DESC, 2 LIMIT %(most)s
"""


@dataclass(frozen=True)
class Near:
    """A theme or a country with a name like the words of a search: the facet and the value."""

    facet: str
    value: Value


def nearest(q: str) -> list[Near]:
    """The themes and countries whose names are most like the words of a query, the nearest first. One query."""
    known = choices(index_version())
    found = rows(_NEAREST, {"q": q, "key": q, "most": MOST})
    return [Near(facet, known.values[facet][public]) for facet, public, _nearness in found]
