"""An entry as lists show it: what it is, its title, how it begins or where it says what was searched, its countries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from experiences.languages import LANGUAGES
from experiences.models import CountryRole, Edition, EditionText, Lesson
from experiences.models.period import Period
from experiences.models.text import SECTION_NAMES
from experiences.pages.openings import opening
from experiences.search.concepts import Reading
from experiences.search.highlighting import Highlighter, Hit, Said, hit_of
from experiences.search.query import Search
from experiences.vocabulary import AgreementStatus, EntryType, Kind

SHOWN_COUNTRIES = 5
OPENING = 45
"""How many words of a summary a card shows."""


@dataclass(frozen=True)
class Card:
    """An entry in a list. `title` and `summary` are text, or HTML where they are marked."""

    address: str
    kind: str
    kind_label: str
    facts: tuple[str, ...]
    """What stands beside the kind: type, status, period."""
    language: str
    direction: str
    title: str | SafeString
    summary: str | SafeString
    countries: str
    more_countries: int
    remark: str = ""
    found_in: str = ""
    """The language of the text that was found, where it is not the reader's."""
    lesson_address: str = ""
    lesson: str | SafeString = ""


def cards_of(editions: Iterable[Edition], remarks: dict[int, str] | None = None) -> list[Card]:
    """The cards of published editions, in their order, with a remark for some of them, by id. Three queries."""
    wanted = [edition.pk for edition in editions]
    cards = _cards(wanted, None)
    return [replace(cards[pk], remark=(remarks or {}).get(pk, "")) for pk in wanted if pk in cards]


class FoundCards:
    """The cards of what a search finds, for pages that show a slice of them at a time."""

    def __init__(self, found: Search) -> None:
        self.found = found

    def count(self) -> int:
        """How many entries are found."""
        return self.found.count()

    def __getitem__(self, places: slice) -> list[Card]:
        """The cards of a slice. A fixed number of queries."""
        return _cards_found(self.found.ids(places.start, places.stop), self.found.reading)


def _cards_found(entry_ids: Sequence[int], reading: Reading | None) -> list[Card]:
    """The cards of published entries, by id, in that order, with what was searched marked. Three queries, or six with words."""
    editions = dict(Edition.objects.published().filter(entry__in=list(entry_ids)).values_list("entry_id", "pk"))
    wanted = [editions[pk] for pk in entry_ids if pk in editions]
    cards = _cards(wanted, reading)
    return [cards[pk] for pk in wanted]


def _cards(wanted: Sequence[int], reading: Reading | None) -> dict[int, Card]:
    rows = Edition.objects.published().filter(pk__in=wanted).values_list(
        "pk", "entry__ref", "entry__slug", "kind", "type", "agreement_status", "period_from", "period_to", "period_qualifier"
    )  # fmt: skip
    texts = _texts(wanted, with_sections=reading is not None)
    countries = _countries(wanted)
    hits = _hits(texts, reading) if reading else {}
    return {
        pk: _card(address_of(ref, slug), facts, texts[pk][0], countries[pk], hits.get(pk))
        for pk, ref, slug, *facts in rows.order_by()
        if pk in texts
    }


def address_of(ref: str, slug: str) -> str:
    """The address of the page of a published entry."""
    return _pattern().replace("SSC-0", ref).replace("slug-0", slug)


@lru_cache(maxsize=1)
def _pattern() -> str:
    return reverse("entries:detail", args=["SSC-0", "slug-0"])


def _card(address: str, facts: list[str], own: Said, countries: list[str], hit: Hit | None) -> Card:
    kind, type_, status, *period = facts
    said = hit.text if hit else own
    language = LANGUAGES[said.language]
    beside = (str(EntryType(type_).label), str(AgreementStatus(status).label) if status else "", str(Period(*period)))
    return Card(
        address=address,
        kind=kind,
        kind_label=str(Kind(kind).label),
        facts=tuple(filter(None, beside)),
        language=language.code,
        direction=language.direction,
        title=hit.title if hit else said.title,
        summary=(hit.passage if hit else "") or opening(said.parts[0], OPENING),
        countries=", ".join(countries[:SHOWN_COUNTRIES]),
        more_countries=max(0, len(countries) - SHOWN_COUNTRIES),
        found_in=_(language.name) if hit and hit.text is not own else "",
        lesson_address=f"{address}#L{hit.lesson}" if hit and hit.lesson else "",
        lesson=hit.statement if hit else "",
    )


def _texts(wanted: Sequence[int], *, with_sections: bool) -> dict[int, list[Said]]:
    """What the editions say, by edition: first the text for the reader, that of the interface's language or the original."""
    own = get_language() or ""
    sections = SECTION_NAMES if with_sections else ()
    rows: list[Any] = list(
        EditionText.objects.filter(edition__in=wanted)
        .order_by("edition", "-is_original", "language")
        .values_list("edition_id", "language", "title", "acronym", "other_titles", "summary", *sections)
    )
    found: dict[int, list[Said]] = defaultdict(list)
    for pk, language, title, acronym, other_titles, *parts in rows:
        said = Said(language, title, (acronym, *other_titles), (parts[0], *filter(None, parts[1:])))
        found[pk].insert(0 if language == own else len(found[pk]), said)
    return found


def _countries(wanted: Collection[int]) -> dict[int, list[str]]:
    """The names of the countries of each edition, in its order, each once."""
    roles = CountryRole.objects.filter(edition__in=wanted).order_by("edition", "position", "pk")
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for pk, name in roles.values_list("edition_id", "country__name"):
        found[pk][name] = None
    return defaultdict(list, {pk: list(names) for pk, names in found.items()})


def _hits(texts: dict[int, list[Said]], reading: Reading) -> dict[int, Hit]:
    """Where the editions say what was searched. Two queries."""
    highlighter = Highlighter(reading)
    lessons: dict[int, list[tuple[int, str]]] = defaultdict(list)
    published = Lesson.objects.filter(edition__in=Edition.objects.published().filter(pk__in=list(texts)))
    for pk, number, statement in published.order_by(F("number")).values_list("edition_id", "number", "statement"):
        lessons[pk].append((number, statement))
    return {pk: hit_of(said, lessons[pk], highlighter) for pk, said in texts.items()}
