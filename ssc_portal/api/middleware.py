"""What every answer of the API has, whoever makes it: its language, what is deprecated of it, how much may still be asked."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from ssc_portal.api.deprecations import add_deprecation
from ssc_portal.api.limits import add_limits
from ssc_portal.freshness import API


class ApiMiddleware:
    """Answers in the language of the parameter `lang` where the interface has it, else in English: never in the browser's.

    So an answer depends on its address alone, and a copy of it serves everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the API; everything else passes by."""
        if not request.path_info.startswith(API):
            response = self.get_response(request)
            add_limits(request, response)  # downloads are counted too
            return response
        asked = request.GET.get("lang", "")
        language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        add_limits(request, response)
        add_deprecation(request, response)
        return response
