"""What an entry's page says of itself in its head: Dublin Core terms (DCMI) and the tags that Google Scholar and Zotero read."""

from django.http import HttpRequest
from django.urls import reverse

from countries.api.fields import absolute_url
from experiences.models import Edition, EditionText
from experiences.portal import PORTAL_NAME


def meta_tags(edition: Edition, text: EditionText, request: HttpRequest) -> list[tuple[str, str]]:
    """(name, content) pairs for a published edition fetched `with_everything`, read in one of its texts.

    Entries name no author, so there is none here.
    """
    address = absolute_url(reverse("entries:by_ref", args=[edition.entry.ref]), request)
    published = edition.published_at
    tags = [
        ("DC.title", text.title),
        ("DC.identifier", address),
        ("DC.identifier", edition.entry.ref),
        ("DC.type", "Text"),
        ("DC.language", text.language),
        ("DC.publisher", str(PORTAL_NAME)),
        ("DC.description", text.summary),
        *(("DC.subject", theme.label) for theme in edition.themes.all()),
        *(("DC.coverage", name) for name in dict.fromkeys(role.country.name for role in edition.country_roles.all())),
        *(("DC.source", citation.source.title) for citation in edition.citations.all()),
        ("citation_title", text.title),
        ("citation_publisher", str(PORTAL_NAME)),
        ("citation_language", text.language),
        ("citation_public_url", address),
        *(("citation_keywords", theme.label) for theme in edition.themes.all()),
    ]
    if published:
        tags += [("DC.date", f"{published:%Y-%m-%d}"), ("citation_publication_date", f"{published:%Y/%m/%d}")]
    return list(dict.fromkeys(tags))
