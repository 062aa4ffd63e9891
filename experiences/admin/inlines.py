"""The parts of an edition on its form: parties, facts, lessons, relations, transfers, assessments, citations."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db import models
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from countries.record_admin import WRITTEN, FewIcons, RowsOfFields
from experiences.admin.autocompletes import KnowingSelect, KnowingSelectMultiple
from experiences.admin.formsets import (
    AssessmentForm,
    FactForm,
    FactFormSet,
    LessonForm,
    NumberedFormSet,
    OrderedForm,
    OrderedFormSet,
    PartForm,
    PartFormSet,
    TransferForm,
)
from experiences.admin.lookup import EntryChoiceField
from experiences.admin.naming import entries_with_titles, entry_label, entry_url
from experiences.admin.rights import may_write
from experiences.models import (
    Assessment,
    Citation,
    Contact,
    CountryRole,
    Entry,
    Fact,
    Lesson,
    OrganisationRole,
    Relation,
    Transfer,
)
from experiences.vocabulary import Verb

PERIOD = ("period_from", "period_to", "period_qualifier")
SOURCE = ("source", "locator")


class WithAutocompletes(FewIcons):
    """Foreign keys and themes as autocompletes that know what is chosen."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: Any, **kwargs: Any) -> Any:
        """An autocomplete; of entries, one that shows titles."""
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnowingSelect(db_field, self.admin_site)
            if db_field.related_model is Entry:
                kwargs |= {"form_class": EntryChoiceField, "queryset": entries_with_titles(request.user)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: models.ManyToManyField, request: Any, **kwargs: Any) -> Any:
        """An autocomplete for several."""
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnowingSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class Part(WithAutocompletes, InlineModelAdmin):
    """A part of an edition. It belongs to its edition: whoever may see or change that may see or change its parts."""

    form = PartForm
    formset = PartFormSet
    extra = 0
    view_on_site = False
    formfield_overrides = WRITTEN
    fetched: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """The rows with what they show, in a fixed number of queries."""
        rows = super().get_queryset(request)
        return rows.select_related(*self.fetched) if self.fetched else rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the edition, which whoever gets as far as this may view."""
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may edit the edition; a translator only its texts."""
        return obj is not None and may_write(request, obj, Verb.EDIT)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To add to an edition is to change it."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To take from an edition is to change it."""
        return self.has_change_permission(request, obj)


class StackedPart(Part, admin.StackedInline):
    """A part with much to say: a form of its own for each row."""


class OrderedPart(Part, RowsOfFields):
    """A part in a line, whose order is kept."""

    form = OrderedForm
    formset = OrderedFormSet

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Places are for those who can change them."""
        fields = super().get_fields(request, obj)
        return fields if self.has_change_permission(request, obj) else [name for name in fields if name != "position"]


class FoldedPart(StackedPart):
    """A part of which there are many: each saved row is folded to its heading."""

    template = "admin/experiences/folded_rows.html"


class NumberedPart(FoldedPart):
    """A part that is cited by its number, which its heading shows."""

    formset = NumberedFormSet


class CountryInline(OrderedPart):
    """Who took part, and how."""

    model = CountryRole
    fields = ("country", "role", "position")
    autocomplete_fields = ("country",)
    fetched = ("country",)


class OrganisationInline(OrderedPart):
    """Which organisations took part, and how."""

    model = OrganisationRole
    fields = ("organisation", "role", "position")
    autocomplete_fields = ("organisation",)
    fetched = ("organisation",)


class ContactInline(OrderedPart):
    """Whom readers can ask."""

    model = Contact
    fields = ("name", "email", "url", "position")
    formfield_overrides = {**WRITTEN, models.URLField: {"assume_scheme": "https"}}


class FactInline(NumberedPart):
    """What is known, with its source."""

    model = Fact
    form = FactForm
    formset = FactFormSet
    fields = (
        "label",
        ("value", "unit", "numeric_value"),
        "about",
        PERIOD,
        SOURCE,
        ("state", "disagrees_with"),
        "note",
    )
    autocomplete_fields = ("source",)
    fetched = ("source",)


class LessonInline(NumberedPart):
    """What was learned."""

    model = Lesson
    form = LessonForm
    fields = ("statement", "polarity", "themes", SOURCE)
    autocomplete_fields = ("source", "themes")
    fetched = ("source",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """With the themes of each."""
        return super().get_queryset(request).prefetch_related("themes")


class RelationInline(OrderedPart):
    """How the entry relates to others."""

    model = Relation
    fields = ("type", "target", "note", "position")
    readonly_fields = ("shown_target",)
    autocomplete_fields = ("target",)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """With the titles of the other entries."""
        return super().get_queryset(request).prefetch_related(Prefetch("target", entries_with_titles(request.user)))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who only reads is shown the other entry's title."""
        fields = super().get_fields(request, obj)
        if self.has_change_permission(request, obj):
            return fields
        return ["shown_target" if name == "target" else name for name in fields]

    @admin.display(description=_("Other entry"))
    def shown_target(self, relation: Relation) -> str:
        """The other entry with its title, as a link to it."""
        return format_html('<a href="{}">{}</a>', entry_url(relation.target), entry_label(relation.target))


class TransferInline(NumberedPart):
    """Experience that moved from one country to another."""

    model = Transfer
    form = TransferForm
    fields = (
        ("from_country", "to_country"),
        "summary",
        "adapted",
        "extent",
        PERIOD,
        "experience",
        "exchange",
        "outcome",
        SOURCE,
    )
    autocomplete_fields = ("from_country", "to_country", "experience", "exchange", "outcome", "source")
    fetched = ("from_country", "to_country", "source")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """With the titles of the entries that each names."""
        named = [Prefetch(name, entries_with_titles(request.user)) for name in ("experience", "exchange", "outcome")]
        return super().get_queryset(request).prefetch_related(*named)


class AssessmentInline(FoldedPart):
    """The quality criteria that the entry meets."""

    model = Assessment
    form = AssessmentForm
    fields = ("criterion", "evidence", SOURCE)
    autocomplete_fields = ("source",)
    fetched = ("source",)


class CitationInline(OrderedPart):
    """Where the entry comes from."""

    model = Citation
    fields = ("source", "locator", "position")
    autocomplete_fields = ("source",)
    fetched = ("source",)


PART_INLINES = (
    CountryInline,
    OrganisationInline,
    ContactInline,
    FactInline,
    LessonInline,
    CitationInline,
    RelationInline,
    TransferInline,
    AssessmentInline,
)
