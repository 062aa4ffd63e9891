"""The parameters of each endpoint as OpenAPI describes them, made from what reads them: the search, the filters, the paging."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django.urls import reverse
from django_filters import CharFilter, Filter, MultipleChoiceFilter, TypedChoiceFilter

from countries.api.filters import CodesFilter
from countries.api.shape import Names
from experiences.api.problems import listed_at
from experiences.api.shapes import MAX_LIMIT, shaping
from experiences.search.facets import LABELS
from experiences.search.parameters import EARLIEST_YEAR, LATEST_YEAR, MAX_PHRASES, MAX_QUERY_LENGTH, SearchParameters, terms
from ssc_portal.api.filtering import sorts
from ssc_portal.api.paging import DEFAULT_LIMIT

Schema = dict[str, Any]

SAID = {
    "q": 'Words to search for, in any language; `"words in quotes"` must stand side by side, `-word` must not be there.',
    "kind": "Kind of entry.",
    "type": "Type, of those that the kind has.",
    "status": "How far an agreement has come.",
    "country": "Countries by ISO 3166 code, alpha-3 or alpha-2, in any case.",
    "role": "The role that the countries of `country` must have.",
    "theme": "Themes by slug or key, those under them included.",
    "organisation": "Organisations by slug or key.",
    "recommendation": "Recommendations of the Beijing Declaration by slug or key.",
    "modality": "Between whom the cooperation runs.",
    "scope": "`core` unless asked otherwise; `context` is material outside child rights in Asia and the Pacific.",
    "region": "Regions by M49 code, those in them included.",
    "group": "Groups of countries by slug.",
    "year": "Year in which the period begins.",
    "language": "Language of one of the texts (BCP 47).",
    "key": "Keys of entries, which the portal's content files use.",
    "year_from": "The period reaches into this year or a later one.",
    "year_to": "The period begins in this year or an earlier one.",
    "sort": "The order. A minus turns it round.",
    "limit": "How many rows at the most.",
    "cursor": "Where to go on, from the links of an earlier answer. Only `limit` may differ from the query that it came with.",
    "since": "Where to go on, from an earlier answer. Leave it out to begin from the beginning.",
    "fields": "Names of the document, separated by commas, with dots for what stands in another; the rest is left out.",
    "expand": "What to tell in full where there are short forms, separated by commas; `document` gives whole entries.",
    "facets": "Filters, separated by commas, for whose values the entries are counted.",
    "lang": "Language (BCP 47) of titles, summaries and sections, where an entry has it; else the original is given.",
    "entry": "Entries by reference or key.",
    "experience": "What was learned from, by reference or key.",
    "exchange": "The occasion, by reference or key.",
    "outcome": "What came of it, by reference or key.",
    "polarity": "Whether it says what to do or what to avoid.",
    "from": "Where the experience came from.",
    "to": "Where it went to.",
    "extent": "How far it has come.",
    "parent": "Themes by slug or key: what lies right under them is found.",
    "gap": "Whether the theme is one on which little is known.",
    "area": "Heading of the Declaration.",
}
"""What each parameter is for."""
CODE: Schema = {"type": "string", "minLength": 1}
"""Any text but none."""
ONE_LINE = r"^[^\x00]*$"
"""Text without the character NUL, which no text of the database holds."""


def parameters(view: Any) -> list[Schema]:
    """The parameters in the query string that a view reads, in the order in which they are told."""
    found: list[Schema] = []
    paginator: Any = getattr(view, "paginator", None)
    if paginator and "since" in paginator.parameters:
        expand = _parameter("expand", {"type": "string", "enum": ["document"]})
        return [_parameter("since", CODE), expand, _limit(paginator.default_limit)]
    if not hasattr(view, "shape"):
        return found
    if not view.detail:
        found += _of_search() if getattr(view, "has_cards", False) else _of_filters(view)
    found += _of_shape(view)
    if not view.detail:
        found += [_limit(DEFAULT_LIMIT), _parameter("cursor", CODE)]
    return found


def names(known: Names, before: str = "") -> Iterator[str]:
    """Every name that `fields` takes: those of a document, and with dots those of what stands in it."""
    for name, under in known.items():
        yield f"{before}{name}"
        yield from names(under, f"{before}{name}.")


def _parameter(name: str, schema: Schema, **more: Any) -> Schema:
    return {"in": "query", "name": name, "description": SAID[name], "schema": schema, **more}


def _several(name: str, schema: Schema) -> Schema:
    """A parameter that can be repeated for "or". None of its values is empty."""
    more = {"x-listed-at": reverse(listed)} if (listed := listed_at(name)) else {}
    return _parameter(name, {"type": "array", "items": schema}, style="form", explode=True, **more)


def _with_commas(name: str, values: list[str]) -> Schema:
    return _parameter(
        name, {"type": "array", "items": {"type": "string", "enum": values}, "minItems": 1}, style="form", explode=False
    )


def _limit(otherwise: int) -> Schema:
    return _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": otherwise})


def _of_search() -> list[Schema]:
    """The parameters of the search of entries, but for `verbatim`, which is for people."""
    allowed = terms()
    found = []
    for name in (field.name for field in fields(SearchParameters) if field.name != "verbatim"):
        if name == "q":
            phrases = rf'^[^"\x00]*("[^"\x00]*){{0,{2 * MAX_PHRASES}}}$'
            words = {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_LENGTH, "pattern": phrases}
            found.append(_parameter(name, words))
        elif name in {"year_from", "year_to"}:
            found.append(_parameter(name, {"type": "integer", "minimum": EARLIEST_YEAR, "maximum": LATEST_YEAR}))
        elif name == "year":
            found.append(_several(name, {"type": "integer", "minimum": EARLIEST_YEAR, "maximum": LATEST_YEAR}))
        elif name in {"role", "sort"}:
            found.append(_parameter(name, {"type": "string", "enum": allowed[name]}))
        else:
            found.append(_several(name, {"type": "string", "enum": allowed[name]} if name in allowed else CODE))
    return [*found, _with_commas("facets", list(LABELS))]


def _of_filters(view: Any) -> list[Schema]:
    """The parameters of a list that a set of filters narrows."""
    found = [_of_filter(name, each) for name, each in view.filterset_class.get_filters().items()]
    return [*found, _parameter("sort", {"type": "string", "enum": list(sorts(view.orders)), "default": next(iter(view.orders))})]


def _of_filter(name: str, narrowing: Filter) -> Schema:
    if isinstance(narrowing, CharFilter):
        return _parameter(name, CODE | {"maxLength": narrowing.extra["max_length"], "pattern": ONE_LINE})
    if isinstance(narrowing, CodesFilter):
        return _several(name, CODE)
    choices: list[str] = [value for value, _label in narrowing.extra["choices"]]
    if isinstance(narrowing, TypedChoiceFilter):
        return _parameter(name, {"type": "string", "enum": choices})
    if isinstance(narrowing, MultipleChoiceFilter):
        return _several(name, {"type": "string", "enum": choices})
    raise TypeError(f"OpenAPI has no description of the filter {name}.")


def _of_shape(view: Any) -> list[Schema]:
    """The parameters that say in which shape documents are wanted."""
    shapes = shaping(view)
    found = [_with_commas("fields", list(names(shapes.names)))]
    if shapes.expand:
        found.append(_with_commas("expand", list(shapes.expand)))
    if shapes.languages:
        found.append(_parameter("lang", {"type": "string", "enum": list(shapes.languages)}))
    return found
