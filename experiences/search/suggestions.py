"""What somebody may be about to type: countries, themes, organisations and entries whose name begins so, or a word of it."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from experiences.models import Entry, Organisation, Theme
from experiences.vocabulary import Kind

_SHORTEST = 3
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff]{2}|[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""What says enough in a script without spaces: two characters of Thai, Lao, Burmese, Khmer or kana, or one of Han."""

_RECORDS: dict[str, tuple[Any, Any]] = {
    "country": (_("Country"), lambda public: Country(iso3=public)),
    "theme": (_("Theme"), lambda public: Theme(slug=public)),
    "organisation": (_("Organisation"), lambda public: Organisation(slug=public)),
}
"""The records that are suggested, in the order in which they are listed: what readers call them, and what knows their address."""


@dataclass(frozen=True)
class Suggestion:
    """A page that may be meant: what it is of, its name, its address, and the language of the name where that is its own."""

    kind: str
    label: str
    address: str
    language: str = ""


# First the record of exactly that name or acronym, then those whose label begins so, then those with another name that does,
# then those with a later word that does.
_NEAR_RECORDS = """
SELECT facet, public, label FROM (
    SELECT facet, choice.public, choice.label, row_number() OVER (
        PARTITION BY facet ORDER BY NOT alike.is_it, NOT search_key(choice.label) ^@ search_key(%(begun)s), alike.place
    ) AS rank
    FROM (
        SELECT facet, value, bool_or(is_whole AND key = search_key(%(begun)s)) AS is_it, min((NOT is_whole)::int || key) AS place
        FROM search_label WHERE facet <> 'entry' AND key ^@ search_key(%(begun)s) GROUP BY facet, value
    ) alike JOIN search_choice choice USING (facet, value)
    WHERE facet = ANY (%(facets)s)
) ranked
WHERE rank <= %(most)s AND search_key(%(begun)s) <> '' ORDER BY array_position(%(facets)s, facet), rank
"""

# First the entries with a title, acronym or reference that begins so, then those with a later word that does. Names of one entry
# can begin alike: more names are read than entries are shown. The title is that in the reader's language, else the original one.
_NEAR_ENTRIES = """
SELECT entry.ref, entry.slug, edition.kind, text.title, text.language
FROM (
    SELECT value::bigint AS id, min((NOT is_whole)::int || key) AS place FROM (
        (SELECT value, is_whole, key FROM search_label
            WHERE facet = 'entry' AND is_whole AND key ^@ search_key(%(begun)s) ORDER BY key LIMIT 20)
        UNION ALL
        (SELECT value, is_whole, key FROM search_label
            WHERE facet = 'entry' AND NOT is_whole AND key ^@ search_key(%(begun)s) ORDER BY key LIMIT 20)
    ) names GROUP BY value ORDER BY place LIMIT %(most)s
) alike
JOIN experiences_entry entry USING (id)
JOIN experiences_edition edition ON edition.entry_id = entry.id AND edition.state = 'published'
JOIN LATERAL (
    SELECT title, language FROM experiences_editiontext WHERE edition_id = edition.id AND (language = %(own)s OR is_original)
    ORDER BY language = %(own)s DESC LIMIT 1
) text ON true
WHERE search_key(%(begun)s) <> '' ORDER BY alike.place
"""


def suggestions(begun: str) -> list[Suggestion]:
    """The pages whose name begins as `begun` does. None for a beginning too short to mean something. Two queries at most."""
    if not (_UNSPACED.search(begun) or len(re.findall(r"\w", begun)) >= _SHORTEST):
        return []
    return [*_records(begun, most=3), *_entries(begun, most=4)]


def _records(begun: str, most: int) -> list[Suggestion]:
    """Countries, themes and organisations, of each so many at most."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR_RECORDS, {"begun": begun, "facets": list(_RECORDS), "most": most})
        rows = cursor.fetchall()
    return [
        Suggestion(str(_RECORDS[facet][0]), label, _RECORDS[facet][1](public).get_absolute_url()) for facet, public, label in rows
    ]


def _entries(begun: str, most: int) -> list[Suggestion]:
    """Published entries."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR_ENTRIES, {"begun": begun, "own": get_language() or "", "most": most})
        rows = cursor.fetchall()
    return [
        Suggestion(str(Kind(kind).label), title, Entry(ref=ref, slug=slug).get_absolute_url(), language)
        for ref, slug, kind, title, language in rows
    ]
