"""What lists show of published entries, in one query: none of it needs the models, and a page shows twenty."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from experiences.models.text import SECTION_NAMES
from experiences.search.statements import rows

_LISTED = """
SELECT edition.id, entry.ref, entry.slug, edition.kind, edition.type, edition.agreement_status,
    edition.period_from, edition.period_to, edition.period_qualifier,
    ARRAY(SELECT country.name FROM experiences_countryrole role JOIN countries_country country ON country.id = role.country_id
        WHERE role.edition_id = edition.id ORDER BY role.position, role.id),
    text.language, text.title, text.summary
FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY wanted (id, place)
    JOIN experiences_edition edition ON edition.{key} = wanted.id AND edition.state = 'published'
    JOIN experiences_entry entry ON entry.id = edition.entry_id
    CROSS JOIN LATERAL (
        SELECT language, title, summary FROM experiences_editiontext WHERE edition_id = edition.id
        ORDER BY language <> %(own)s, NOT is_original LIMIT 1
    ) text
ORDER BY wanted.place
"""
_SAID = f"""
SELECT text.edition_id, text.language, text.title, ARRAY[text.acronym] || text.other_titles,
    ARRAY[{", ".join(f"text.{name}" for name in ("summary", *SECTION_NAMES))}]
FROM experiences_editiontext text
WHERE text.edition_id = ANY (%(editions)s::bigint[])
ORDER BY text.edition_id, text.language <> %(own)s, NOT text.is_original, text.language
"""  # noqa: S608 - the names of columns
_LESSONS = """
SELECT edition_id, number, statement FROM experiences_lesson WHERE edition_id = ANY (%(editions)s::bigint[])
ORDER BY edition_id, number
"""


@dataclass(frozen=True)
class Listed:
    """A published entry as lists need it: `language`, `title` and `summary` are of the reader's text, or the original."""

    edition: int
    ref: str
    slug: str
    kind: str
    type: str
    status: str
    period_from: str
    period_to: str
    period_qualifier: str
    countries: list[str]
    """The names of its countries, in its order; a country with two roles stands twice."""
    language: str
    title: str
    summary: str


@dataclass(frozen=True)
class Said:
    """What an entry says in a language: its title, its other names, and its summary and sections, the summary first."""

    language: str
    title: str
    names: list[str]
    parts: list[str]


def listed_entries(ids: Sequence[int]) -> list[Listed]:
    """The published of these entries, in that order. One query."""
    return [Listed(*row) for row in rows(_LISTED.format(key="entry_id"), {"ids": list(ids), "own": get_language() or ""})]


def listed_editions(ids: Sequence[int]) -> list[Listed]:
    """The published of these editions, in that order. One query."""
    return [Listed(*row) for row in rows(_LISTED.format(key="id"), {"ids": list(ids), "own": get_language() or ""})]


def said_by(editions: Sequence[int]) -> dict[int, list[Said]]:
    """Everything that published editions say, by edition: the reader's text first. One query."""
    found: dict[int, list[Said]] = {edition: [] for edition in editions}
    for edition, *said in rows(_SAID, {"editions": list(editions), "own": get_language() or ""}):
        found[edition].append(Said(*said))
    return found


def lessons_of(editions: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """The lessons of published editions, by edition: number and statement. One query."""
    found: dict[int, list[tuple[int, str]]] = {edition: [] for edition in editions}
    for edition, number, statement in rows(_LESSONS, {"editions": list(editions)}):
        found[edition].append((number, statement))
    return found
