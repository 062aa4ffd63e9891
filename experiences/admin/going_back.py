"""The form that asks to which save a draft goes back, and shows what would change."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from experiences.admin.asking import AskingForm
from experiences.admin.numbers import number
from experiences.differences import differences_of_documents, documents_of
from experiences.models import Edition, Save


class SaveField(forms.ModelChoiceField):
    """A choice of a save, by its revision, named by when it was made and by whom."""

    def label_from_instance(self, obj: Any) -> str:
        """When, and by whom."""
        return _t("%(when)s UTC, by %(person)s") % {"when": date_format(obj.at, "j F Y, H:i"), "person": obj.by_whom}


class GoBackForm(AskingForm):
    """Which save. Until one is chosen it asks for that; then, with what would change, for a yes."""

    save = SaveField(
        label=_("What was saved on"),
        queryset=Save.objects.none(),
        to_field_name="revision",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    seen_revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        self.initial["seen_revision"] = edition.revision
        field: Any = self.fields["save"]
        field.queryset = (
            edition.saves.filter(revision__lt=edition.revision).select_related("by", "by_import").order_by("-revision")
        )
        asked = number(self.data.get("save") or self.initial.get("save"))
        chosen = field.queryset.filter(revision=asked).first() if asked else None
        if chosen is None:
            field.queryset = field.queryset.defer("content")
            self.method, self.button = "get", _("Show what would change")
            return
        field.widget = forms.HiddenInput()
        self.chosen = field.label_from_instance(chosen)
        self.would_change = differences_of_documents(documents_of([edition])[edition.pk], chosen.content)
