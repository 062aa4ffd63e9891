"""What people search, for staff: what is asked for often, what is not found, how far down the result is that they open."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from experiences.models import SearchedQuery


class FoundFilter(admin.SimpleListFilter):
    """Whether the last search for the words found something."""

    title = _("what was found")
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Nothing, or something by another spelling only."""
        return [("nothing", _("Found nothing")), ("corrected", _("Found by another spelling"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The queries of which that is true."""
        if self.value() == "nothing":
            return queryset.filter(results=0)
        return queryset.filter(results__gt=0, corrected=True) if self.value() == "corrected" else queryset


@admin.register(SearchedQuery)
class SearchedQueryAdmin(admin.ModelAdmin):
    """A list to read, the most frequent first. Nobody changes what was searched."""

    list_display = ("query", "times", "results", "corrected", "clicks", "mean_position", "last_day", "searched_now")
    list_display_links = None
    list_filter = (FoundFilter,)
    search_fields = ("query",)
    search_help_text = _("A word of the query, without accents.")
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """The list and nothing else."""
        return [path("", self.admin_site.admin_view(self.changelist_view), name="experiences_searchedquery_changelist")]

    @admin.display(description=_("Mean place clicked"), ordering="position")
    def mean_position(self, searched: SearchedQuery) -> str:
        """At which place, on average, the results stood that were opened; 1 is the first."""
        return "" if searched.position is None else f"{searched.position:.1f}"

    @admin.display(description=_("The search"))
    def searched_now(self, searched: SearchedQuery) -> str:
        """The way to what the public finds for it now."""
        query = QueryDict(mutable=True)
        query["q"] = searched.query
        label = '<a href="{}?{}">{}<span class="visually-hidden"> {}</span></a>'
        return format_html(label, reverse("entries:list"), query.urlencode(), _t("Search"), searched.query)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: SearchedQuery | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SearchedQuery | None = None) -> bool:
        """Nobody: old searches go by the command `forget_searches`."""
        return False
