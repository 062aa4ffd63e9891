"""The feed of changes, for those who keep a copy of the collection in step."""

from typing import Any

import orjson
from django.utils.translation import gettext as _
from django_filters import FilterSet
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from countries.api.fields import ApiUrl, Document, PageUrl, absolute_url, portal_address
from experiences.api.problems import UnusableParameters
from experiences.documents.changes import UnknownToken, page_of_changes
from experiences.documents.reading import addressed
from experiences.models import StoredDocument
from experiences.search.parameters import Problem

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000


class MergedIntoDocument(Document):
    """The entry that another one was merged into, with its short address, which stays."""

    ref = serializers.CharField()
    url = PageUrl()
    api_url = ApiUrl("api:entry-detail", "ref")


class ChangeDocument(Document):
    """What became of an entry: it stands as its `api_url` says, or it is deleted, and why."""

    ref = serializers.CharField()
    key = serializers.CharField(allow_null=True)
    kind = serializers.CharField(allow_null=True)
    deleted = serializers.BooleanField()
    url = PageUrl()
    api_url = ApiUrl("api:entry-detail", "ref")
    edition = serializers.IntegerField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_null=True)
    reason_label = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)
    merged_into = MergedIntoDocument(allow_null=True)
    at = serializers.DateTimeField()


class ChangePaging(BasePagination):
    """Answers the feed as `next`, `since` and `results`.

    `next` leads to the following page while there is one. `since` is the place after this page: to keep it, and to ask from there
    later, is to miss nothing.
    """

    parameters = ("since", "limit")

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[orjson.Fragment]:
        """The items after the place that the request names. Two queries. Raises UnusableParameters."""
        given = {name: [value for value in request.query_params.getlist(name) if value] for name in self.parameters}
        problems = [Problem(name, each[-1], _("It takes one value.")) for name, each in given.items() if len(set(each)) > 1]
        since, limit = (next(iter(given[name]), "") for name in self.parameters)
        if limit and not (limit.isascii() and limit.isdigit() and len(limit) <= 4 and 1 <= int(limit) <= MAX_LIMIT):  # noqa: PLR2004
            message = _("Not a whole number from %(least)d to %(most)d.") % {"least": 1, "most": MAX_LIMIT}
            problems.append(Problem("limit", limit, message))
        try:
            page = page_of_changes(since, int(limit or DEFAULT_LIMIT) if not problems else 0)
        except UnknownToken:
            message = _("This portal gave no such place. Use one that it gave, or leave it out to begin from the beginning.")
            problems.append(Problem("since", since, message))
        if problems:
            raise UnusableParameters(problems, request)
        self.request, self.page = request, page
        return [orjson.Fragment(addressed(item, portal_address(request))) for item in page.items]

    def get_paginated_response(self, data: Any) -> Response:
        """The answer around the items."""
        following = None
        if self.page.has_more:
            query = self.request.query_params.copy()
            query["since"] = self.page.token
            following = absolute_url(f"{self.request.path}?{query.urlencode()}", self.request)
        return Response({"next": following, "since": self.page.token, "results": data})


class ChangeViewSet(ListModelMixin, GenericViewSet):
    """Every entry that is or was public, in the order of its last change. Whoever follows it has exactly the collection.

    An entry that changed several times stands at its last change only. What was withdrawn is told of for ever.
    """

    queryset = StoredDocument.objects.all()
    serializer_class = ChangeDocument
    filterset_class = FilterSet
    pagination_class = ChangePaging

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the feed."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(page)
