"""How far people's roles reach: their countries, organisations and languages."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.record_admin import FewIcons
from experiences.languages import LANGUAGE_CHOICES
from experiences.models import Remit


class RemitForm(forms.ModelForm):
    """A remit, with its languages to tick."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=LANGUAGE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For translators."),
    )


class RemitInline(FewIcons, admin.StackedInline):
    """On the page of a person, beside the roles."""

    model = Remit
    form = RemitForm
    autocomplete_fields = ("countries", "organisations")
    verbose_name = _("How far the roles reach: for focal points and translators")
    verbose_name_plural = verbose_name
    can_delete = False
    max_num = 1
