"""The themes as a SKOS concept scheme (W3C Recommendation, 18 August 2009), in JSON-LD.

A theme's page is its URI: who follows it reads what the concept means.
"""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from countries.api.fields import absolute_url
from experiences.models import Theme
from experiences.portal import PORTAL_NAME
from experiences.vocabulary import LabelType

CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "altLabel": {"@id": "skos:altLabel", "@container": "@language"},
    "scopeNote": {"@id": "skos:scopeNote", "@container": "@language"},
    "notation": "skos:notation",
    "title": {"@id": "dcterms:title", "@container": "@language"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "narrower": {"@id": "skos:narrower", "@type": "@id"},
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "topConceptOf": {"@id": "skos:topConceptOf", "@type": "@id"},
    "hasTopConcept": {"@id": "skos:hasTopConcept", "@type": "@id"},
}


def scheme_uri(request: HttpRequest) -> str:
    """The URI of the scheme: the page of all themes."""
    return absolute_url(reverse("themes:list"), request)


def theme_scheme(request: HttpRequest) -> dict[str, Any]:
    """The scheme and all its concepts. Two queries."""
    themes = list(Theme.objects.prefetch_related("labels"))
    uris = {theme.pk: absolute_url(theme.get_absolute_url(), request) for theme in themes}
    narrower = defaultdict(list)
    for theme in themes:
        narrower[theme.parent_id].append(uris[theme.pk])
    scheme = {
        "@id": scheme_uri(request),
        "@type": "skos:ConceptScheme",
        "title": {"en": f"{PORTAL_NAME}: themes"},
        "hasTopConcept": narrower[None],
    }
    return {"@context": CONTEXT, "@graph": [scheme, *(_concept(theme, uris, narrower, scheme["@id"]) for theme in themes)]}


def _concept(theme: Theme, uris: dict[int, str], narrower: dict[int | None, list[str]], scheme: Any) -> dict[str, Any]:
    preferred, alternative = {"en": theme.label}, defaultdict(list)
    for label in theme.labels.all():
        if label.type == LabelType.PREFERRED:
            preferred[label.language] = label.text
        else:
            alternative[label.language].append(label.text)
    concept: dict[str, Any] = {
        "@id": uris[theme.pk],
        "@type": "skos:Concept",
        "notation": theme.key,
        "prefLabel": preferred,
        "altLabel": dict(alternative),
        "scopeNote": {"en": theme.scope_note} if theme.scope_note else {},
        "inScheme": scheme,
        "narrower": narrower[theme.pk],
    }
    return concept | ({"broader": uris[theme.parent_id]} if theme.parent_id else {"topConceptOf": scheme})
