"""Errors of the API, all of one form: problem documents of RFC 9457 (`application/problem+json`)."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions

from experiences.api.problems import ProblemException

MEDIA_TYPE = "application/problem+json"
_logger = logging.getLogger(__name__)


def problem(status: HTTPStatus, detail: str, members: dict[str, Any] | None = None) -> JsonResponse:
    """A problem document, with further members where there are some."""
    document = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **(members or {})}
    return JsonResponse(document, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


def problem_response(error: Exception, context: dict[str, Any]) -> JsonResponse:
    """The answer to any exception of an endpoint. What was not foreseen is logged, and says nothing of itself to the caller."""
    refusal = _refusal(error)
    if refusal is None:
        _logger.error("unforeseen error in the API", exc_info=error)
        got_request_exception.send(sender=type(context["view"]), request=context["request"]._request)
        refusal = exceptions.APIException(_("Something went wrong on our side. It has been noted."))
    members = refusal.members if isinstance(refusal, ProblemException) else {}
    return problem(HTTPStatus(refusal.status_code), str(refusal.detail), members)


def _refusal(error: Exception) -> exceptions.APIException | None:
    """The error as one that an API answers with; None for one that was not foreseen."""
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound(_("There is nothing at this address."))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, (BadRequest, SuspiciousOperation)):
        return exceptions.ParseError(_("The request cannot be read."))
    return None
