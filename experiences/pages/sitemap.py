"""The sitemap (sitemaps.org 0.9): an index, the pages of the records, the entries by the language they are in."""

import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import Max, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from countries.api.fields import absolute_url
from countries.models import Country
from experiences.models import Edition, EditionText, Organisation, Recommendation, Theme
from experiences.search.state import index_state
from experiences.vocabulary import EditionState

LARGEST = 10_000
"""How many addresses a sitemap holds before it goes on in a next one. The protocol allows 50,000."""


class _Lists(Sitemap):
    """The pages that list things."""

    limit = LARGEST

    def items(self) -> list[str]:
        """The names of their routes."""
        return [
            "home", "entries:list", "countries:list", "themes:list", "organisations:list", "recommendations:list", "lessons",
            "agreements", "exchanges", "transfers", "about", "exports:page",
        ]  # fmt: skip

    def location(self, item: str) -> str:
        """The page's path."""
        return reverse(item)

    def lastmod(self, item: str) -> datetime.datetime:
        """When anything changed last that such pages count or list, which is what their own `Last-Modified` says."""
        return index_state().changed_at


class _Records(Sitemap):
    """The pages of the records of a model that published entries name, each changed when such an entry was last published."""

    limit = LARGEST

    def __init__(self, model: type[Model], editions: str) -> None:
        self.model = model
        self.editions = editions

    def items(self) -> QuerySet[Any]:
        """The records, with the time."""
        public = Q(**{f"{self.editions}__state": EditionState.PUBLISHED})
        last = Max(f"{self.editions}__published_at", filter=public)
        return self.model._default_manager.annotate(last_published=last).filter(last_published__isnull=False).order_by("pk")

    def lastmod(self, item: Any) -> datetime.datetime:
        """When an entry that names the record was last published."""
        moment: datetime.datetime = item.last_published
        return moment


class _Entries(Sitemap):
    """The entries that can be read in a language, each at the address of that language."""

    limit = LARGEST

    def __init__(self, language: str) -> None:
        self.language = language

    def items(self) -> QuerySet[EditionText]:
        """The texts in the language."""
        texts = EditionText.objects.filter(language=self.language, edition__state=EditionState.PUBLISHED)
        return texts.select_related("edition__entry").order_by("edition__entry_id")

    def location(self, item: EditionText) -> str:
        """The entry's address; with the language, unless the entry was written in it."""
        address = item.edition.get_absolute_url()
        return address if item.is_original else f"{address}?lang={item.language}"

    def lastmod(self, item: EditionText) -> datetime.datetime | None:
        """When the edition was published."""
        return item.edition.published_at


def _sections() -> dict[str, type[Sitemap] | Sitemap]:
    languages = EditionText.objects.filter(edition__in=Edition.objects.published()).order_by("language")
    return {
        "lists": _Lists(),
        "countries": _Records(Country, "edition_roles__edition"),
        "themes": _Records(Theme, "editions"),
        "organisations": _Records(Organisation, "edition_roles__edition"),
        "recommendations": _Records(Recommendation, "editions"),
        **{f"entries-{code}": _Entries(code) for code in languages.values_list("language", flat=True).distinct()},
    }


@require_safe
def index(request: HttpRequest) -> TemplateResponse:
    """The list of all sitemaps."""
    return sitemap_views.index(request, sitemaps=_sections(), sitemap_url_name="sitemap")


@require_safe
def sitemap(request: HttpRequest, section: str) -> TemplateResponse:
    """One sitemap; 404 for one that there is not."""
    return sitemap_views.sitemap(request, sitemaps=_sections(), section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers are asked to leave alone, and where the sitemap is (RFC 9309)."""
    address = absolute_url(reverse("sitemap_index"), request)
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /suggestions/", "", f"Sitemap: {address}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("sitemap.xml", index, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
