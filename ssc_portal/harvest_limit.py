"""How many pages a harvester may ask for in a minute. Counted as what is costly in the API is (ssc_portal.api.limits)."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ssc_portal.api.limits import add_limits, counter, network

COUNTED = {"ListRecords", "ListIdentifiers"}


def limited(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The view of the harvest, which answers too many pages with 503: the status with which harvesters wait (section 3.1.2)."""

    @wraps(view)
    def counting(request: HttpRequest) -> HttpResponse:
        if COUNTED.isdisjoint([*request.GET.getlist("verb"), *request.POST.getlist("verb")]):
            return view(request)
        standing = counter.count("harvest", network(request), settings.OAI_RATE_LIMIT)
        if standing.is_exceeded:
            response = HttpResponse(
                "Too many pages in a minute.\n", status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain"
            )
            response.headers["Retry-After"] = str(standing.seconds)
        else:
            response = view(request)
        request.api_limits = [standing]  # type: ignore[attr-defined]
        add_limits(request, response)
        return response

    return counting
