"""The audit trail as administrators read it. Nobody changes it, here or anywhere."""

import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from experiences.admin.audited import AuditedField, in_words, table_label
from experiences.admin.filters import LongListFilter
from experiences.admin.naming import entry_url
from experiences.models import AuditEvent
from experiences.permissions import may
from experiences.vocabulary import Verb

_DAY_LENGTH = 10


class TableFilter(LongListFilter):
    """What sort of row it was."""

    title = _("what")
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The tables of which the trail tells."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit_insert'")
            tables = [table for (table,) in cursor.fetchall()]
        return sorted(((table, capfirst(table_label(table))) for table in tables), key=lambda choice: choice[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The changes of rows of the table."""
        return queryset.filter(table=self.value()) if self.value() else queryset


class PersonFilter(LongListFilter):
    """Who did it."""

    title = _("who")
    parameter_name = "person"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Everybody with an account, and whoever has none: imports, commands and SQL by hand."""
        people = get_user_model().objects.order_by("username")
        return [("nobody", _t("No person: an import, a command or SQL")), *((str(each.pk), str(each)) for each in people)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The changes by that person."""
        value = self.value()
        if value == "nobody":
            return queryset.filter(person__isnull=True)
        return queryset.filter(person=value) if value and value.isdecimal() and len(value) < _DAY_LENGTH else queryset


class AuditTrail(ChangeList):
    """A page of the trail, told in words with as many queries as there are sorts of things that it names."""

    def get_results(self, request: HttpRequest) -> None:
        """The page, each event with its row in words."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        rows = in_words(self.result_list)
        for event in self.result_list:
            event.in_words = rows[event.pk]


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    """A list to read and filter, the newest first."""

    list_display = ("when", "who", "where", "about", "what", "how")
    list_display_links = None
    list_filter = (PersonFilter, TableFilter, "operation")
    list_select_related = ("person", "entry")
    list_per_page = 50
    date_hierarchy = "at"
    search_fields = ("entry__ref",)  # shows the search box; `get_search_results` says what is searched
    search_help_text = _("A reference (SSC-0042), or a day (2026-11-26).")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """The list and nothing else."""
        return [path("", self.admin_site.admin_view(self.changelist_view), name="experiences_auditevent_changelist")]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list, told in words."""
        return AuditTrail

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        """Changes of the entry with that reference, or on that day."""
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            return queryset.filter(at__date=datetime.date.fromisoformat(term)), False
        except ValueError:
            return queryset.filter(entry__ref=term.upper()), False

    @admin.display(description=_("When (UTC)"), ordering="id")
    def when(self, event: AuditEvent) -> str:
        """To the second."""
        return f"{event.at:%Y-%m-%d %H:%M:%S}"

    @admin.display(description=_("Who"))
    def who(self, event: Any) -> str:
        """The person, or that there was none."""
        if event.person_id is None:
            return _t("No person")
        return str(event.person) if event.person else _t("number %(pk)s") % {"pk": event.person_id}

    @admin.display(description=_("From where"))
    def where(self, event: AuditEvent) -> SafeString:
        """The address, and the request, command or import."""
        return format_html_join("", "<div>{}</div>", ((each,) for each in (event.address, event.way) if each))

    @admin.display(description=_("Entry"))
    def about(self, event: Any) -> str:
        """The entry, with the way to it while it is there."""
        if event.entry_id is None:
            return ""
        return format_html('<a href="{}">{}</a>', entry_url(event.entry), event.entry.ref) if event.entry else _t("deleted since")

    @admin.display(description=_("What"))
    def what(self, event: Any) -> SafeString:
        """The row, and how it was changed."""
        return format_html("{}<br>{}", event.in_words.name, event.get_operation_display())

    @admin.display(description=_("Before and after"))
    def how(self, event: Any) -> SafeString:
        """Each field that was changed, before and after."""
        fields: list[AuditedField] = event.in_words.fields
        lines = format_html_join(
            "",
            "<div><dt>{}</dt><dd>{}{}</dd></div>",
            (
                (
                    field.label,
                    format_html('<del><span class="visually-hidden">{} </span>{}</del> ', _t("Before:"), field.before)
                    if field.before
                    else "",
                    format_html('<ins><span class="visually-hidden">{} </span>{}</ins>', _t("After:"), field.after)
                    if field.after
                    else "",
                )
                for field in fields
            ),
        )
        return format_html('<dl class="audited">{}</dl>', lines)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators."""
        return may(request.user, Verb.SEE_AUDIT)

    def has_view_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """Administrators."""
        return may(request.user, Verb.SEE_AUDIT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        """Nobody: the database refuses it too."""
        return False
