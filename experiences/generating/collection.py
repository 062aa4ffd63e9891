"""A generated collection, loaded in batches: drafts with all their parts by COPY, then published by one statement a batch."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Model

from experiences.editorial import named_import
from experiences.editorial.publishing import slug_from
from experiences.editorial.starting import REF_PREFIX, next_ref
from experiences.generating.authorities import Authorities, authorities
from experiences.generating.copying import Loader, reserve_ids
from experiences.generating.editions import COLUMNS, Drawer, draw_identity
from experiences.generating.texts import Text, Writer
from experiences.models import (
    Assessment,
    Citation,
    CountryRole,
    Edition,
    EditionText,
    Entry,
    Fact,
    Import,
    Lesson,
    OrganisationRole,
    Relation,
    Transfer,
)
from experiences.models.text import SECTION_NAMES
from experiences.vocabulary import EditionState, EntryState, Kind

KEY_PREFIX = "GEN-"
BATCH = 10_000
_TOPICS = 40
_MADE = datetime.datetime(2011, 1, 1, tzinfo=datetime.UTC)
_MODELS: dict[str, type[Model]] = {
    "country_roles": CountryRole,
    "organisation_roles": OrganisationRole,
    "themes": Edition.themes.through,
    "recommendations": Edition.recommendations.through,
    "citations": Citation,
    "relations": Relation,
    "facts": Fact,
    "lessons": Lesson,
    "transfers": Transfer,
    "assessments": Assessment,
}
_IDENTITY = ("kind", "type", "scope", "modality", "agreement_status", "period_from", "period_to", "period_qualifier")
_TEXT = ("title", "acronym", "summary", "language", "is_original")
# Each edition says that it was published when its entry says so.
_PUBLISH = """
UPDATE experiences_edition edition SET state = 'published', published_at = entry.first_published_at, published_by_import_id = %s
FROM experiences_entry entry
WHERE entry.id = edition.entry_id AND edition.state = 'draft' AND entry.id = ANY (%s)
"""


class GenerationRefused(Exception):
    """The database holds entries that somebody wrote."""


def generate(
    count: int, *, fixtures: Path, seed: int = 1, mixed: bool = False, say: Callable[[str], object] = lambda line: None
) -> None:
    """Add that many published entries, their keys GEN-000001 and on, after those that an earlier run made.

    The same seed and count give the same entries. Raises GenerationRefused where other entries are, unless they may be `mixed`.
    """
    if not mixed and Entry.objects.exclude(key__startswith=KEY_PREFIX).exists():
        raise GenerationRefused("The database holds entries that were not generated. Generated ones would be mixed with them.")
    first = Entry.objects.filter(key__startswith=KEY_PREFIX).count() + 1
    known, writer = authorities(fixtures), Writer(fixtures, seed)
    with named_import(f"generate_entries, seed {seed}") as importing:
        for start in range(first, first + count, BATCH):
            numbers = range(start, min(start + BATCH, first + count))
            _load(numbers, known, writer, np.random.default_rng([seed, start, 1]), importing)
            say(f"{numbers[-1] - first + 1} of {count} entries")
    _settle()


@transaction.atomic
def _load(numbers: range, known: Authorities, writer: Writer, random: np.random.Generator, importing: Import) -> None:
    """Write a batch of entries and publish it."""
    first_ref = int(next_ref().removeprefix(REF_PREFIX))
    entry_ids, edition_ids = reserve_ids(Entry, len(numbers)), reserve_ids(Edition, len(numbers))
    drawer = Drawer(known, entry_ids)
    entries, editions, texts = [], [], []
    for place, (number, entry_id, edition_id) in enumerate(zip(numbers, entry_ids, edition_ids, strict=True)):
        identity = draw_identity(random)
        topic = int(random.integers(_TOPICS))
        written = writer.write(number, Kind(identity["kind"]), topic, random)
        ref = f"{REF_PREFIX}{first_ref + place:04d}"
        slug = slug_from(next(text.title for text in written if text.language == "en"), otherwise=ref)
        published = _MADE + datetime.timedelta(minutes=int(random.integers(1, 7_000_000)))
        entries.append(
            (entry_id, ref, f"{KEY_PREFIX}{number:06d}", identity["kind"], EntryState.PUBLISHED.value, slug, published)
        )
        editions.append((edition_id, entry_id, 1, EditionState.DRAFT.value, *(identity[name] for name in _IDENTITY)))
        texts += [_row(edition_id, text) for text in written]
        drawer.draw(edition_id, entry_id, random, writer.statements(6, topic, random))
    Loader(Entry, ("id", "ref", "key", "kind", "state", "slug", "first_published_at"), _MADE).load(entries)
    Loader(Edition, ("id", "entry_id", "number", "state", *_IDENTITY), _MADE).load(editions)
    Loader(EditionText, ("edition_id", *_TEXT, *SECTION_NAMES)).load(texts)
    for part, columns in COLUMNS.items():
        Loader(_MODELS[part], columns).load(drawer.parts[part])
    with connection.cursor() as cursor:
        if numbers[0] == 1:  # until then PostgreSQL would fill the search index as for a handful of entries
            tables: list[type[Model]] = [Entry, Edition, EditionText, *_MODELS.values()]
            cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in tables)}")
        cursor.execute(_PUBLISH, [importing.pk, entry_ids])


def _row(edition_id: int, text: Text) -> tuple[Any, ...]:
    return (edition_id, *(getattr(text, name) for name in _TEXT), *(text.sections.get(name, "") for name in SECTION_NAMES))


def _settle() -> None:
    """Have PostgreSQL count what there is now, and note which pages everybody may see, as its daemon would do in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")
