"""The rows of an edition's parts: how they keep their order, how they are numbered."""

from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from countries.record_admin import NamedDeletion
from experiences.admin import guidance
from experiences.admin.autocompletes import tell_what_is_chosen
from experiences.editorial import next_number

_LAST = 32767
"""Where a row without a stated place goes: the largest number that the column takes."""


class PartForm(forms.ModelForm):
    """The form of one row. A row that is saved and that nobody touched is taken as it is: to check each of many would ask the
    database for all that they point to, and for every rule of theirs that it keeps."""

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tell_what_is_chosen(self)

    def full_clean(self) -> None:
        """Check what was typed, if anything was."""
        if self.instance.pk is None or not self.is_bound or self.has_changed():
            super().full_clean()
            return
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {name: self[name].initial for name in self.fields}


class PartFormSet(NamedDeletion):
    """The rows of one sort of part. Their queries do not grow in number with the rows that are shown."""

    model: Any

    def get_queryset(self) -> Any:
        """The rows in the order of the form: when it was sent, others may have added rows that it does not hold."""
        if not hasattr(self, "_rows"):
            rows = list(super().get_queryset())
            if self.is_bound:
                by_id = {str(row.pk): row for row in rows}
                sent = [self.data.get(f"{self.add_prefix(place)}-id", "") for place in range(self.initial_form_count())]
                rows = [by_id[pk] for pk in sent if pk in by_id]
            self._rows = rows
        return self._rows

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.instance.edition = self.instance
        return form

    def kept_forms(self) -> list[Any]:
        """The forms whose rows are there after saving, in the order of the form. For a formset that has been cleaned."""
        return [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data")
            and not (self.can_delete and form.cleaned_data.get(DELETION_FIELD_NAME))
            and (form.instance.pk is not None or form.has_changed())
        ]


class LessonForm(PartForm):
    """A lesson learned."""

    class Meta:
        help_texts = {"statement": guidance.LESSON_STATEMENT, "themes": guidance.THEMES, "locator": guidance.LOCATOR}


class TransferForm(PartForm):
    """Experience that moved."""

    class Meta:
        labels = {"period_from": _("Time, from")}
        help_texts = {"summary": guidance.TRANSFER_SUMMARY, "locator": guidance.LOCATOR}


class AssessmentForm(PartForm):
    """A criterion, with its evidence."""

    class Meta:
        help_texts = {"evidence": guidance.EVIDENCE, "locator": guidance.LOCATOR}


class OrderedForm(PartForm):
    """A row with its place among the rows."""

    position = forms.IntegerField(
        label=_("Order"),
        required=False,
        min_value=1,
        max_value=_LAST - 1,
        help_text=_("1 comes first. Leave it empty to put a new row last."),
        widget=forms.NumberInput(attrs={"aria-label": _("Order")}),
    )

    def clean_position(self) -> int:
        """A row without a stated place goes last."""
        return self.cleaned_data["position"] or _LAST


class OrderedFormSet(PartFormSet):
    """Rows in an order that the curator sets; when saved, they are numbered from the first."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Show each row its present place."""
        super().add_fields(form, index)
        if index is not None and index < self.initial_form_count():
            form.initial["position"] = index + 1

    def save(self, commit: bool = True) -> Any:
        """Save the rows, then their order. A row that was moved to a place comes before the one that had it."""
        saved = super().save(commit)

        def place(form: Any) -> tuple[int, bool]:
            return form.cleaned_data["position"], "position" not in form.changed_data

        rows = [form.instance for form in sorted(self.kept_forms(), key=place)]
        for position, row in enumerate(rows):
            row.position = position
        self.model._default_manager.bulk_update(rows, ["position"])
        return saved


class NumberedFormSet(PartFormSet):
    """Rows that are cited by a number, which each gets when it is first saved."""

    def save(self, commit: bool = True) -> Any:
        """Save the rows. A number that this save takes off is not given again by it."""
        self._next_number = next_number(self.instance.entry, self.model)
        return super().save(commit)

    def save_new(self, form: Any, commit: bool = True) -> Any:
        """Number a new row, and save it."""
        form.instance.number = self._next_number
        self._next_number += 1
        return super().save_new(form, commit)


class FactForm(PartForm):
    """A fact. The facts that it may disagree with are those of its edition."""

    disagrees_with = forms.TypedChoiceField(
        label=_("Disagrees with"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Another fact here that says otherwise. Both are shown. Save first if that one is new."),
    )

    class Meta:
        labels = {"period_from": _("As of"), "period_to": _("Until")}
        help_texts = {
            "label": guidance.FACT_LABEL,
            "about": guidance.FACT_ABOUT,
            "unit": guidance.FACT_UNIT,
            "period_from": guidance.FACT_AS_OF,
            "locator": guidance.LOCATOR,
        }

    def __init__(self, *args: Any, facts: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(number, f"{number}: {label}") for number, label in facts.items() if number != self.instance.number]
        self.fields["disagrees_with"].choices = [("", "---------"), *others]  # type: ignore[attr-defined]


class FactFormSet(NumberedFormSet):
    """The facts of an edition."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Tell each form what the other facts are."""
        facts = {fact.number: str(fact) for fact in self.get_queryset()}
        return {**super().get_form_kwargs(index), "facts": facts}

    def clean(self) -> None:
        """Refuse to remove a fact that another one disagrees with."""
        super().clean()
        kept = self.kept_forms()
        there = {form.instance.number for form in kept}
        for form in kept:
            missing = form.cleaned_data.get("disagrees_with")
            if missing is not None and missing not in there:
                form.add_error("disagrees_with", _("You are removing that fact."))
