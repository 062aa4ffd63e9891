"""Strictness: a parameter or a value that an endpoint does not know is refused, never passed over."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from countries.api.filters import CodesField
from countries.api.pieces import Order, SortedRows, reverse
from experiences.api.problems import UnusableParameters, listed_at
from experiences.api.shapes import left_empty, not_listed, read_shape, shaping
from experiences.search.parameters import Problem

if TYPE_CHECKING:
    from django_filters import FilterSet


class StrictFilterBackend(BaseFilterBackend):
    """Narrows a list by the `filterset_class` of its view. A single record takes only what says in which shape it is wanted."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> Any:
        """The rows that the query string asks for, of a list in one of the `orders` of the view.

        Raises UnusableParameters, which names all that is wrong with it.
        """
        given, shapes = request.query_params, shaping(view)
        view.shape, wrong = read_shape(given, shapes)
        if view.detail:
            known, problems, found = shapes.parameters, wrong, queryset
        else:
            usable = _usable(given)
            filters: FilterSet = view.filterset_class(data=usable, queryset=queryset, request=request)
            known = (*filters.filters, "sort", *shapes.parameters, *view.paginator.parameters)
            problems = [*wrong, *_with_nul(given), *_repeated(usable, filters.form), *_invalid(usable, filters.form)]
            problems += _unsorted(usable, view.orders)
            found = filters.qs
        problems += [*unknown(given, known), *left_empty(given, known)]
        if problems:
            raise UnusableParameters(problems, request)
        return found if view.detail else SortedRows(found, _order(usable, view.orders))


def _order(given: QueryDict, orders: dict[str, Order]) -> Order:
    """The order that is asked for; unless it is, the first."""
    name = given.get("sort") or next(iter(orders))
    return reverse(orders[name[1:]]) if name.startswith("-") else orders[name]


def _unsorted(given: QueryDict, orders: dict[str, Order]) -> Iterator[Problem]:
    """What is wrong with the order that is asked for."""
    values = given.getlist("sort")
    yield from not_listed("sort", values, sorts(orders))
    if len(values) > 1:
        yield Problem("sort", values[-1], _("It takes one value."))


def sorts(orders: dict[str, Order]) -> tuple[str, ...]:
    """The values that `sort` takes: each order, and the same turned round."""
    return tuple(each for name in orders for each in (name, f"-{name}"))


def unknown(given: QueryDict, known: tuple[str, ...]) -> list[Problem]:
    """What a query string holds beside the parameters that are known."""
    message = _("There is no such parameter.")
    return [Problem(name, given.get(name, ""), message, known) for name in given if name not in known]


def _usable(given: QueryDict) -> QueryDict:
    """The query string without what is refused anyway: empty values, and NUL, which no text in the database holds."""
    usable = QueryDict(mutable=True)
    for name, values in given.lists():
        if kept := [value for value in values if value and "\x00" not in value]:
            usable.setlist(name, kept)
    return usable


def _with_nul(given: QueryDict) -> Iterator[Problem]:
    for name, values in given.lists():
        for value in values:
            if "\x00" in value:
                yield Problem(name, value, _("It holds the character NUL."))


def _repeated(given: QueryDict, form: forms.Form) -> Iterator[Problem]:
    """What is given more than once where one value counts."""
    for name, field in form.fields.items():
        if not isinstance(field.widget, forms.SelectMultiple) and len(given.getlist(name)) > 1:
            yield Problem(name, str(given[name]), _("It takes one value."))


def _invalid(given: QueryDict, form: forms.Form) -> Iterator[Problem]:
    """The values that the fields of the form do not take, with those that they take."""
    for name, errors in form.errors.as_data().items():
        for error in errors:
            value = (error.params or {}).get("value", given.get(name, ""))
            yield Problem(name, str(value), *_message(error, name, form.fields[name]))


def _message(error: ValidationError, name: str, field: forms.Field) -> tuple[str, tuple[str, ...]]:
    """What is wrong, and what the field takes: codes only where no endpoint lists them."""
    allowed: tuple[str, ...] = ()
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        allowed = tuple(str(value) for value, _label in choices if value)
    elif isinstance(field, CodesField) and not listed_at(name):
        allowed = tuple(field.known())
    message = _("Not one of: %(allowed)s.") % {"allowed": ", ".join(allowed)} if allowed else error.messages[0]
    return message, allowed
