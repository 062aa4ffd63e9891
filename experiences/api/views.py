"""The API's endpoints of entries and of what belongs to them. Everything goes through the published editions."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.viewsets import ReadOnlyModelViewSet

from countries.api.fields import absolute_url
from experiences.api import authorities, filters
from experiences.api.entries import EntryCard, EntryDocument, whole_entries
from experiences.api.found import FoundEntries, NothingFound
from experiences.api.parts import LessonDocument, TransferDocument
from experiences.api.problems import UnusableParameters, Withdrawn
from experiences.api.transfers import whole_transfers
from experiences.models import Edition, Entry
from experiences.querysets import EditionQuerySet, published_lessons
from experiences.search.parameters import parse
from experiences.search.query import search
from experiences.vocabulary import EntryState, Kind

_ENTRY_REF = r"[Ss][Ss][Cc]-\d{4,12}"


@method_decorator(cache_control(no_cache=True), name="dispatch")
class _ByRef(ReadOnlyModelViewSet):
    """Entries, or what belongs to them, found by permanent references in any case.

    What a withdrawn entry held answers 410; what one held that was merged into another redirects to that entry.
    Clients are told to ask each time: browsers would keep a 410 for ever, and an entry can be published again.
    """

    lookup_url_kwarg = "ref"

    @property
    def ref(self) -> str:
        """The reference that the address holds."""
        return str(self.kwargs["ref"]).upper()

    @property
    def entry_ref(self) -> str:
        """The reference of the entry: SSC-0042 of SSC-0042-L1."""
        return "-".join(self.ref.split("-")[:2])

    def entries(self) -> QuerySet[Entry]:
        """The entries that the endpoint is about, public or not."""
        return Entry.objects.all()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """The record, or what became of its entry."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            entry = self.entries().select_related("merged_into").filter(ref=self.entry_ref).first()
            if entry and entry.state == EntryState.WITHDRAWN:
                raise Withdrawn(entry, request) from None
            if entry and entry.merged_into:
                path = reverse("api:entry-detail", args=[entry.merged_into.ref])
                return HttpResponsePermanentRedirect(absolute_url(path, request))
            raise


class EntryViewSet(_ByRef):
    """Entries of all kinds, by the filters of the portal's own search. The scope `context` is left out unless asked for."""

    kind: Kind | None = None
    lookup_value_regex = _ENTRY_REF

    def entries(self) -> Any:
        """The entries of the endpoint's kind."""
        return self._of_its_kind(Entry.objects.all())

    def _of_its_kind(self, rows: Any) -> Any:
        """Those of entries, or of editions, that are of the endpoint's kind."""
        return rows.filter(kind=self.kind) if self.kind else rows

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        """Lists hold cards, a single entry has everything."""
        return EntryDocument if self.detail else EntryCard

    def get_queryset(self) -> Any:
        """The published editions of the endpoint's kind."""
        return self._of_its_kind(Edition.objects.published())

    def filter_queryset(self, queryset: Any) -> Any:
        """What the search finds. Raises UnusableParameters for any parameter or value that is not known."""
        if self.detail:
            return super().filter_queryset(queryset)
        paging: Any = self.paginator
        # words are searched as they are written, whether or not one asks for it
        parameters, problems = parse(self.request.query_params, also_known=paging.parameters, unknown=["verbatim"])
        if problems:
            raise UnusableParameters(problems, self.request)
        if self.kind and parameters.kind and self.kind not in parameters.kind:
            return NothingFound()
        return FoundEntries(search(replace(parameters, kind=(self.kind.value,)) if self.kind else parameters))

    def get_object(self) -> Edition:
        """The published edition of the entry."""
        editions: EditionQuerySet = self.filter_queryset(self.get_queryset())
        return get_object_or_404(whole_entries(editions), entry__ref=self.ref)


class ExperienceViewSet(EntryViewSet):
    """Experiences: what countries did and learned. The filters are those of all entries."""

    kind = Kind.EXPERIENCE


class InitiativeViewSet(EntryViewSet):
    """Initiatives: what stands and goes on. The filters are those of all entries."""

    kind = Kind.INITIATIVE


class AgreementViewSet(EntryViewSet):
    """Agreements: instruments between parties. The filters are those of all entries."""

    kind = Kind.AGREEMENT


class ExchangeViewSet(EntryViewSet):
    """Exchanges: occasions on which experience moved. The filters are those of all entries."""

    kind = Kind.EXCHANGE


class _PartViewSet(_ByRef):
    """Numbered parts of entries, found by the entry's reference and the part's number."""

    orders = {"ref": ("edition__entry_id", "number")}

    def get_object(self) -> Any:
        """The part of the published edition."""
        number = int(self.ref[len(self.entry_ref) + 2 :])
        parts: QuerySet = self.filter_queryset(self.get_queryset())
        return get_object_or_404(parts, edition__entry__ref=self.entry_ref, number=number)


class LessonViewSet(_PartViewSet):
    """Lessons learned, each a statement of its own, with the entry that it comes from."""

    queryset = published_lessons().prefetch_related("edition__themes")
    serializer_class = LessonDocument
    filterset_class = filters.LessonFilters
    lookup_value_regex = _ENTRY_REF + r"-[Ll]\d{1,4}"


class TransferViewSet(_PartViewSet):
    """Transfers: experience that moved from one country to another."""

    queryset = whole_transfers()
    serializer_class = TransferDocument
    filterset_class = filters.TransferFilters
    lookup_value_regex = _ENTRY_REF + r"-[Tt]\d{1,4}"


class ThemeViewSet(ReadOnlyModelViewSet):
    """Themes: a tree from broad to narrow, with the labels that people know them by."""

    queryset = authorities.themes()
    serializer_class = authorities.ThemeDocument
    filterset_class = filters.ThemeFilters
    orders = {"label": ("sort_label", "pk"), "key": ("key",)}
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"

    def get_serializer_context(self) -> dict[str, Any]:
        """With the number of entries of every theme."""
        return {**super().get_serializer_context(), "theme_counts": authorities.theme_counts()}


class OrganisationViewSet(ReadOnlyModelViewSet):
    """Organisations that have a role in some entry, or that others are part of."""

    queryset = authorities.organisations()
    serializer_class = authorities.OrganisationDocument
    filterset_class = filters.OrganisationFilters
    orders = {"name": ("sort_name", "pk"), "key": ("key",)}
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"


class RecommendationViewSet(ReadOnlyModelViewSet):
    """What the Beijing Declaration of 2010 recommends and commits to, in its order."""

    queryset = authorities.recommendations()
    serializer_class = authorities.RecommendationDocument
    filterset_class = filters.RecommendationFilters
    orders = {"position": ("position", "pk"), "key": ("key",)}
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"
