"""What the search boxes' script asks and tells: suggestions while somebody types, and which result was opened."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from experiences.languages import LANGUAGES
from experiences.search.log import record_click
from experiences.search.parameters import MAX_QUERY_LENGTH
from experiences.search.suggestions import suggestions

LAST_POSITION = 1000
"""The place of a result beyond which nobody reads: what says it is further down is made up."""


@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> HttpResponse:
    """The pages whose name begins as `q` does, as JSON; 400 for anything else that is asked. Two queries at most."""
    begun = request.GET.getlist("q")
    if problem := _problem(request, begun):
        return JsonResponse({"problem": problem}, status=400)
    found = [
        {
            "kind": suggestion.kind,
            "label": suggestion.label,
            "address": suggestion.address,
            "language": suggestion.language,
            "direction": LANGUAGES[suggestion.language].direction if suggestion.language else "",
        }
        for suggestion in suggestions(begun[0])
    ]
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})


def _problem(request: HttpRequest, begun: list[str]) -> str:
    """Why a query string asks for no suggestions, "" where it does."""
    if set(request.GET) != {"q"} or len(begun) != 1:
        return _("Ask with one parameter: q, what is typed so far.")
    if len(begun[0]) > MAX_QUERY_LENGTH or "\x00" in begun[0]:
        return _("Too long. Only the first %(most)d characters count.") % {"most": MAX_QUERY_LENGTH}
    return ""


@csrf_exempt
@require_POST
def clicked(request: HttpRequest) -> HttpResponse:
    """Count that the result at place `position` of the search for `q` was opened. 204, or 400 for what no page of ours sends.

    The answer does not tell whether anybody searched for those words.
    """
    q, position = request.POST.get("q", ""), request.POST.get("position", "")
    is_place = position.isascii() and position.isdigit() and len(position) <= len(str(LAST_POSITION))
    if not (_is_from_here(request) and q and is_place and 1 <= int(position) <= LAST_POSITION):
        return HttpResponse(status=400)
    record_click(q[:MAX_QUERY_LENGTH], int(position))
    return HttpResponse(status=204)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this portal sends the request: by what the browser says, or by its origin where the browser is old."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "").partition("://")[2] == request.get_host()


urlpatterns = [
    path("", suggest, name="suggestions"),
    path("clicked", clicked, name="clicked"),
]
