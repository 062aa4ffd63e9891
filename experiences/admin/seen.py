"""What the form of an edition says, as a browser would send it: so that what was opened, what was typed and what is there now
can be laid side by side."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import signing
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from experiences.admin.numbers import number
from experiences.languages import LANGUAGES

Row = dict[str, list[str]]
Content = dict[str, dict[str, Row]]
"""By the prefix of a formset, the id of a row and the name of a field: the values. The edition's own form is row "" of ""."""

_SALT = "experiences.seen"
_NO_CONTENT = {"id", "edition", "DELETE", "seen_revision", "up_to_date"}


def sealed(content: Content) -> str:
    """The content as one value of a hidden field, which only the portal can make."""
    return signing.dumps(content, salt=_SALT, compress=True)


def unsealed(value: str) -> Content:
    """The content of such a value; nothing for one that the portal did not make."""
    try:
        content: Content = signing.loads(value, salt=_SALT)
    except signing.BadSignature:
        return {}
    return content


class SeenForms:
    """The forms of an edition and its rows, none of them filled in by anybody."""

    def __init__(self, form: forms.BaseForm, formsets: Iterable[Any]) -> None:
        formsets = list(formsets)
        self._rows: dict[str, dict[str, Any]] = {"": {"": form}}
        self._rows |= {each.prefix: {str(row.instance.pk): row for row in each.initial_forms} for each in formsets}
        self._formsets = {each.prefix: each for each in formsets}

    @property
    def content(self) -> Content:
        """All that the forms say."""
        return {prefix: {pk: _sent_by(form) for pk, form in rows.items()} for prefix, rows in self._rows.items()}

    def row_label(self, prefix: str, pk: str) -> str:
        """The name of a row: "Fact 3: Children reached: 120", "Text (English)". Of one that is gone, its sort."""
        if not prefix:
            return ""
        sort = capfirst(str(self._formsets[prefix].model._meta.verbose_name))
        form = self._rows[prefix].get(pk)
        if form is None:
            return sort
        if language := getattr(form.instance, "language", ""):
            return f"{sort} ({LANGUAGES[language].name})"
        number = getattr(form.instance, "number", None)
        return f"{sort} {number}: {form.instance}" if number else f"{sort}: {form.instance}"

    def field_label(self, prefix: str, name: str) -> str:
        """The name of a field."""
        return str(self._field(prefix, name).label or name)

    def in_words(self, prefix: str, name: str, values: list[str]) -> str:
        """What the values of a field stand for."""
        field, chosen = self._field(prefix, name), [value for value in values if value]
        if isinstance(field, forms.ModelChoiceField):
            records = field.queryset.filter(pk__in=[number(value) for value in chosen])  # type: ignore[union-attr]
            return ", ".join(field.label_from_instance(record) for record in records)
        if isinstance(field, forms.BooleanField):
            return _("Yes") if chosen else _("No")
        labels = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
        return ", ".join(str(labels.get(value, value)) for value in chosen)

    def _field(self, prefix: str, name: str) -> forms.Field:
        form = self._formsets[prefix].empty_form if prefix else self._rows[""][""]
        field: forms.Field = form.fields[name]
        return field


def _sent_by(form: forms.BaseForm) -> Row:
    return {name: _sent(form[name]) for name in form.fields if name not in _NO_CONTENT}


def _sent(field: forms.BoundField) -> list[str]:
    """What a browser sends of a field that nobody touched."""
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return ["" if value is None else str(value)]


def alike(one: list[str], other: list[str]) -> bool:
    """Whether two lists of values say the same: the ends of lines and the order of choices do not count."""
    return _plain(one) == _plain(other)


def _plain(values: list[str]) -> list[str]:
    return sorted(plain for value in values if (plain := value.replace("\r\n", "\n").strip()))
