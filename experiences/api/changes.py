"""The feed of changes, for those who keep a copy of the collection in step."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from countries.api.fields import ApiUrl, Document, PageUrl, absolute_url, portal_address
from experiences.api.problems import UnusableParameters
from experiences.api.shapes import left_empty, wrong_limit
from experiences.documents.changes import UnknownToken, page_of_changes
from experiences.documents.reading import addressed
from experiences.models import StoredDocument
from experiences.search.parameters import Problem
from experiences.vocabulary import Kind, WithdrawalReason

DEFAULT_LIMIT = 100
EXPANDED = "document"
"""What `expand` takes: each item then holds its entry's document, or null where nothing can be read."""


class MergedIntoDocument(Document):
    """The entry that another one was merged into, with its short address, which stays."""

    ref = serializers.CharField()
    key = serializers.CharField()
    kind = serializers.CharField()
    url = PageUrl()
    api_url = ApiUrl("api:entry-detail", "ref")


class ChangeDocument(Document):
    """What became of an entry: it stands as its `api_url` says, or it is deleted, and why."""

    ref = serializers.CharField()
    key = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(choices=Kind.choices, allow_null=True)
    deleted = serializers.BooleanField()
    url = PageUrl()
    api_url = ApiUrl("api:entry-detail", "ref")
    edition = serializers.IntegerField(allow_null=True)
    first_published_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.ChoiceField(choices=WithdrawalReason.choices, allow_null=True)
    reason_label = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)
    merged_into = MergedIntoDocument(allow_null=True)
    at = serializers.DateTimeField()


class ChangePaging(BasePagination):
    """Answers the feed as `next`, `since` and `results`.

    `next` leads to the following page while there is one. `since` is the place after this page: to keep it, and to ask from there
    later, is to miss nothing.
    """

    parameters = ("since", "limit", "expand")
    default_limit = DEFAULT_LIMIT

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        """The items after the place that the request names. Two queries. Raises UnusableParameters."""
        given = {name: next((value for value in request.query_params.getlist(name) if value), "") for name in self.parameters}
        problems = [*self._unknown(request), *left_empty(request.query_params, self.parameters), *wrong_limit(given["limit"])]
        if given["expand"] not in ("", EXPANDED):
            message = _("Not one of: %(allowed)s.") % {"allowed": EXPANDED}
            problems.append(Problem("expand", given["expand"], message, (EXPANDED,)))
        most = int(given["limit"] or DEFAULT_LIMIT) if not problems else 0
        try:
            page = page_of_changes(given["since"], most, with_documents=given["expand"] == EXPANDED)
        except UnknownToken:
            message = _("This portal gave no such place. Use one that it gave, or leave it out to begin from the beginning.")
            problems.append(Problem("since", given["since"], message))
        if problems:
            raise UnusableParameters(problems, request)
        self.request, self.page = request, page
        return [orjson.Fragment(addressed(item, portal_address(request))) for item in page.items]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same as OpenAPI describes it."""
        address = {"type": ["string", "null"], "format": "uri", "description": "The following page, while there is one."}
        since = {"type": "string", "description": "The place after this page, for later."}
        return {"type": "object", "properties": {"next": address, "since": since, "results": schema}}

    def _unknown(self, request: Request) -> Iterator[Problem]:
        """What stands in the query string and has no meaning."""
        for name, values in request.query_params.lists():
            if name not in self.parameters:
                yield Problem(name, str(values[0]), _("There is no such parameter."), self.parameters)
            elif len([value for value in values if value]) > 1:
                yield Problem(name, str(values[-1]), _("It takes one value."))

    def get_paginated_response(self, data: Any) -> Response:
        """The answer around the items."""
        following, headers = None, {}
        if self.page.has_more:
            query = self.request.query_params.copy()
            query["since"] = self.page.token
            following = absolute_url(f"{self.request.path}?{query.urlencode()}", self.request)
            headers = {"Link": f'<{following}>; rel="next"'}
        return Response({"next": following, "since": self.page.token, "results": data}, headers=headers)


class ChangeViewSet(ListModelMixin, GenericViewSet):
    """Every entry that is or was public, in the order of its last change. Whoever follows it has exactly the collection.

    An entry that changed several times stands at its last change only. What was withdrawn is told of for ever.
    """

    queryset = StoredDocument.objects.all()
    serializer_class = ChangeDocument
    filter_backends = ()
    pagination_class = ChangePaging

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page of the feed."""
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(page)
