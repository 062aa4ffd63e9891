"""The filters beside the lists of entries."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from experiences.models import CountryRole, Edition
from experiences.search.themes import ThemeTree
from experiences.vocabulary import TYPES, EditionState, EntryState, Stage

_IN_THE_WORKS = Q(state=EditionState.DRAFT)
_STANDINGS = {
    "never": (_("Never published"), Q(entry__state=EntryState.DRAFT)),
    "published": (_("Published"), Q(entry__state=EntryState.PUBLISHED)),
    "next": (_("Published, next edition in the works"), Q(entry__state=EntryState.PUBLISHED) & _IN_THE_WORKS),
    "withdrawn": (_("Withdrawn or merged"), Q(entry__state__in=[EntryState.WITHDRAWN, EntryState.MERGED])),
}


class StandingFilter(admin.SimpleListFilter):
    """Where the entry stands, and whether an edition is in the works."""

    title = _("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The states that matter to a curator."""
        return [(value, label) for value, (label, _condition) in _STANDINGS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Entries in the chosen state."""
        return queryset.filter(_STANDINGS[value][1]) if (value := self.value()) in _STANDINGS else queryset


class StageFilter(admin.SimpleListFilter):
    """Where a draft stands on the desk."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The stages."""
        return list(Stage.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Drafts in the chosen stage."""
        return queryset.filter(_IN_THE_WORKS, stage=value) if (value := self.value()) in Stage.values else queryset


class HandsFilter(admin.SimpleListFilter):
    """In whose hands a draft is."""

    title = _("who has it")
    parameter_name = "hands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The person who asks, and nobody."""
        return [("mine", _("With me")), ("nobody", _("With nobody"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Drafts in those hands."""
        hands = {"mine": Q(owner=request.user.pk), "nobody": Q(owner=None)}
        return queryset.filter(_IN_THE_WORKS, hands[value]) if (value := self.value()) in hands else queryset


class TypeFilter(admin.SimpleListFilter):
    """The types of the kind that is listed."""

    title = _("type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Only the types of this kind."""
        return [(each.value, each.label) for each in TYPES[model_admin.kind]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Entries of the chosen type."""
        return queryset.filter(type=self.value()) if self.value() else queryset


class LongListFilter(admin.SimpleListFilter):
    """A filter with many choices: a select and a button, in place of a long list of links."""

    template = "admin/experiences/long_list_filter.html"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        left_out = {self.parameter_name, "p"}
        self.others = [(name, value) for name in request.GET if name not in left_out for value in request.GET.getlist(name)]

    def choices(self, changelist: ChangeList) -> Any:
        """The choices with their values, for a select."""
        yield {"value": "", "selected": self.value() is None, "display": _("All")}
        for value, display in self.lookup_choices:
            yield {"value": value, "selected": str(value) == self.value(), "display": display}


class ThemeFilter(LongListFilter):
    """A theme, with everything under it."""

    title = _("theme")
    parameter_name = "theme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The tree of themes, its depth shown by dashes."""
        return [(theme.slug, "- " * depth + theme.label) for theme, depth in ThemeTree().in_order()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Entries under the theme."""
        if not (slug := self.value()):
            return queryset
        through = Edition.themes.through._default_manager
        return queryset.filter(Exists(through.filter(edition=OuterRef("pk"), theme__in=ThemeTree().under([slug]))))


class CountryFilter(LongListFilter):
    """A country in any role."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The countries that have a role in an entry of this kind."""
        roles = CountryRole.objects.filter(edition__kind=model_admin.kind)
        return list(Country.objects.filter(pk__in=roles.values("country")).values_list("iso3", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Entries in which the country has a role."""
        if not (iso3 := self.value()):
            return queryset
        return queryset.filter(Exists(CountryRole.objects.filter(edition=OuterRef("pk"), country__iso3=iso3)))
