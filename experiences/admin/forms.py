"""The forms of entries: to begin one, and to edit an edition."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from experiences.admin import guidance
from experiences.admin.autocompletes import tell_what_is_chosen
from experiences.editorial import EditorialError
from experiences.languages import LANGUAGE_CHOICES
from experiences.models import Edition


class RefusableForm(forms.ModelForm):
    """A form that an editorial verb may have refused: then it shows the reasons and all that was typed."""

    refusal: EditorialError | None = None

    def clean(self) -> dict[str, Any] | None:
        """Not valid once refused."""
        cleaned = super().clean()
        if self.refusal is not None:
            raise ValidationError(self.refusal.reasons)
        return cleaned


class StartForm(RefusableForm):
    """What an entry begins with. All else is written on the form of its first edition."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=guidance.TITLE,
        widget=forms.TextInput(attrs={"class": "vLargeTextField", "dir": "auto"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the original"), choices=LANGUAGE_CHOICES, initial="en", help_text=_("Translations come later.")
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        help_text=guidance.SUMMARY,
        widget=AdminTextareaWidget(attrs={"rows": 4, "dir": "auto"}),
    )
    key = forms.SlugField(label=_("Key"), max_length=40, required=False, help_text=guidance.KEY)

    class Meta:
        model = Edition
        fields = ("type",)


class SeenRevision(forms.IntegerField):
    """The revision that was opened. It is no part of the edition, so the history never tells of it."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never: nobody writes it."""
        return False


class EditionForm(RefusableForm):
    """A draft. It remembers which revision of it was opened, so that nobody's change is overwritten unseen."""

    seen_revision = SeenRevision()

    class Meta:
        labels = {"period_from": _("Time, from")}
        help_texts = {
            "themes": guidance.THEMES,
            "recommendations": guidance.RECOMMENDATIONS,
            "curator_note": guidance.CURATOR_NOTE,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_revision"].initial = self.instance.revision
        tell_what_is_chosen(self)
