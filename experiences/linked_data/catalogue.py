"""The portal as a catalogue of data sets in DCAT 3 (W3C Recommendation, 22 August 2024), in JSON-LD.

One data set holds all entries, and one those of each kind; each says in which forms it can be had, and from which services.
"""

import datetime
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import reverse

from countries.api.fields import absolute_url
from experiences.exports.selection import EVERYTHING
from experiences.linked_data.files import MEDIA_TYPES, distributions
from experiences.linked_data.themes import scheme_uri
from experiences.models import Edition
from experiences.pages.kinds import KIND_DESCRIPTIONS, KIND_NAMES
from experiences.portal import PORTAL_NAME
from experiences.vocabulary import Kind

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "title": {"@id": "dcterms:title", "@language": "en"},
    "description": {"@id": "dcterms:description", "@language": "en"},
    "keyword": {"@id": "dcat:keyword", "@language": "en"},
    "issued": {"@id": "dcterms:issued", "@type": "xsd:dateTime"},
    "modified": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
    "publisher": {"@id": "dcterms:publisher", "@type": "@id"},
    "name": "foaf:name",
    "conformsTo": {"@id": "dcterms:conformsTo", "@type": "@id"},
    "themeTaxonomy": {"@id": "dcat:themeTaxonomy", "@type": "@id"},
    "dataset": {"@id": "dcat:dataset", "@type": "@id"},
    "service": {"@id": "dcat:service", "@type": "@id"},
    "distribution": {"@id": "dcat:distribution", "@type": "@id"},
    "servesDataset": {"@id": "dcat:servesDataset", "@type": "@id"},
    "accessService": {"@id": "dcat:accessService", "@type": "@id"},
    "landingPage": {"@id": "dcat:landingPage", "@type": "@id"},
    "accessURL": {"@id": "dcat:accessURL", "@type": "@id"},
    "endpointURL": {"@id": "dcat:endpointURL", "@type": "@id"},
    "downloadURL": {"@id": "dcat:downloadURL", "@type": "@id"},
    "mediaType": {"@id": "dcat:mediaType", "@type": "@id"},
    "compressFormat": {"@id": "dcat:compressFormat", "@type": "@id"},
    "byteSize": {"@id": "dcat:byteSize", "@type": "xsd:nonNegativeInteger"},
    "spdx": "http://spdx.org/rdf/terms#",
    "checksum": "spdx:checksum",
    "algorithm": {"@id": "spdx:algorithm", "@type": "@id"},
    "checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
}
OAI_PMH = "http://www.openarchives.org/OAI/2.0/openarchivesprotocol.htm"


class Catalogue:
    """The catalogue as it stands at the host of a request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.uri = self._address("linked_data:catalogue", "jsonld")
        self.api = self._address("api:root")
        self.harvest = self._address("harvest") if settings.OAI_ADMIN_EMAIL else ""
        self.publisher = f"{self._address('about')}#portal"

    def document(self) -> dict[str, Any]:
        """The catalogue as JSON-LD, with its context. One query."""
        kinds = Edition.objects.published().order_by().values_list("kind")
        dates = {
            kind: (first, last) for kind, first, last in kinds.annotate(Min("entry__first_published_at"), Max("published_at"))
        }
        everything = self._dataset(
            "entries", f"{PORTAL_NAME}: all entries", "Every published entry, of all kinds.", list(dates.values())
        )
        of_kinds = [
            self._dataset(f"{kind}s", f"{PORTAL_NAME}: {KIND_NAMES[kind]}", str(KIND_DESCRIPTIONS[kind]), [dates[kind]])
            for kind in Kind
            if kind in dates
        ]
        datasets = [everything, *of_kinds]
        services = [self._service(self.api, "JSON API, version 1", datasets)]
        if self.harvest:
            harvest = self._service(self.harvest, "Harvest by OAI-PMH 2.0", datasets[:1])
            services.append(harvest | {"conformsTo": OAI_PMH})
        return {"@context": CONTEXT, "@graph": [self._catalogue(datasets), self._publisher(), *services, *datasets]}

    def _address(self, name: str, *args: str) -> str:
        return absolute_url(reverse(name, args=args), self.request)

    def _catalogue(self, datasets: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "@id": self.uri,
            "@type": "dcat:Catalog",
            "title": str(PORTAL_NAME),
            "description": "What countries in Asia and the Pacific did for the rights of children, and who learned from whom.",
            "landingPage": self._address("home"),
            "publisher": self.publisher,
            "themeTaxonomy": scheme_uri(self.request),
            "dataset": [each["@id"] for each in datasets],
            "service": [self.api, self.harvest] if self.harvest else self.api,
        }

    def _publisher(self) -> dict[str, Any]:
        return {"@id": self.publisher, "@type": "foaf:Agent", "name": str(PORTAL_NAME)}

    def _service(self, address: str, title: str, datasets: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "@id": address,
            "@type": "dcat:DataService",
            "title": title,
            "endpointURL": address,
            "servesDataset": [each["@id"] for each in datasets],
        }

    def _dataset(
        self, name: str, title: str, description: str, dates: list[tuple[datetime.datetime, datetime.datetime]]
    ) -> dict[str, Any]:
        """A data set, whose list in the API has that name."""
        page = self._address("entries:list")
        listed = self._address(f"api:{name.removesuffix('s') if name != 'entries' else 'entry'}-list")
        uri = f"{self.uri}#{name}"
        selection = EVERYTHING if name == "entries" else replace(EVERYTHING, kind=(name.removesuffix("s"),))
        files = distributions(self.request, uri, selection, with_dump=name == "entries")
        dataset = {
            "@id": uri,
            "@type": "dcat:Dataset",
            "title": title,
            "description": description,
            "landingPage": page if name == "entries" else f"{page}?kind={name.removesuffix('s')}",
            "publisher": self.publisher,
            "distribution": [self._json(f"{uri}-json", listed), *files],
        }
        if dates:
            dataset["issued"] = min(first for first, _last in dates).isoformat()
            dataset["modified"] = max(last for _first, last in dates).isoformat()
        return dataset

    def _json(self, uri: str, address: str) -> dict[str, Any]:
        return {
            "@id": uri,
            "@type": "dcat:Distribution",
            "title": "JSON, page by page",
            "accessURL": address,
            "accessService": self.api,
            "mediaType": f"{MEDIA_TYPES}application/json",
        }
