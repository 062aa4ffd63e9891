"""The catalogue and the themes as linked data, each as JSON-LD and as Turtle."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from experiences.linked_data.catalogue import Catalogue
from experiences.linked_data.themes import theme_scheme
from experiences.linked_data.turtle import turtle


@require_safe
def catalogue(request: HttpRequest, ending: str) -> HttpResponse:
    """The catalogue (DCAT 3)."""
    return _sent(Catalogue(request).document(), ending)


@require_safe
def themes(request: HttpRequest, ending: str) -> HttpResponse:
    """The themes (SKOS)."""
    return _sent(theme_scheme(request), ending)


def _sent(document: dict[str, Any], ending: str) -> HttpResponse:
    if ending == "jsonld":
        return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/ld+json; charset=utf-8")
    if ending == "ttl":
        return HttpResponse(turtle(document), content_type="text/turtle; charset=utf-8")
    raise Http404


app_name = "linked_data"
urlpatterns = [
    path("catalog.<str:ending>", catalogue, name="catalogue"),
    path("themes.<str:ending>", themes, name="themes"),
]
