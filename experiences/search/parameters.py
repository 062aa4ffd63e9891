"""What a reader asks for, parsed once into one typed value: pages, API, exports and feeds share it.

Several values of one filter mean "or"; different filters mean "and". A value that is not known becomes a `Problem`: the API
refuses it, a page says that it was ignored.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from countries.models import Country, CountryGroup, Region
from experiences.languages import LANGUAGES
from experiences.models import Entry, Organisation, Recommendation, Theme
from experiences.vocabulary import AgreementStatus, CountryPart, EntryType, Kind, Modality, Scope

SORTS = ("relevance", "period", "-period", "title", "-title", "updated", "-updated", "ref", "-ref")
"""The orders of lists. A minus turns one round: `-period` has the latest first."""
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
MAX_QUERY_LENGTH = 300
MAX_PHRASES = 5
"""How many phrases in quotes are looked for: each costs a look at every text that holds its words."""


@dataclass(frozen=True)
class Problem:
    """A parameter, or one value of it, that cannot be used: its name, the value, why, and what can be used instead."""

    parameter: str
    value: str
    message: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchParameters:
    """A search for entries. Tuples hold the canonical form of each value: ISO alpha-3 codes, M49 codes, slugs, terms, keys.

    `role` is the role that the countries must have; `verbatim` ("yes") forbids other spellings of the words.
    """

    q: str = ""
    kind: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    recommendation: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    role: str = ""
    year_from: int | None = None
    year_to: int | None = None
    verbatim: str = ""
    sort: str = ""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes searched: core unless asked otherwise. Who names entries by their keys gets them, of whatever scope."""
        return self.scope or (tuple(Scope.values) if self.key else (Scope.CORE.value,))

    @property
    def order(self) -> str:
        """The sort order in force: by relevance where words are searched, else the latest period first."""
        if self.sort and (self.q or self.sort != "relevance"):
            return self.sort
        return "relevance" if self.q else "-period"

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the collection, as a role or a spelling by itself does not."""
        return replace(self, sort="", role="", verbatim="") != SearchParameters()

    def pairs(self) -> list[tuple[str, str]]:
        """The search as (parameter, value) pairs, in a fixed order, without what is not set."""
        pairs: list[tuple[str, str]] = []
        for field in dataclass_fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                pairs += [(field.name, each) for each in value]
            elif value not in ("", None):
                pairs.append((field.name, str(value)))
        return pairs

    def urlencode(self, **extra: object) -> str:
        """The search as a query string, with further parameters such as a page number appended."""
        return urlencode([*self.pairs(), *((name, str(value)) for name, value in extra.items())])

    def without(self, parameter: str, value: str | None = None) -> "SearchParameters":
        """The same search without a parameter, or without one value of it."""
        present = getattr(self, parameter)
        if isinstance(present, tuple) and value is not None:
            return self._with(parameter, tuple(each for each in present if each != value))
        return self._with(parameter, getattr(SearchParameters, parameter))

    def _with(self, parameter: str, value: Any) -> "SearchParameters":
        return replace(self, **{parameter: value})


def parse(
    query: QueryDict, *, also_known: Iterable[str] = (), unknown: Iterable[str] = ()
) -> tuple[SearchParameters, list[Problem]]:
    """Read a query string. Returns the search that can be made of it, and what in it could not be used.

    `also_known` names further parameters that the caller itself reads, such as `page` or `limit`; `unknown` those that mean
    nothing to it.
    """
    known = (*(field.name for field in dataclass_fields(SearchParameters) if field.name not in unknown), *also_known)
    message = _("There is no such parameter.")
    problems = [Problem(name, query.get(name, ""), message, known) for name in query if name not in known]
    problems += _cut_short(query)
    found: dict[str, Any] = {"q": _searched(_last(query, "q"))}
    for name, terms in _TERMS.items():
        found[name] = _known_terms(name, query.getlist(name), terms, problems)
    for name, canonical in _RECORDS.items():
        found[name] = _known_records(name, query.getlist(name), canonical, problems)
    for name in ("year_from", "year_to"):
        found[name] = _year(name, _last(query, name), problems)
    for name, terms in _SINGLE_TERMS.items():
        found[name] = next(iter(_known_terms(name, [_last(query, name)], terms, problems)), "")
    return SearchParameters(**found), problems


def _last(query: QueryDict, name: str) -> str:
    """The last value of a parameter, "" where it has none. An empty value counts as not given."""
    return next((value for value in reversed(query.getlist(name)) if value), "")


def _searched(words: str) -> str:
    """What was typed, as far as it is searched: so many characters, so many phrases, without NUL."""
    begun = " ".join(words.split())[:MAX_QUERY_LENGTH].replace("\x00", "")
    return '"'.join(begun.split('"')[: 2 * MAX_PHRASES + 1])


def _cut_short(query: QueryDict) -> list[Problem]:
    """What is given more than once where one value counts, and words, phrases and characters that are not searched."""
    problems = []
    for name in ("q", "year_from", "year_to", *_SINGLE_TERMS):
        if len(list(filter(None, query.getlist(name)))) > 1:
            problems.append(Problem(name, _last(query, name), _("It takes one value. Only the last one counts.")))
    words = _last(query, "q")
    if len(words) > MAX_QUERY_LENGTH:
        message = _("Too long. Only the first %(most)d characters count.") % {"most": MAX_QUERY_LENGTH}
        problems.append(Problem("q", words[:MAX_QUERY_LENGTH], message))
    if "\x00" in words:
        problems.append(Problem("q", words[:MAX_QUERY_LENGTH], _("It holds the character NUL.")))
    if words.count('"') > 2 * MAX_PHRASES:
        message = _("Too many phrases in quotes. Only the first %(most)d count.") % {"most": MAX_PHRASES}
        problems.append(Problem("q", words[:MAX_QUERY_LENGTH], message))
    return problems


def _known_terms(name: str, values: list[str], terms: Iterable[str], problems: list[Problem]) -> tuple[str, ...]:
    allowed = tuple(terms)
    accepted = []
    for value in values:
        if value in allowed:
            accepted.append(value)
        elif value:
            message = _("Not one of: %(allowed)s.") % {"allowed": ", ".join(allowed)}
            problems.append(Problem(name, value, message, allowed))
    return tuple(dict.fromkeys(accepted))


def _known_records(name: str, values: list[str], canonical: Any, problems: list[Problem]) -> tuple[str, ...]:
    wanted = [value for value in values if value]
    if not wanted:
        return ()
    names = canonical([value.replace("\x00", "") for value in wanted])
    problems += [Problem(name, value, _("There is no such record.")) for value in wanted if value.casefold() not in names]
    return tuple(dict.fromkeys(names[value.casefold()] for value in wanted if value.casefold() in names))


def _year(name: str, value: str, problems: list[Problem]) -> int | None:
    if not value:
        return None
    if value.isascii() and value.isdigit() and EARLIEST_YEAR <= int(value[:5]) <= LATEST_YEAR:
        return int(value)
    message = _("Not a year from %(first)d to %(last)d.") % {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
    problems.append(Problem(name, value, message))
    return None


def _countries(values: list[str]) -> dict[str, str]:
    """Countries by alpha-2 or alpha-3 code, in any case."""
    codes = [value.upper() for value in values]
    names: dict[str, str] = {}
    for iso2, iso3 in Country.objects.filter(Q(iso2__in=codes) | Q(iso3__in=codes)).values_list("iso2", "iso3"):
        names |= {iso2.casefold(): iso3, iso3.casefold(): iso3}
    return names


def _regions(values: list[str]) -> dict[str, str]:
    """Regions by M49 code."""
    return {code: code for code in Region.objects.filter(m49__in=values).values_list("m49", flat=True)}


def _groups(values: list[str]) -> dict[str, str]:
    """Groups of countries by slug."""
    return {slug: slug for slug in CountryGroup.objects.filter(slug__in=values).values_list("slug", flat=True)}


def _slugged(model: type[Theme] | type[Organisation] | type[Recommendation]) -> Any:
    def canonical(values: list[str]) -> dict[str, str]:
        """Records by slug or by key."""
        names: dict[str, str] = {}
        found = model._default_manager.filter(Q(slug__in=values) | Q(key__in=values))
        for key, slug in found.values_list("key", "slug"):
            names |= {key.casefold(): slug, slug.casefold(): slug}
        return names

    return canonical


def _entry_keys(values: list[str]) -> dict[str, str]:
    """Keys of published entries. A key of nothing public is as unknown as one of nothing at all."""
    keys = Entry.objects.filter(key__in=values, state="published").values_list("key", flat=True)
    return {key.casefold(): key for key in keys}


def terms() -> dict[str, list[str]]:
    """The values of each parameter that takes terms of the vocabulary."""
    return {name: list(allowed) for name, allowed in (_TERMS | _SINGLE_TERMS).items()}


_TERMS: dict[str, Iterable[str]] = {
    "kind": Kind.values,
    "type": EntryType.values,
    "status": AgreementStatus.values,
    "modality": Modality.values,
    "scope": Scope.values,
    "year": [str(year) for year in range(EARLIEST_YEAR, LATEST_YEAR + 1)],
    "language": list(LANGUAGES),
}
_SINGLE_TERMS: dict[str, Iterable[str]] = {"role": CountryPart.values, "verbatim": ("yes",), "sort": SORTS}
_RECORDS: dict[str, Any] = {
    "country": _countries,
    "region": _regions,
    "group": _groups,
    "theme": _slugged(Theme),
    "organisation": _slugged(Organisation),
    "recommendation": _slugged(Recommendation),
    "key": _entry_keys,
}
