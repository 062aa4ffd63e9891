"""The API's endpoints of entries and of what belongs to them. Everything goes through the published editions."""

from collections.abc import Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

import orjson
from django.db.models import QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from countries.api.endpoint import Endpoint
from countries.api.fields import absolute_url, portal_address
from countries.api.shape import Shape
from experiences.api import authorities, filters
from experiences.api.entries import EntryCard, EntryDocument
from experiences.api.expansions import COUNTRIES, ORGANISATIONS, THEMES
from experiences.api.facets import counted
from experiences.api.found import FoundEntries, NothingFound
from experiences.api.parts import LessonDocument, TransferDocument
from experiences.api.problems import UnusableParameters, Withdrawn
from experiences.api.shapes import left_empty, listed, not_listed, read_shape, shaping
from experiences.api.tongues import in_language, languages_of
from experiences.api.transfers import told_whole, whole_transfers
from experiences.documents.reading import addressed
from experiences.models import Edition, Entry, Source, StoredDocument, SynonymGroup
from experiences.querysets import lessons_of, published_lessons, transfers_of
from experiences.search.facets import LABELS
from experiences.search.parameters import parse
from experiences.search.query import known_search
from experiences.vocabulary import Kind


@lru_cache(maxsize=1)
def _names_of_cards() -> tuple[str, ...]:
    """What the cards in lists of entries hold."""
    return tuple(EntryCard().fields)


_ENTRY_REF = r"[Ss][Ss][Cc]-\d{4,12}"


@method_decorator(cache_control(no_cache=True), name="dispatch")
class _ByRef(Endpoint):
    """Entries, or what belongs to them, found by permanent references in any case.

    What an entry held that was published in error answers 410; what one held that was merged into another redirects to that
    entry. Clients are told to ask each time: browsers would keep a 410 for ever, and an entry can be published again.
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
            return self.answer()
        except Http404:
            entry = self.entries().select_related("merged_into").filter(ref=self.entry_ref).first()
            if entry and entry.is_gone:
                raise Withdrawn(entry, request) from None
            if entry and entry.merged_into:
                path = reverse("api:entry-detail", args=[entry.merged_into.ref])
                return HttpResponsePermanentRedirect(absolute_url(path, request))
            raise

    def answer(self) -> Response:
        """The record. Raises Http404 where it is not there to be read."""
        [document] = self.shaped([self.get_serializer(self.get_object()).data])
        return Response(document)


class EntryViewSet(_ByRef):
    """Entries of all kinds, by the filters of the portal's own search. The scope "context" is left out unless asked for.

    What is answered was made by the database when the entry, or something that it tells of, was changed, and is sent as it is
    stored. A superseded entry is on no list, but can still be read; `withdrawn` says so.
    """

    kind: Kind | None = None
    lookup_value_regex = _ENTRY_REF
    expansions = {"countries": COUNTRIES, "themes": THEMES, "organisations": ORGANISATIONS}
    has_cards = True
    speaks = True

    def entries(self) -> QuerySet[Entry]:
        """The entries of the endpoint's kind."""
        return Entry.objects.filter(kind=self.kind) if self.kind else Entry.objects.all()

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        """Lists hold cards, a single entry has everything."""
        return EntryDocument if self.detail else EntryCard

    def get_queryset(self) -> Any:
        """The documents of the endpoint's kind that can be read."""
        return StoredDocument.objects.filter(entry__in=self.entries()).exclude(document="")

    def whole_document(self) -> EntryDocument:
        """With `fields`, a list gives any name of an entry, not only those of its card."""
        return EntryDocument()

    def filter_queryset(self, queryset: Any) -> Any:
        """What the search finds. Raises UnusableParameters for any parameter or value that is not known."""
        if self.detail:
            return super().filter_queryset(queryset)
        query, paging, shapes = self.request.query_params, cast("Any", self.paginator), shaping(self)
        also = ("facets", *shapes.parameters, *paging.parameters)
        # words are searched as they are written, whether or not one asks for it
        parameters, problems = parse(query, also_known=also, unknown=["verbatim"])
        self.shape, wrong = read_shape(query, shapes)
        problems += [*wrong, *not_listed("facets", listed(query, "facets"), tuple(LABELS))]
        problems += left_empty(query, (*(field.name for field in dataclass_fields(parameters)), *also))
        if problems:
            raise UnusableParameters(problems, self.request)
        if self.kind and parameters.kind and self.kind not in parameters.kind:
            return NothingFound()
        found = known_search(replace(parameters, kind=(self.kind.value,)) if self.kind else parameters)
        return FoundEntries(found, portal_address(self.request), whole=self.goes_beyond_cards)

    @property
    def goes_beyond_cards(self) -> bool:
        """Whether more is asked for than cards hold."""
        wanted = {"organisations", "document"} & set(self.shape.expand) or self.shape.names.keys() - set(_names_of_cards())
        return bool(wanted)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A piece of what the search finds, with the counts of its facets where they are asked for."""
        found = self.filter_queryset(self.get_queryset())
        rows = cast("Any", self.paginate_queryset(found))
        response = self.get_paginated_response(None)
        if names := listed(request.query_params, "facets"):
            response.data["facets"] = counted(found.search, names)
        response.data["results"] = self.told(rows, response)
        return response

    def answer(self) -> Response:
        """The document. Raises Http404 where there is none to be read."""
        documents: QuerySet[StoredDocument] = self.filter_queryset(self.get_queryset())
        stored = get_object_or_404(documents.only("document"), ref=self.ref)
        response = Response()
        [response.data] = self.told([addressed(stored.document, portal_address(self.request))], response)
        return response

    def told(self, stored: Sequence[str], response: Response) -> Sequence[Any]:
        """Stored documents as they are asked for: as they are, unless anything else is."""
        if self.shape == Shape():
            return [orjson.Fragment(document) for document in stored]
        documents = [orjson.loads(document) for document in stored]
        if self.shape.language:
            in_language(documents, self.shape.language)
            response["Content-Language"] = ", ".join(languages_of(documents)) or self.shape.language
        if not self.detail and not self.shape.names and "document" not in self.shape.expand:
            card = [*_names_of_cards(), *({"organisations"} & set(self.shape.expand))]
            documents = [{name: document[name] for name in card if name in document} for document in documents]
        shaped: Sequence[Any] = self.shaped(documents)
        return shaped


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
    """Numbered parts of entries, found by the entry's reference and the part's number.

    Those of a superseded entry are on no list, but can still be read, as it can; `withdrawn` says so.
    """

    orders = {"ref": ("edition__entry_id", "number")}
    readable: QuerySet
    """The parts of all editions that the addresses of entries show."""

    def get_queryset(self) -> Any:
        """What is listed, or what can be read."""
        return self.readable.all() if self.detail else super().get_queryset()

    def get_object(self) -> Any:
        """The part of the edition that the entry's address shows."""
        number = int(self.ref[len(self.entry_ref) + 2 :])
        parts: QuerySet = self.filter_queryset(self.get_queryset())
        return get_object_or_404(parts, edition__entry__ref=self.entry_ref, number=number)


class LessonViewSet(_PartViewSet):
    """Lessons learned, each a statement of its own, with the entry that it comes from."""

    queryset = published_lessons().prefetch_related("edition__themes")
    readable = lessons_of(Edition.objects.shown()).prefetch_related("edition__themes")
    serializer_class = LessonDocument
    filterset_class = filters.LessonFilters
    expansions = {"countries": COUNTRIES}
    lookup_value_regex = _ENTRY_REF + r"-[Ll]\d{1,4}"


class TransferViewSet(_PartViewSet):
    """Transfers: experience that moved from one country to another."""

    queryset = whole_transfers()
    readable = told_whole(transfers_of(Edition.objects.shown()))
    serializer_class = TransferDocument
    filterset_class = filters.TransferFilters
    lookup_value_regex = _ENTRY_REF + r"-[Tt]\d{1,4}"


class ThemeViewSet(Endpoint):
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


class OrganisationViewSet(Endpoint):
    """Organisations that have a role in some entry, or that others are part of."""

    queryset = authorities.organisations()
    serializer_class = authorities.OrganisationDocument
    filterset_class = filters.OrganisationFilters
    orders = {"name": ("sort_name", "pk"), "key": ("key",)}
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"


class RecommendationViewSet(Endpoint):
    """What the Beijing Declaration of 2010 recommends and commits to, in its order."""

    queryset = authorities.recommendations()
    serializer_class = authorities.RecommendationDocument
    filterset_class = filters.RecommendationFilters
    orders = {"position": ("position", "pk"), "key": ("key",)}
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"


class SourceViewSet(Endpoint):
    """Sources: the documents that entries cite."""

    queryset = Source.objects.all()
    serializer_class = authorities.SourceRecord
    filterset_class = FilterSet
    orders = {"key": ("key",)}
    lookup_field = "key"
    lookup_value_regex = r"[-\w]+"


class SynonymsViewSet(Endpoint):
    """Groups of synonyms: who searches for one term finds what is written with the others."""

    queryset = SynonymGroup.objects.all()
    serializer_class = authorities.SynonymsDocument
    filterset_class = FilterSet
    orders = {"key": ("key",)}
    lookup_field = "key"
    lookup_value_regex = r"[-\w]+"
