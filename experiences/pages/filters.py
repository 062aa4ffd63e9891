"""The filters of a search as a page offers them: groups of choices to tick, and tags that take off what was chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from experiences.search.facets import Choice, Facet
from experiences.search.parameters import SearchParameters
from experiences.search.query import MOST_KEPT, Search
from experiences.vocabulary import CountryPart

_SHOWN = 8
"""How many choices of a long list are shown at first. The others are sent when they are asked for: few readers do, and together
they would be a quarter of the page."""
_APART = {"scope"}
"""Facets that the page offers in its own way."""

_T = TypeVar("_T")


@dataclass(frozen=True)
class Branch:
    """A choice with the choices under it, which only themes and regions have; or several choices in a row that have none."""

    facet: str
    choices: list[Choice]
    under: list[Choice]

    @property
    def is_open(self) -> bool:
        """Whether something under it is chosen."""
        return any(choice.chosen for choice in self.under)

    @property
    def label(self) -> str:
        """What the choices under it are under."""
        return self.choices[-1].label

    @cached_property
    def boxes(self) -> SafeString:
        """The boxes to tick, as HTML."""
        return _boxes(self.facet, self.choices)

    @cached_property
    def boxes_under(self) -> SafeString:
        """The boxes of the choices under it, as HTML."""
        return _boxes(self.facet, self.under)


@dataclass(frozen=True)
class FilterGroup:
    """A facet as a group of choices: those shown, and how many more there are, without those under others."""

    facet: Facet
    branches: list[Branch]
    more: int = 0


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


@lru_cache(maxsize=MOST_KEPT)
def filter_groups(found: Search, whole: str = "") -> list[FilterGroup]:
    """The facets of a search that offer a choice, as groups; the one named `whole` with all its choices.

    They are the same on each page of the search.
    """
    offered = [facet for facet in found.facets if facet.name not in _APART and (len(facet.choices) > 1 or facet.chosen)]
    return [_group(facet, is_whole=facet.name == whole) for facet in offered]


def _group(facet: Facet, *, is_whole: bool) -> FilterGroup:
    trees = _trees(facet)
    if is_whole or len(trees) <= _SHOWN + 2:
        return FilterGroup(facet, _branches(facet, trees))
    fullest = {tree[0].value for tree in sorted(trees, key=lambda tree: -tree[0].entries)[:_SHOWN]}
    shown = [tree for tree in trees if tree[0].value in fullest or any(choice.chosen for choice in tree)]
    return FilterGroup(facet, _branches(facet, shown), len(trees) - len(shown))


def _trees(facet: Facet) -> list[list[Choice]]:
    """The choices, each at the top with those under it behind it."""
    trees: list[list[Choice]] = []
    for choice in facet.choices:
        if choice.depth and trees:
            trees[-1].append(choice)
        else:
            trees.append([choice])
    return trees


def _branches(facet: Facet, trees: list[list[Choice]]) -> list[Branch]:
    """The same as branches, those in a row that have nothing under them as one."""
    branches: list[Branch] = []
    for choice, *under in trees:
        if branches and not under and not branches[-1].under:
            branches[-1].choices.append(choice)
        else:
            branches.append(Branch(facet.name, [choice], under))
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
