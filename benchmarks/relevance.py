"""How well the portal's own search finds: a judged collection, put into a scratch database entry by entry.

A collection is a folder with docs.jsonl.gz (id, title, text), queries.jsonl (id, text) and qrels.tsv (query, document, 1).
It is read where it lies: nothing of it is kept.
"""

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone, translation

from experiences.editorial import named_import
from experiences.generating.copying import Loader, reserve_ids
from experiences.models import Edition, EditionText, Entry
from experiences.search.parameters import SearchParameters
from experiences.search.query import search

DEPTH = 100
_TITLE_WORDS = 12


@dataclass(frozen=True)
class Quality:
    """Means over the judged queries of a collection."""

    queries: int
    ndcg_10: float
    mean_precision: float
    recall_100: float


def quality(folder: Path) -> Quality:
    """Load a judged collection into the database in use, which must be empty, and search it for each of its queries."""
    documents = _load(folder)
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, *_grade = line.split("\t")
        relevant[query].add(document)
    asked = [(str(row["id"]), row["text"]) for row in _rows((folder / "queries.jsonl").read_text(encoding="utf-8"))]
    scores = []
    with translation.override("en"):
        for query, text in asked:
            if relevant[query]:
                found = search(SearchParameters(q=" ".join(text.split())), corrects=True).ids(0, DEPTH)
                scores.append(_scores([documents[entry] for entry in found], relevant[query]))
    means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
    return Quality(len(scores), *means)


def _rows(lines: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines() if line.strip()]


@transaction.atomic
def _load(folder: Path) -> dict[int, str]:
    """Publish each document as an entry: its title, or its first words, as the title, and its text as the summary.

    Returns the documents' ids by those of their entries.
    """
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as file:
        documents = _rows(file.read())
    entries, editions = reserve_ids(Entry, len(documents)), reserve_ids(Edition, len(documents))
    now = timezone.now()
    identities = ((pk, f"SSC-{pk:04d}", f"DOC-{pk}", "experience", "published", f"doc-{pk}", now) for pk in entries)
    Loader(Entry, ("id", "ref", "key", "kind", "state", "slug", "first_published_at"), now).load(identities)
    first = ((pk, entry, "experience", 1, "good_practice") for pk, entry in zip(editions, entries, strict=True))
    Loader(Edition, ("id", "entry_id", "kind", "number", "type"), now).load(first)
    texts = ((pk, *_said(document)) for pk, document in zip(editions, documents, strict=True))
    Loader(EditionText, ("edition_id", "title", "summary")).load(texts)
    with named_import(f"judged collection {folder.name}") as importing, connection.cursor() as cursor:
        cursor.execute("ANALYZE experiences_entry, experiences_edition, experiences_editiontext")
        cursor.execute(
            "UPDATE experiences_edition SET state = 'published', published_at = %s, published_by_import_id = %s",
            [now, importing.pk],
        )
    return dict(zip(entries, (str(document["id"]) for document in documents), strict=True))


def _said(document: dict[str, Any]) -> tuple[str, str]:
    title = " ".join(document["title"].split()) or " ".join(document["text"].split()[:_TITLE_WORDS]) or "Untitled"
    return title[:200], document["text"]


def _scores(found: Sequence[str], relevant: set[str]) -> tuple[float, float, float]:
    """nDCG at 10, average precision and recall within what was fetched, for one query."""
    hits = [document in relevant for document in found]
    gained = sum(hit / math.log2(rank + 1) for rank, hit in enumerate(hits[:10], 1))
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(len(relevant), 10) + 1))
    precisions = [sum(hits[:rank]) / rank for rank, hit in enumerate(hits, 1) if hit]
    return gained / ideal, sum(precisions) / len(relevant), sum(hits) / len(relevant)
