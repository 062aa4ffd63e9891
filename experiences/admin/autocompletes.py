"""Autocompletes that do not ask the database, row by row, for the names of what is chosen already."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models


class _Knowing(AutocompleteMixin, forms.widgets.ChoiceWidget):
    """An autocomplete with the labels of chosen values at hand, in `known`, by value."""

    known: Mapping[str, str] = {}

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        """The options that are chosen: from what is known, else from the database as Django does."""
        wanted = [str(each) for each in value if each]
        if not wanted or not self.known.keys() >= set(wanted):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required or self.allow_multiple_selected else [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, each, self.known[each], True, place + 1) for place, each in enumerate(wanted)]
        return [(None, options, 0)]


class KnowingSelect(_Knowing, AutocompleteSelect):
    """For one value."""


class KnowingSelectMultiple(_Knowing, AutocompleteSelectMultiple):
    """For several values."""


def tell_what_is_chosen(form: forms.ModelForm) -> None:
    """Give the autocompletes of a form the labels of what its instance points to. No query where that is fetched already."""
    if form.instance.pk is None:
        return
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, KnowingSelect | KnowingSelectMultiple) and isinstance(field, forms.ModelChoiceField):
            widget.known = {str(record.pk): field.label_from_instance(record) for record in _chosen(form.instance, name)}


def _chosen(instance: models.Model, name: str) -> list[models.Model]:
    if instance._meta.get_field(name).many_to_many:
        return list(getattr(instance, name).all())
    return [record] if (record := getattr(instance, name)) else []
