"""Errors of the API, all of one form: problem documents of RFC 9457 (`application/problem+json`)."""

import logging
import math
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import defaults
from rest_framework import exceptions

from experiences.api.problems import ProblemException
from ssc_portal.time_limit import took_too_long

MEDIA_TYPE = "application/problem+json"
_logger = logging.getLogger(__name__)


class TooLong(exceptions.APIException):
    """The database was stopped at a statement that took too long."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = _lazy("This took too long. Wait a minute, or ask for less: fewer words, and no phrases in quotation marks.")
    wait = 60


class Unavailable(exceptions.APIException):
    """The database does not answer."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = _lazy("The portal cannot reach its database. Come again in a minute.")
    wait = 60


def problem(
    status: HTTPStatus, detail: str, members: dict[str, Any] | None = None, headers: dict[str, str] | None = None
) -> JsonResponse:
    """A problem document, with further members where there are some."""
    document = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **(members or {})}
    as_json = {"ensure_ascii": False}
    return JsonResponse(document, status=status, content_type=MEDIA_TYPE, json_dumps_params=as_json, headers=headers)


def problem_response(error: Exception, context: dict[str, Any]) -> JsonResponse:
    """The answer to any exception of an endpoint. What was not foreseen is logged, and says nothing of itself to the caller."""
    refusal = _refusal(error)
    if refusal is None:
        _logger.error("unforeseen error in the API", exc_info=error)
        got_request_exception.send(sender=type(context["view"]), request=context["request"]._request)
        refusal = exceptions.APIException(_("Something went wrong on our side. It has been noted."))
    members = refusal.members if isinstance(refusal, ProblemException) else {}
    wait = getattr(refusal, "wait", None)
    headers = {"Retry-After": str(math.ceil(wait))} if wait else None
    return problem(HTTPStatus(refusal.status_code), str(refusal.detail), members, headers)


def _refusal(error: Exception) -> exceptions.APIException | None:
    """The error as one that an API answers with; None for one that was not foreseen."""
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, (OperationalError, InterfaceError)):
        _logger.error("the database does not answer", exc_info=error)
        return TooLong() if took_too_long(error) else Unavailable()
    if isinstance(error, Http404):
        return exceptions.NotFound(_("There is nothing at this address."))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, (BadRequest, SuspiciousOperation)):
        return exceptions.ParseError(_("The request cannot be read."))
    return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to a request that was refused before it came to a view: a problem document under `/api/`, else a page."""
    if request.path_info.startswith("/api/"):
        return problem(HTTPStatus.BAD_REQUEST, _("The request cannot be read."))
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to a fault outside the views, in the same two forms. Django has logged it."""
    if request.path_info.startswith("/api/"):
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong on our side. It has been noted."))
    return defaults.server_error(request)
