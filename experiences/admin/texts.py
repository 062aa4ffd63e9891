"""The texts of an edition: the original and its translations."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from experiences.admin.formsets import PartForm, PartFormSet
from experiences.admin.guidance import SECTION_GUIDANCE, SECTIONS_INTRODUCTION, SUMMARY, TITLE
from experiences.admin.inlines import StackedPart
from experiences.admin.rights import may_write
from experiences.languages import LANGUAGE_CHOICES
from experiences.models import Edition, EditionText
from experiences.permissions import languages_of
from experiences.vocabulary import EXPERIENCE_SECTIONS, OTHER_SECTIONS, SECTIONS, Kind, Verb


class LinesField(SimpleArrayField):
    """A list of short texts, written one in a line."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField", "dir": "auto"}))
        super().__init__(forms.CharField(max_length=max_length), delimiter="\n", required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The lines that say something."""
        if isinstance(value, str):
            value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
        return super().to_python(value)


class TextForm(PartForm):
    """One text. A translation says, by a tick, that it was made from what the original says now."""

    other_titles = LinesField(
        label=_("Other titles"), max_length=200, help_text=_("Titles that people may know it by, one in each line.")
    )
    up_to_date = forms.BooleanField(
        label=_("This translation is up to date with the original"),
        required=False,
        initial=True,
        help_text=_("The portal then tells readers when the original has changed since."),
    )

    class Meta:
        labels = {**EXPERIENCE_SECTIONS, **OTHER_SECTIONS}
        help_texts = {**SECTION_GUIDANCE, "title": TITLE, "summary": SUMMARY}

    def __init__(self, *args: Any, has_original: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].required = False  # a draft may wait for it; publication does not
        if self.instance.pk is None:
            self.fields["is_original"].initial = not has_original
        else:
            self.fields["up_to_date"].initial = False
            self.fields["up_to_date"].label = _("I have brought this translation up to date with the original")
        if self.instance.pk is not None and self.instance.is_original:
            self.fields["up_to_date"].widget = forms.HiddenInput()


class TextFormSet(PartFormSet):
    """The texts of an edition, one of which is the original."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            prefetch_related_objects([self.instance], "texts")  # for what each translation says about its original

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Tell each form whether there is an original already."""
        return {**super().get_form_kwargs(index), "has_original": any(text.is_original for text in self.get_queryset())}

    def clean(self) -> None:
        """Refuse several originals, and translations without one."""
        super().clean()
        kept = self.kept_forms()
        if kept and sum(form.cleaned_data.get("is_original", False) for form in kept) != 1:
            raise ValidationError(_("Tick “original” on one text, and on one only."))

    def save(self, commit: bool = True) -> Any:
        """Save the texts; note, for the translations ticked as up to date, what the original says now."""
        kept = self.kept_forms()
        originals = [form.instance.pk for form in kept if form.cleaned_data["is_original"]]
        former = EditionText.objects.filter(edition=self.instance, is_original=True).exclude(pk__in=originals)
        former.update(is_original=False)  # first, for there is never more than one
        saved = super().save(commit)
        self.note_what_is_up_to_date(kept)
        return saved

    def note_what_is_up_to_date(self, kept: list[Any]) -> None:
        """Keep, with each translation that is ticked, what the original says now."""
        ticked = [form.instance.pk for form in kept if form.cleaned_data["up_to_date"]]
        if original := EditionText.objects.filter(edition=self.instance, is_original=True).first():
            translations = EditionText.objects.filter(pk__in=ticked, is_original=False)
            translations.update(original_digest=original.digest())


class TranslationForm(TextForm):
    """A text in one of a translator's languages. It is never the original."""

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, has_original=True, **kwargs)
        choices: Any = self.fields["language"]
        choices.choices = [(code, name) for code, name in LANGUAGE_CHOICES if code in languages]
        self.fields["is_original"].disabled = True
        self.fields["is_original"].widget = forms.HiddenInput()


class TranslationFormSet(TextFormSet):
    """The translations in a translator's languages. No other text is shown here, or changed."""

    languages: list[str] = []

    def __init__(self, *args: Any, queryset: Any, **kwargs: Any) -> None:
        own = queryset.filter(language__in=self.languages, is_original=False)
        super().__init__(*args, queryset=own, **kwargs)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Tell each form which languages it may be in."""
        return {**super(TextFormSet, self).get_form_kwargs(index), "languages": self.languages}

    def clean(self) -> None:
        """Refuse a translation where there is nothing to translate from."""
        super(TextFormSet, self).clean()
        if self.kept_forms() and not any(text.is_original for text in self.instance.texts.all()):
            raise ValidationError(_("There is no original to translate from."))

    def save(self, commit: bool = True) -> Any:
        """Save the translations."""
        kept = self.kept_forms()
        saved = super(TextFormSet, self).save(commit)
        self.note_what_is_up_to_date(kept)
        return saved


class TextInline(StackedPart):
    """The texts on the form of an edition, with the sections of its kind. A translator gets those in his or her languages."""

    model = EditionText
    form = TextForm
    formset = TextFormSet
    verbose_name_plural = _("Texts")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The texts, or the translations of somebody who does no more than translate."""
        if obj is not None and may_write(request, obj, Verb.TRANSLATE):
            own = {"languages": languages_of(request.user)}
            kwargs |= {"form": TranslationForm, "formset": type("OwnTranslations", (TranslationFormSet,), own)}
        return super().get_formset(request, obj, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may edit the edition, or translate it."""
        return super().has_change_permission(request, obj) or (obj is not None and may_write(request, obj, Verb.TRANSLATE))

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """A blank form where there is no text at all."""
        return 0 if obj is None or obj.texts.all() else 1

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """How each text stands to the original."""
        return ("freshness",)

    def get_fieldsets(self, request: HttpRequest, obj: Edition | None = None) -> Any:
        """Title and summary in the open, the sections of the kind behind a heading."""
        language: tuple[str, ...] = ("language", "is_original", "freshness")
        first = [language, "up_to_date", "title", "acronym", "other_titles", "summary"]
        if not self.has_change_permission(request, obj):
            first.remove("up_to_date")
        sections = list(SECTIONS[Kind(obj.kind)]) if obj else []
        return [
            (None, {"fields": first}),
            (_("Sections"), {"fields": sections, "classes": ["collapse"], "description": SECTIONS_INTRODUCTION}),
        ]

    @admin.display(description=_("Compared with the original"))
    def freshness(self, text: EditionText) -> str:
        """Whether the original has changed since a translation was made from it."""
        if text._state.adding:
            return str(_("New"))
        original = next((each for each in text.edition.texts.all() if each.is_original), None)
        if text.is_original or original is None:
            return str(_("This is the original"))
        return str(_("Out of date: the original has changed since") if text.is_outdated(original) else _("Up to date"))
