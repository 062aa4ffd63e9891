"""The downloads as distributions of a data set (DCAT 3)."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from countries.api.fields import absolute_url
from experiences.exports.downloads import FORMS
from experiences.exports.dumps import latest_dump
from experiences.exports.tables import ENTRIES, TABLES
from experiences.search.parameters import SearchParameters

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_NDJSON = f"{MEDIA_TYPES}application/x-ndjson"


def distributions(request: HttpRequest, uri: str, selection: SearchParameters, *, with_dump: bool) -> Iterator[dict[str, Any]]:
    """The files in which what a search finds can be had, as JSON-LD. `uri` is that of the data set."""
    files = [(ENTRIES.name, "ndjson"), (ENTRIES.name, "xlsx"), *((name, "csv") for name in TABLES)]
    for table, ending in files:
        query = selection.urlencode()
        yield {
            "@id": f"{uri}-{table}-{ending}",
            "@type": "dcat:Distribution",
            "title": f"{'All tables' if ending == 'xlsx' else TABLES[table].title}, {ending.upper()}",
            "accessURL": absolute_url(f"{reverse('exports:page')}?{query}", request),
            "downloadURL": absolute_url(f"{reverse('exports:download', args=[table, ending])}?{query}", request),
            "mediaType": MEDIA_TYPES + FORMS[ending].content_type.partition(";")[0],
        }
    if with_dump and (dump := latest_dump()):
        yield {
            "@id": f"{uri}-dump",
            "@type": "dcat:Distribution",
            "title": "Everything, NDJSON packed with gzip, once a night",
            "issued": dump.made_at.isoformat(),
            "accessURL": absolute_url(reverse("exports:page"), request),
            "downloadURL": absolute_url(reverse("exports:dump", args=[dump.name]), request),
            "mediaType": _NDJSON,
            "compressFormat": f"{MEDIA_TYPES}application/gzip",
            "byteSize": str(dump.size),
            "checksum": {
                "@id": f"{uri}-dump-checksum",
                "@type": "spdx:Checksum",
                "algorithm": "spdx:checksumAlgorithm_sha256",
                "checksumValue": dump.sha256,
            },
        }
