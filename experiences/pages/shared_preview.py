"""A draft as its page will look, for whoever has a link that somebody at the desk made. No account is needed, and no cookie set.

The address is a secret: it is told to nobody else, neither to the pages that are linked from here nor to a cache.
"""

from functools import wraps
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from experiences.editorial.sharing import count_opening, link_of
from experiences.models import Edition
from experiences.pages.entry_content import entry_content

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADERS = {"Cache-Control": "no-store, private", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


def _kept_quiet(view: "Callable[[HttpRequest, str], HttpResponse]") -> "Callable[[HttpRequest, str], HttpResponse]":
    """The view, with an answer that nobody keeps, lists or tells on."""

    @wraps(view)
    def quiet(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        for name, value in _HEADERS.items():
            response[name] = value
        return response

    return quiet


@_kept_quiet
@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft as it is now; the public page once it is published. 410 for a link that has ended, 404 for what never was one."""
    try:
        link = link_of(token)
    except SignatureExpired:
        link = None
    except BadSignature as fault:
        raise Http404 from fault
    if link is None or not link.works:
        return render(request, "pages/shared_preview_ended.html", status=410)
    if not link.edition.is_draft:
        return redirect(link.edition.get_absolute_url())
    if request.method == "GET":
        count_opening(link)
    edition = get_object_or_404(Edition.objects.with_everything(), pk=link.edition_id)
    return render(request, "pages/shared_preview.html", entry_content(edition, request) | {"link": link})


urlpatterns = [path("<str:token>/", shared_preview, name="shared_preview")]
