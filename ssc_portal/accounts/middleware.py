"""Who needs a second factor comes no further without."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from ssc_portal.accounts.second_factor import has_second_factor, needs_second_factor, used_second_factor

ON_THE_WAY = {"mfa_activate_totp", "mfa_reauthenticate", "account_reauthenticate", "account_login", "account_logout"}
"""The pages that one needs to get there."""


class SecondFactorMiddleware:
    """Leads people who need a second factor to set it up, or to give its code, before anything else.

    A request without a session is not looked at: a reader's pages do not vary by cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The response as it is."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """The way to the second factor for those who must go there first; None for all others."""
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or (match and match.url_name in ON_THE_WAY):
            return None
        person = request.user
        if not person.is_authenticated or used_second_factor(request, person) or not needs_second_factor(person):
            return None
        page = reverse("mfa_reauthenticate" if has_second_factor(person) else "mfa_activate_totp")
        return HttpResponseRedirect(f"{page}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")
