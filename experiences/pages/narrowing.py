"""Filters of a list as plain links: a reader picks one value of each, the address holds it, no form or script is needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from experiences.search.parameters import Problem


@dataclass(frozen=True)
class Filter:
    """A filter that a list offers: the parameter that holds it, its heading, and its values with what readers see."""

    name: str
    label: str
    terms: Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One value of a filter: what readers see, the query string that picks it, how many things it shows, picked or not.

    The option that takes the filter off has no count.
    """

    label: str
    query: str
    count: int | None
    chosen: bool


class Narrowing:
    """What a reader picked of the filters of a list, and what in the query string could not be used."""

    def __init__(self, query: QueryDict, *filters: Filter) -> None:
        self.filters = {each.name: each for each in filters}
        self.chosen: dict[str, str] = {}
        self.problems: list[Problem] = []
        for name in query:
            self._read(name, query.get(name) or "")

    def _read(self, name: str, value: str) -> None:
        if name in self.filters:
            if value in self.filters[name].terms:
                self.chosen[name] = value
            elif value:
                self.problems.append(Problem(name, value, _("It is not among the choices.")))
        elif name != "page":
            self.problems.append(Problem(name, value, _("There is no such filter.")))

    def value(self, name: str) -> str:
        """The value picked of a filter, "" where none is."""
        return self.chosen.get(name, "")

    def options(self, name: str, counts: Mapping[str, int], shown: Iterable[str] | None = None) -> list[Option]:
        """What a filter offers: all, then its values that show something or are picked. Nothing where there is no choice.

        `counts` are those without this filter. `shown` limits and orders the values.
        """
        terms = self.filters[name].terms
        options = [
            Option(terms[value], self._query_with(**{name: value}), counts.get(value, 0), value == self.value(name))
            for value in (terms if shown is None else shown)
            if counts.get(value) or value == self.value(name)
        ]
        if len(options) < 2 and not self.value(name):  # noqa: PLR2004 - one value is no choice
            return []
        return [Option(_("All"), self._query_with(**{name: ""}), None, not self.value(name)), *options]

    def _query_with(self, **changed: str) -> str:
        query = QueryDict(mutable=True)
        for name in self.filters:
            if value := (self.chosen | changed).get(name):
                query[name] = value
        return query.urlencode()
