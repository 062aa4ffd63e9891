"""Entries in any number, published at one moment by an import: in a dozen statements, where factories.py takes forty for each."""

from collections.abc import Iterable, Sequence
from itertools import cycle

from django.db import transaction
from django.utils import timezone

from experiences.editorial import named_import
from experiences.models import Citation, CountryRole, Edition, EditionText, Entry
from tests.factories import make_country, make_source, make_theme


@transaction.atomic
def make_many(
    titles: Iterable[str], summary: str = "The same.", countries: Sequence[str] = (), themes: Sequence[Sequence[str]] = ((),)
) -> list[Entry]:
    """Published experiences with these titles. Each has the countries, and the themes that are its turn."""
    titles, moment, source = list(titles), timezone.now(), make_source()
    with named_import("a test") as importing:
        new = [
            Entry(ref=f"SSC-9{number:04}", key=f"K-{number}", kind="experience", slug="s", first_published_at=moment)
            for number in range(len(titles))
        ]
        entries = Entry.objects.bulk_create(new)
        editions = Edition.objects.bulk_create(
            [Edition(entry=entry, kind="experience", type="good_practice", number=1) for entry in entries]
        )
        EditionText.objects.bulk_create(
            [EditionText(edition=each, title=title, summary=summary) for each, title in zip(editions, titles, strict=True)]
        )
        CountryRole.objects.bulk_create(
            [CountryRole(edition=each, country=make_country(code), role="lead") for each in editions for code in countries]
        )
        for edition, slugs in zip(editions, cycle(themes), strict=False):
            if slugs:
                edition.themes.set([make_theme(slug) for slug in slugs])
        Citation.objects.bulk_create([Citation(edition=each, source=source, locator="page 1") for each in editions])
        made = Edition.objects.filter(pk__in=[each.pk for each in editions])
        made.update(state="published", published_at=moment, published_by_import=importing)
        Entry.objects.filter(editions__in=made).update(state="published")
    return list(Entry.objects.filter(editions__in=made).order_by("pk"))
