"""What lists show of published entries, and where they say what was searched, in one query: none of it needs the models."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import starmap
from typing import Any

from django.utils.translation import get_language

from experiences.models.text import SECTION_NAMES
from experiences.search.choices import choices
from experiences.search.state import index_state
from experiences.search.statements import rows

_LISTED = """
SELECT edition.id, entry.id, entry.ref, entry.slug, edition.kind, edition.type, edition.agreement_status,
    edition.period_from, edition.period_to, edition.period_qualifier,
    ARRAY(SELECT country_id FROM experiences_countryrole WHERE edition_id = edition.id ORDER BY position, id),
    {said}
FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY wanted (id, place)
    JOIN experiences_edition edition ON edition.{key} = wanted.id AND edition.state = 'published'
    JOIN experiences_entry entry ON entry.id = edition.entry_id
    {texts}
ORDER BY wanted.place
"""
_COUNTRIES = 10
"""Where in a row the countries stand."""
MOST_KEPT = 2000
"""How many entries with everything that they say a process keeps for a language: some 10 MB."""
_TITLE = {
    "said": "text.language, text.title, text.summary",
    "texts": """CROSS JOIN LATERAL (
        SELECT language, title, summary FROM experiences_editiontext WHERE edition_id = edition.id
        ORDER BY language <> %(own)s, NOT is_original LIMIT 1
    ) text""",
}
_PARTS = ", ".join(("summary", *SECTION_NAMES))
_EVERYTHING = {
    "said": f"""
    ARRAY(SELECT ARRAY[language, title, array_to_string(acronym || other_titles, E'\\n'), {_PARTS}]
        FROM experiences_editiontext WHERE edition_id = edition.id ORDER BY language <> %(own)s, NOT is_original, language),
    ARRAY(SELECT ARRAY[number::text, statement] FROM experiences_lesson WHERE edition_id = edition.id ORDER BY number)
    """,  # noqa: S608 - the names of columns
    "texts": "",
}


@dataclass(frozen=True)
class Listed:
    """A published entry as lists need it: `language`, `title` and `summary` are of the reader's text, or the original."""

    edition: int
    entry: int
    ref: str
    slug: str
    kind: str
    type: str
    status: str
    period_from: str
    period_to: str
    period_qualifier: str
    countries: list[str]
    """The names of its countries, in its order, each once."""
    language: str
    title: str
    summary: str


@dataclass(frozen=True)
class Said:
    """What an entry says in a language: its title, its other names in lines, and its summary and sections, the summary first."""

    language: str
    title: str
    names: str
    parts: list[str]


@dataclass(frozen=True)
class Told:
    """A published entry with everything that it says: its texts, the reader's first, and its lessons, each with its number."""

    listed: Listed
    texts: list[Said]
    lessons: list[tuple[int, str]]


def listed_entries(ids: Sequence[int]) -> list[Listed]:
    """The published of these entries, in that order. One query."""
    return list(starmap(Listed, _listed("entry_id", ids, _TITLE)))


def listed_editions(ids: Sequence[int]) -> list[Listed]:
    """The published of these editions, in that order. One query."""
    return list(starmap(Listed, _listed("id", ids, _TITLE)))


def told_entries(ids: Sequence[int]) -> list[Told]:
    """The published of these entries, in that order, with everything that they say. One query, and none where all are kept."""
    kept = _kept(index_state().version, get_language())
    told = {pk: kept.get(pk) for pk in ids}
    wanted = [pk for pk, known in told.items() if known is None]
    if wanted:
        fetched = {each.listed.entry: each for each in starmap(_told, _listed("entry_id", wanted, _EVERYTHING))}
        if len(kept) + len(fetched) > MOST_KEPT:
            kept.clear()
        kept.update(fetched)
        told.update(fetched)
    return [known for known in told.values() if known is not None]


@lru_cache(maxsize=2)
def _kept(_version: int, _language: str | None) -> dict[int, Told]:
    """What was told last of entries, by id, in one version of the index: most readers meet the same few hundred."""
    return {}


def _listed(key: str, ids: Sequence[int], parts: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """The columns of each entry, with the names of its countries, which a process knows, instead of their ids."""
    names = choices(index_state().version).countries
    for row in rows(_LISTED.format(key=key, **parts), {"ids": list(ids), "own": get_language() or ""}):
        yield *row[:_COUNTRIES], [names[pk] for pk in dict.fromkeys(row[_COUNTRIES]) if pk in names], *row[_COUNTRIES + 1 :]


def _told(*columns: Any) -> Told:
    said, lessons = columns[_COUNTRIES + 1 :]
    texts = [Said(language, title, names, parts) for language, title, names, *parts in said]
    known = (*columns[: _COUNTRIES + 1], texts[0].language, texts[0].title, texts[0].parts[0])
    return Told(Listed(*known), texts, [(int(number), statement) for number, statement in lessons])
