"""Signposting (signposting.org, level 1): typed links in the header of an entry's page, for machines that do not read HTML."""

from django.http import HttpRequest
from django.urls import reverse

from countries.api.fields import absolute_url
from experiences.citing.formats import FORMATS
from experiences.models import Entry


def signposts(entry: Entry, request: HttpRequest) -> str:
    """The value of the Link header (RFC 8288): how to cite the entry, what it is, what describes it, what it is part of."""

    def link(path: str, relation: str, media_type: str = "") -> str:
        typed = f'; type="{media_type}"' if media_type else ""
        return f'<{absolute_url(path, request)}>; rel="{relation}"{typed}'

    cited = [
        link(reverse("entries:cite", args=[entry.ref, ending]), "describedby", form.media_type)
        for ending, form in FORMATS.items()
    ]
    return ", ".join(
        [
            link(reverse("entries:by_ref", args=[entry.ref]), "cite-as"),
            '<https://schema.org/Article>; rel="type"',
            link(reverse("api:entry-detail", args=[entry.ref]), "describedby", "application/json"),
            *cited,
            link(reverse("linked_data:catalogue", args=["jsonld"]), "collection", "application/ld+json"),
        ]
    )
