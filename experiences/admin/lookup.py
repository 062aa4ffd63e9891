"""Entries as other entries point to them: found by title, named with it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from experiences.admin.naming import change_url, entries_with_titles, entry_label
from experiences.admin.searching import holding_words
from experiences.models import Edition, Entry
from experiences.permissions import may
from experiences.vocabulary import Verb


class EntryChoiceField(forms.ModelChoiceField):
    """A choice of an entry, shown with its title."""

    def label_from_instance(self, obj: Any) -> str:
        """Reference, title and key."""
        return entry_label(obj)


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    """Serves autocompletes, and leads from an entry to its newest edition. Whoever is at the desk may use it."""

    search_fields = ("ref",)
    ordering = ("-id",)

    def get_urls(self) -> list[URLPattern]:
        """Only the way to the newest edition: an entry is edited through its editions."""
        return [path("<int:pk>/change/", self.admin_site.admin_view(self.newest_edition), name="experiences_entry_change")]

    def newest_edition(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go to the entry's newest edition."""
        return redirect(change_url(get_object_or_404(Edition.objects.newest_visible_to(request.user), entry=pk)))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """Entries of which the person may view something, with their titles."""
        visible = Edition.objects.visible_to(request.user).filter(entry=OuterRef("pk"))
        return entries_with_titles(request.user).filter(Exists(visible)).order_by("-id")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Entry], search_term: str
    ) -> tuple[QuerySet[Entry], bool]:
        """The entries of which the newest edition that the person may view holds the words."""
        found = holding_words(Edition.objects.newest_visible_to(request.user), search_term)
        return queryset.filter(pk__in=found.values("entry")), False

    def autocomplete_label(self, entry: Entry) -> str:
        """What the autocomplete shows."""
        return entry_label(entry)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """It has no place in the menu."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """Anybody at the desk."""
        return may(request.user, Verb.VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Entries are added as experiences, initiatives, agreements or exchanges."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """Entries change through the editorial verbs only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        """Entries are withdrawn; only drafts are discarded."""
        return False
