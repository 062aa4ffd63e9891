"""How an endpoint refuses: exceptions that carry more than a sentence. The API's exception handler writes them out."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from countries.api.fields import Document, PageUrl, absolute_url
from experiences.models import Entry
from experiences.search.parameters import Problem
from experiences.vocabulary import WithdrawalReason

_LISTED_AT = {
    "country": "api:country-list",
    "from": "api:country-list",
    "to": "api:country-list",
    "theme": "api:theme-list",
    "parent": "api:theme-list",
    "organisation": "api:organisation-list",
    "recommendation": "api:recommendation-list",
    "region": "api:region-list",
    "group": "api:group-list",
    "key": "api:entry-list",
    "entry": "api:entry-list",
    "experience": "api:entry-list",
    "exchange": "api:entry-list",
    "outcome": "api:entry-list",
}
"""Where the values that a parameter takes are listed, for those that are too many to name in an error."""


def listed_at(parameter: str) -> str:
    """The route of the endpoint that lists the values that a parameter takes; "" where none does."""
    return _LISTED_AT.get(parameter, "")


class ProblemException(APIException):
    """An answer that is an error, with further members of its problem document (RFC 9457, section 3.2)."""

    def __init__(self, detail: str, members: dict[str, Any]) -> None:
        super().__init__(detail)
        self.members = members


class UnusableParameters(ProblemException):
    """A query string that cannot be answered. Nothing in it is guessed at: `errors` names each parameter and value."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, problems: Iterable[Problem], request: Request) -> None:
        errors = [_error(problem, request) for problem in problems]
        super().__init__(_("The query string cannot be used. The list of errors says why."), {"errors": errors})


def _error(problem: Problem, request: Request) -> dict[str, Any]:
    error: dict[str, Any] = {"parameter": problem.parameter, "value": problem.value, "message": problem.message}
    if problem.allowed:
        error["allowed"] = list(problem.allowed)
    elif problem.parameter in _LISTED_AT:
        error["see"] = absolute_url(reverse(_LISTED_AT[problem.parameter]), request)
    return error


class WrongParameterDocument(serializers.Serializer):
    """One thing that is wrong with a query string."""

    parameter = serializers.CharField()
    value = serializers.CharField()
    message = serializers.CharField()
    allowed = serializers.ListField(child=serializers.CharField(), required=False, help_text="All that it takes.")
    see = serializers.URLField(required=False, help_text="Where what it takes is listed.")


class ProblemDocument(serializers.Serializer):
    """An error (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = WrongParameterDocument(  # type: ignore[assignment]
        many=True, required=False, help_text="Of a query string: everything that is wrong with it."
    )


class TombstoneDocument(Document):
    """What is left of a withdrawn entry."""

    ref = serializers.CharField()
    key = serializers.CharField()
    url = PageUrl()
    withdrawn_at = serializers.DateTimeField()
    reason = serializers.ChoiceField(choices=WithdrawalReason.choices, source="withdrawal_reason")
    reason_label = serializers.CharField(source="get_withdrawal_reason_display")
    note = serializers.CharField(source="withdrawal_note", allow_null=True)


class GoneDocument(ProblemDocument, TombstoneDocument):
    """The problem document that tells of a withdrawn entry."""


class Withdrawn(ProblemException):
    """An entry was published once, and is withdrawn: when, and why."""

    status_code = status.HTTP_410_GONE

    def __init__(self, entry: Entry, request: Request) -> None:
        tombstone = TombstoneDocument(entry, context={"request": request})
        super().__init__(_("This entry was published once, and is withdrawn."), dict(tombstone.data))
