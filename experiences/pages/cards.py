"""An entry as lists show it: what it is, its title, how it begins or where it says what was searched, its countries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from experiences.languages import LANGUAGES
from experiences.models import Edition
from experiences.models.period import Period
from experiences.pages.openings import opening
from experiences.search.highlighting import Hit, hit_of
from experiences.search.listing import Listed, listed_editions, listed_entries, told_entries
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


class FoundCards:
    """The cards of what a search finds, for pages that show a slice of them at a time."""

    def __init__(self, found: Search) -> None:
        self.found = found

    def count(self) -> int:
        """How many entries are found."""
        return self.found.count()

    def __getitem__(self, places: slice) -> list[Card]:
        """The cards of a slice, with what was searched marked. One query."""
        ids = self.found.ids(places.start, places.stop)
        words, asked = self.found.words, self.found.countries_asked
        if words is None:
            return [_card(each, asked=asked) for each in listed_entries(ids)]
        return [_card(each.listed, hit_of(each.texts, each.lessons, words.highlighter), asked) for each in told_entries(ids)]


def cards_of_entries(ids: Sequence[int]) -> list[Card]:
    """The cards of published entries, by id, in that order. One query."""
    return [_card(each) for each in listed_entries(ids)]


def cards_of(editions: Iterable[Edition], remarks: dict[int, str] | None = None) -> list[Card]:
    """The cards of published editions, in their order, with a remark for some of them, by id. One query."""
    listed = listed_editions([edition.pk for edition in editions])
    return [replace(_card(each), remark=(remarks or {}).get(each.edition, "")) for each in listed]


def _card(entry: Listed, hit: Hit | None = None, asked: frozenset[str] = frozenset()) -> Card:
    """The card of an entry, with what was searched marked, and with those of its countries that were asked for."""
    reader = get_language()
    language = LANGUAGES[hit.text.language if hit else entry.language]
    status = _label(AgreementStatus, entry.status, reader) if entry.status else ""
    period = _period(entry.period_from, entry.period_to, entry.period_qualifier, reader)
    address = _address(entry.ref, entry.slug)
    countries = entry.countries
    if asked.intersection(countries[SHOWN_COUNTRIES:]):
        countries = sorted(countries, key=lambda name: name not in asked)
    return Card(
        address=address,
        kind=entry.kind,
        kind_label=_label(Kind, entry.kind, reader),
        facts=tuple(filter(None, (_label(EntryType, entry.type, reader), status, period))),
        language=language.code,
        direction=language.direction,
        title=hit.title if hit else entry.title,
        summary=(hit.passage if hit else "") or opening(hit.text.parts[0] if hit else entry.summary, OPENING),
        countries=", ".join(countries[:SHOWN_COUNTRIES]),
        more_countries=max(0, len(entry.countries) - SHOWN_COUNTRIES),
        found_in=_(language.name) if hit and hit.text.language != entry.language else "",
        lesson_address=f"{address}#L{hit.lesson}" if hit and hit.lesson else "",
        lesson=hit.statement if hit else "",
    )


@lru_cache
def _label(vocabulary: type[TextChoices], term: str, language: str | None) -> str:
    """A term as readers of a language see it."""
    with override(language):
        return str(vocabulary(term).label)


@lru_cache(maxsize=1024)
def _period(start: str, end: str, qualifier: str, language: str | None) -> str:
    """A period as readers of a language see it."""
    with override(language):
        return str(Period(start, end, qualifier))


def _address(ref: str, slug: str) -> str:
    """The address of the page of a published entry."""
    return _pattern().replace("SSC-0", ref).replace("slug-0", slug)


@lru_cache(maxsize=1)
def _pattern() -> str:
    """The address of an entry that there is not: to make one from the routes takes long, and a page shows twenty."""
    return reverse("entries:detail", args=["SSC-0", "slug-0"])
