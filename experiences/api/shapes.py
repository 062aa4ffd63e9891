"""Reads the shape in which documents are asked for: `fields`, `expand` and `lang`; and `limit`, how many at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.translation import gettext as _

from countries.api.shape import Names, Shape, names_of
from experiences.languages import LANGUAGES
from experiences.search.parameters import Problem

if TYPE_CHECKING:
    from countries.api.endpoint import Endpoint


MAX_LIMIT = 1000
"""How many rows any list gives at a time, at the most."""


@dataclass(frozen=True)
class Shaping:
    """What an endpoint lets one ask for: names of its documents, what can be told in full, languages."""

    names: Names
    expand: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that mean something to the endpoint."""
        return ("fields", *(["expand"] if self.expand else []), *(["lang"] if self.languages else []))


_shapings: dict[tuple[type, bool], Shaping] = {}


def shaping(view: "Endpoint") -> Shaping:
    """What a view lets one ask for. Found out once: to make the fields of documents takes longer than to read a page of them."""
    kept = type(view), bool(view.detail)
    if kept not in _shapings:
        speaks = getattr(view, "speaks", False)
        _shapings[kept] = Shaping(names_of(view.whole_document()), expandable(view), tuple(LANGUAGES) if speaks else ())
    return _shapings[kept]


def expandable(view: "Endpoint") -> tuple[str, ...]:
    """What can be told in full: in lists of cards also the `document`, all that an entry's own address says of it."""
    whole = ("document",) if getattr(view, "has_cards", False) and not view.detail else ()
    return (*whole, *view.expansions)


def listed(query: QueryDict, name: str) -> list[str]:
    """The values of a parameter that takes several, one a parameter or with commas between them."""
    return [value for given in query.getlist(name) for value in given.split(",") if value]


def left_empty(query: QueryDict, known: Iterable[str]) -> list[Problem]:
    """The parameters that are there without a value, or with an empty one between commas: who meant one would get it all."""
    message = _("It is empty. Give it a value, or leave it out.")
    return [
        Problem(name, value, message)
        for name in known
        for value in query.getlist(name)
        if "" in (value.split(",") if name in _WITH_COMMAS else [value])
    ]


_WITH_COMMAS = ("fields", "expand", "facets")


def read_shape(query: QueryDict, allowed: Shaping) -> tuple[Shape, list[Problem]]:
    """The shape that a query string asks for, and what in it cannot be used."""
    problems = [*_unknown_names(query, allowed), *not_listed("expand", listed(query, "expand"), allowed.expand)]
    languages = [value for value in query.getlist("lang") if value]
    if allowed.languages:
        problems += not_listed("lang", languages, allowed.languages)
        problems += [Problem("lang", languages[-1], _("It takes one value."))] if len(languages) > 1 else []
    wanted: Names = {}
    for path in listed(query, "fields"):
        _add(wanted, path.split("."))
    expand = tuple(dict.fromkeys(value for value in listed(query, "expand") if value in allowed.expand))
    return Shape(wanted, expand, next(iter(languages), "") if allowed.languages else ""), problems


def wrong_limit(value: str) -> list[Problem]:
    """What is wrong with a limit, a whole number from 1 to MAX_LIMIT; nothing with "", which is none."""
    fits = value.isascii() and value.isdigit() and len(value) <= len(str(MAX_LIMIT)) and 1 <= int(value) <= MAX_LIMIT
    message = _("Not a whole number from 1 to %(most)d.") % {"most": MAX_LIMIT}
    return [Problem("limit", value, message)] if value and not fits else []


def not_listed(parameter: str, values: Iterable[str], allowed: tuple[str, ...]) -> list[Problem]:
    """The values that are not among those that a parameter takes."""
    message = _("Not one of: %(allowed)s.") % {"allowed": ", ".join(allowed)}
    return [Problem(parameter, value, message, allowed) for value in values if allowed and value not in allowed]


def _unknown_names(query: QueryDict, allowed: Shaping) -> Iterator[Problem]:
    for path in listed(query, "fields"):
        known, before = allowed.names, ""
        for name in path.split("."):
            if name not in known:
                those = tuple(f"{before}{each}" for each in known)
                message = _("Not one of: %(allowed)s.") if those else _("Nothing stands under it.")
                yield Problem("fields", path, message % {"allowed": ", ".join(those)}, those)
                break
            known, before = known[name], f"{before}{name}."


def _add(wanted: Names, path: list[str]) -> None:
    """Add a path to the names that are wanted. A name by itself means all that stands under it."""
    for place, name in enumerate(path):
        is_last = place == len(path) - 1
        if name in wanted and (is_last or not wanted[name]):
            wanted[name] = {}
            return
        wanted = wanted.setdefault(name, {})
