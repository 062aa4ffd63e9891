"""The filters of a search as a page offers them: groups of choices to tick, and tags that take off what was chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from experiences.search.facets import Choice, Facet
from experiences.search.parameters import SearchParameters
from experiences.vocabulary import CountryPart

_SHOWN = 8
"""How many choices of a long list are shown at first."""
_APART = {"scope"}
"""Facets that the page offers in its own way."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class Branch:
    """A choice with the choices under it, which only themes and regions have."""

    facet: str
    choice: Choice
    under: list[Choice]

    @property
    def box(self) -> SafeString:
        """The box to tick, as HTML."""
        return _boxes(self.facet, [self.choice])

    @property
    def boxes_under(self) -> SafeString:
        """The boxes of the choices under it, as HTML."""
        return _boxes(self.facet, self.under)

    @property
    def is_open(self) -> bool:
        """Whether something under it is chosen."""
        return any(choice.chosen for choice in self.under)


@dataclass(frozen=True)
class FilterGroup:
    """A facet as a group of choices: those shown at first, and the rest."""

    facet: Facet
    first: list[Branch]
    rest: list[Branch]


@dataclass(frozen=True)
class Tag:
    """Something that narrows the search: its parameter, what readers see, and the search without it."""

    parameter: str
    name: str
    value: str
    without: SearchParameters

    @property
    def address(self) -> str:
        """Where the search goes on without it."""
        return address_of(self.without)


def address_of(parameters: SearchParameters) -> str:
    """The address of a search, from its first page."""
    query = parameters.urlencode()
    return f"{reverse('entries:list')}?{query}" if query else reverse("entries:list")


def filter_groups(facets: list[Facet]) -> list[FilterGroup]:
    """The facets that offer a choice, as groups."""
    return [_group(facet) for facet in facets if facet.name not in _APART and (len(facet.choices) > 1 or facet.chosen)]


def _group(facet: Facet) -> FilterGroup:
    branches = _branches(facet)
    if len(branches) <= _SHOWN + 2:
        return FilterGroup(facet, branches, [])
    fullest = {branch.choice.value for branch in sorted(branches, key=lambda branch: -branch.choice.entries)[:_SHOWN]}
    first: list[Branch] = []
    rest: list[Branch] = []
    for branch in branches:
        (first if branch.choice.chosen or branch.choice.value in fullest else rest).append(branch)
    return FilterGroup(facet, first, rest)


def _branches(facet: Facet) -> list[Branch]:
    branches: list[Branch] = []
    for choice in facet.choices:
        if choice.depth and branches:
            branches[-1].under.append(choice)
        else:
            branches.append(Branch(facet.name, choice, []))
    return branches


def _boxes(facet: str, choices: Iterable[Choice]) -> SafeString:
    """Boxes to tick. A page has hundreds, so they are joined here and not in a template; `_box` escapes."""
    parts = []
    for value, label, entries, chosen, depth in choices:
        before, after = _box(facet, value, label, depth)
        parts.append(f"{before}{' checked' if chosen else ''}{after}{entries}</span></label>\n")
    return mark_safe("".join(parts))  # noqa: S308


@lru_cache(maxsize=10_000)
def _box(facet: str, value: str, label: str, depth: int) -> tuple[str, str]:
    """The HTML of a box before and after what says that it is ticked, up to the number of its entries."""
    before = format_html('<label class="choice choice-{}"><input type="checkbox" name="{}" value="{}"', depth, facet, value)
    return before, format_html('> <span>{}</span> <span class="count">', label)


def tags(parameters: SearchParameters, facets: list[Facet]) -> list[Tag]:
    """One tag for each thing that narrows the search, in the order of the filters."""
    found = []
    if parameters.q:
        found.append(Tag("q", _("Words"), parameters.q, parameters.without("q")))
    for facet in facets:
        if facet.name not in _APART:
            found += [
                Tag(facet.name, facet.label, choice.label, parameters.without(facet.name, choice.value))
                for choice in facet.chosen
            ]
    if parameters.role and parameters.country:
        found.append(Tag("role", _("In the role of"), str(CountryPart(parameters.role).label), parameters.without("role")))
    for name, label in (("year_from", _("From")), ("year_to", _("To"))):
        if year := getattr(parameters, name):
            found.append(Tag(name, label, str(year), parameters.without(name)))
    found += [Tag("key", _("Key"), key, parameters.without("key", key)) for key in parameters.key]
    return found


def hidden_fields(parameters: SearchParameters) -> list[tuple[str, str]]:
    """What the search holds and the form does not show, to be sent along with it: (parameter, value)."""
    return [(name, value) for name, value in parameters.pairs() if name in {"key", "scope", "verbatim"}]
