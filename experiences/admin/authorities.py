"""The admin of what entries refer to: themes, organisations, sources, recommendations; and of synonyms."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from countries.record_admin import RecordAdmin, RowsOfFields
from experiences.admin.inlines import PERIOD, SOURCE
from experiences.admin.texts import LinesField
from experiences.models import Organisation, Recommendation, Source, SynonymGroup, Theme, ThemeLabel, validate_terms
from experiences.search.themes import ThemeTree


class AuthorityAdmin(RecordAdmin):
    """A record that entries refer to. Its key, and its address where it has one, never change."""

    permanent: tuple[str, ...] = ("key", "slug")

    def where_used(self, model: Any, records: QuerySet[Any]) -> list[str]:
        """The editions by reference, for what belongs to an edition."""
        if any(field.name == "edition" for field in model._meta.fields):
            records = records.select_related("edition__entry")
            return sorted({str(record.edition) for record in records})
        return super().where_used(model, records)


class ThemeLabelInline(RowsOfFields):
    """Labels in other languages, alternatives, acronyms."""

    model = ThemeLabel
    fields = ("text", "language", "type")


class InTreeOrder(ChangeList):
    """A list that keeps each theme right before what lies under it."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """That of the tree."""
        return ["place"]


@admin.register(Theme)
class ThemeAdmin(AuthorityAdmin):
    """The tree of themes."""

    list_display = ("indented", "key", "scope_note", "shown_gap")
    list_per_page = 500
    sortable_by = ()
    search_fields = ("key", "label", "sort_label", "labels__text")
    search_help_text = _("A label in any language, an acronym such as ECD, or a key.")
    fields = ("label", "key", "slug", "parent", "scope_note", "gap")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("label",)}
    inlines = (ThemeLabelInline,)
    history_of = ("labels",)
    key_prefix = "TH-"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        """In the order of the tree, each theme with its depth in it."""
        tree = ThemeTree().in_order()
        themes = Theme.objects.annotate(
            place=Case(*(When(pk=theme.pk, then=Value(place)) for place, (theme, _depth) in enumerate(tree)), default=Value(0)),
            depth=Case(*(When(pk=theme.pk, then=Value(depth)) for theme, depth in tree), default=Value(0)),
        )
        return themes.order_by("place")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list in the order of the tree."""
        return InTreeOrder

    @admin.display(description=_("Theme"))
    def indented(self, theme: Any) -> str:
        """The label, set in by its depth in the tree."""
        return format_html('<span class="depth-{}">{}</span>', theme.depth, theme.label)

    @admin.display(description=_("Gap"))
    def shown_gap(self, theme: Theme) -> str:
        """A word where little has been shared so far."""
        return _t("Gap") if theme.gap else ""


class OrganisationForm(forms.ModelForm):
    """An organisation, with its other names in lines."""

    other_names = LinesField(
        label=_("Other names"), max_length=200, help_text=_("Names that people may search for, one in each line.")
    )


@admin.register(Organisation)
class OrganisationAdmin(AuthorityAdmin):
    """Organisations, under the name by which they are known."""

    form = OrganisationForm
    list_display = ("name", "acronym", "type", "parent", "country", "key")
    list_filter = ("type",)
    list_select_related = ("parent", "country")
    search_fields = ("key", "name", "sort_name", "acronym", "other_names")
    search_help_text = _("A name, an acronym or a key.")
    fields = ("name", "acronym", "other_names", "key", "slug", "type", "parent", "country", "note")
    autocomplete_fields = ("parent", "country")
    prepopulated_fields = {"slug": ("name",)}
    key_prefix = "ORG-"


@admin.register(Source)
class SourceAdmin(AuthorityAdmin):
    """The documents that entries cite."""

    permanent = ("key",)
    list_display = ("title", "type", "creator", "issued", "key")
    list_filter = ("type",)
    search_fields = ("key", "title", "creator", "publisher")
    search_help_text = _("A title, an author, a publisher or a key.")
    fields = ("title", "key", "type", "creator", "publisher", PERIOD, "language", "url", "note")
    key_prefix = "DOC-"

    @admin.display(description=_("Issued"), ordering="period_from")
    def issued(self, source: Source) -> str:
        """When it was issued."""
        return str(source.period)


@admin.register(Recommendation)
class RecommendationAdmin(AuthorityAdmin):
    """What the Beijing Declaration asks for."""

    list_display = ("paragraph", "title", "type", "area", "key")
    list_display_links = ("paragraph", "title")
    list_filter = ("type", "area")
    search_fields = ("key", "paragraph", "title")
    search_help_text = _("A paragraph, words of the title or a key.")
    fields = ("paragraph", "title", "type", "area", "description", SOURCE, "position", "key", "slug")
    autocomplete_fields = ("source",)
    prepopulated_fields = {"slug": ("paragraph",)}


_WHAT_SYNONYMS_ARE = _(
    "Who searches for one of the terms also finds what is written with the others. "
    "A good group has only terms that mean the same wherever they stand: midwife, skilled birth attendant. "
    "Leave out a word that also means something else: “work” would bring social work to who searches for child labour."
)


class SynonymGroupForm(forms.ModelForm):
    """A group of synonyms, with its terms in lines."""

    terms = LinesField(
        label=_("Terms"),
        max_length=100,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField", "dir": "auto"}),
        help_text=_(
            "One term in each line: a word, a phrase or an acronym, with the plural and other spellings: child, children; "
            "programme, program. Capitals, accents and hyphens make no difference."
        ),
    )

    def clean_terms(self) -> list[str]:
        """The terms, if the search can tell them apart."""
        terms: list[str] = self.cleaned_data["terms"]
        validate_terms(terms)
        return terms


@admin.register(SynonymGroup)
class SynonymGroupAdmin(AuthorityAdmin):
    """Words that mean the same to somebody who searches. They work from the next search on."""

    permanent = ("key",)
    form = SynonymGroupForm
    list_display = ("__str__", "note", "key")
    ordering = ("search_keys",)
    search_fields = ("key", "terms", "search_keys", "note")
    search_help_text = _("A term, words of the note or a key.")
    fieldsets = ((None, {"fields": ("terms", "note", "key"), "description": _WHAT_SYNONYMS_ARE}),)
    key_prefix = "SYN-"
