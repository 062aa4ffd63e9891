"""The lists of entries: a row for each entry, told by its newest edition."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from experiences.admin.checklist import sign
from experiences.admin.filters import CountryFilter, HandsFilter, StageFilter, StandingFilter, ThemeFilter, TypeFilter
from experiences.admin.naming import standing, title_of
from experiences.admin.searching import holding_words
from experiences.models import CountryRole, Edition
from experiences.quality import checklists
from experiences.vocabulary import EntryState, Kind

_MOST_COUNTRIES = 4
_DAY = "j M Y"


class OneRowForEachEntry(ChangeList):
    """Of each entry only the newest edition: the draft where there is one."""

    def get_filters(self, request: HttpRequest) -> Any:
        """Those of Django; a year that no calendar has is a wrong parameter, as any other is."""
        try:
            return super().get_filters(request)
        except OverflowError as fault:
            raise IncorrectLookupParameters from fault

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        """The newest editions, with what their rows show."""
        roles = CountryRole.objects.select_related("country")
        editions: Any = super().get_queryset(request, exclude_parameters)
        editions = editions.newest_visible_to(request.user).select_related("entry", "emergency_review", "owner")
        return editions.prefetch_related(Prefetch("country_roles", roles))

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page, each with its checklist."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        filled_in = checklists(self.result_list)
        for edition in self.result_list:
            edition.checklist = filled_in[edition.pk]


class EntryList(admin.ModelAdmin):
    """How the entries of a kind are listed, filtered and found. The number of queries does not grow with the rows."""

    kind: Kind
    list_display = (
        "shown_title",
        "type",
        "countries",
        "shown_standing",
        "shown_owner",
        "shown_checklist",
        "changed",
        "last_published",
    )
    list_filter = (StandingFilter, StageFilter, HandsFilter, TypeFilter, "scope", ThemeFilter, CountryFilter)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-updated_at", "-pk")
    date_hierarchy = "updated_at"
    search_fields = ("entry__ref",)  # shows the search box; `get_search_results` says what is searched
    search_help_text = _("Words of a title in any language, an acronym, a country, a reference (SSC-0042) or a key (GP-01).")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The editions of the kind, with their titles and the day when their entry was last published."""
        published = Edition.objects.filter(entry=OuterRef("entry"), published_at__isnull=False).order_by("-published_at")
        editions: QuerySet[Any] = (
            self.model._default_manager.visible_to(request.user)
            .annotate(title=title_of("pk"), sort_title=title_of("pk", "sort_title"))
            .annotate(last_published=Subquery(published.values("published_at")[:1]))
            .order_by(*self.get_ordering(request))
        )
        return editions

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """One row for each entry."""
        return OneRowForEachEntry

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """Entries that hold all the words."""
        return holding_words(queryset, search_term), False  # type: ignore[arg-type]

    @admin.display(description=_("Title"), ordering="sort_title")
    def shown_title(self, edition: Any) -> str:
        """The title in English, else the original; the reference, and the key where it is another."""
        entry = edition.entry
        names = " · ".join(dict.fromkeys([entry.ref, entry.key]))
        return format_html("{}<br><small>{}</small>", edition.title or _t("(no title yet)"), names)

    @admin.display(description=_("Countries"))
    def countries(self, edition: Edition) -> str:
        """The first countries by name."""
        return _in_short(role.country.name for role in edition.country_roles.all())

    @admin.display(description=_("State"), ordering="entry__state")
    def shown_standing(self, edition: Edition) -> str:
        """The entry's state, and the edition in the works."""
        return standing(edition)

    @admin.display(description=_("Who has it"), ordering="owner__full_name")
    def shown_owner(self, edition: Edition) -> str:
        """Who has the draft now."""
        return str(edition.owner) if edition.is_draft and edition.owner else ""

    @admin.display(description=_("Checklist"))
    def shown_checklist(self, edition: Any) -> str:
        """What is missing, in a few words."""
        return sign(edition.checklist)

    @admin.display(description=_("Changed"), ordering="updated_at")
    def changed(self, edition: Edition) -> str:
        """The day of the last change."""
        return date_format(edition.updated_at, _DAY)

    @admin.display(description=_("Published"), ordering="last_published")
    def last_published(self, edition: Any) -> str:
        """The day when an edition of the entry was last published, and the way to its page where it stands."""
        if edition.last_published is None:
            return ""
        day = date_format(edition.last_published, _DAY)
        if edition.entry.state != EntryState.PUBLISHED:
            return day
        return format_html('{}<br><a href="{}">{}</a>', day, edition.get_absolute_url(), _t("View on site"))


def _in_short(names: Iterable[str]) -> str:
    """The first names, each once, and how many more there are."""
    once = list(dict.fromkeys(names))
    if len(once) <= _MOST_COUNTRIES:
        return ", ".join(once)
    shown = ", ".join(once[: _MOST_COUNTRIES - 1])
    return _t("%(shown)s and %(more)d more") % {"shown": shown, "more": len(once) - _MOST_COUNTRIES + 1}
