"""What a reader cites: an edition of an entry, with the address at which that edition stays."""

import datetime
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from countries.api.fields import absolute_url
from experiences.models import Edition
from experiences.portal import PORTAL_NAME


@dataclass(frozen=True)
class Citation:
    """A published edition as a bibliographic record. The portal stands as author and publisher: entries name no author."""

    ref: str
    number: int
    title: str
    language: str
    summary: str
    published_on: datetime.date
    portal: str
    address: str
    keywords: tuple[str, ...]
    remark: str = ""
    """That the entry is superseded, and since when."""


def citation_of(edition: Edition, request: HttpRequest) -> Citation:
    """The citation of a published edition, in the words of its original. Reads its texts, its themes and its entry."""
    original = next(text for text in edition.texts.all() if text.is_original)
    if edition.published_at is None:
        raise ValueError("A draft cannot be cited.")
    return Citation(
        ref=edition.entry.ref,
        number=edition.number,
        title=original.title,
        language=original.language,
        summary=original.summary,
        published_on=edition.published_at.date(),
        portal=str(PORTAL_NAME),
        address=absolute_url(reverse("entries:edition", args=[edition.entry.ref, edition.number]), request),
        keywords=tuple(theme.label for theme in edition.themes.all()),
        remark=_remark(edition),
    )


def _remark(edition: Edition) -> str:
    """That the entry was superseded, in English as the rest of a record."""
    return f"Superseded on {edition.entry.withdrawn_at:%Y-%m-%d}" if edition.entry.withdrawn_at else ""
