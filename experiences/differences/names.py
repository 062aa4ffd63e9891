"""Words for what a document points to by id: countries, organisations, themes, recommendations, sources, other entries."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from countries.models import Country
from experiences.differences.documents import Document
from experiences.models import EditionText, Entry, Organisation, Recommendation, Source, Theme
from experiences.vocabulary import EditionState

_POINTS_TO: dict[str, type[Any]] = {
    "country_id": Country,
    "from_country_id": Country,
    "to_country_id": Country,
    "organisation_id": Organisation,
    "theme_id": Theme,
    "recommendation_id": Recommendation,
    "source_id": Source,
    "target_id": Entry,
    "experience_id": Entry,
    "exchange_id": Entry,
    "outcome_id": Entry,
}
"""The columns that point elsewhere, wherever they stand in a document."""


class Names:
    """Says what an id in a column stands for."""

    def __init__(self, names: Mapping[tuple[type[Any], int], str]) -> None:
        self._names = names

    def __call__(self, column: str, pk: int | None) -> str:
        """The name, "" for None; of what was deleted since, that it was."""
        if pk is None:
            return ""
        return self._names.get((_POINTS_TO[column], pk)) or _("(deleted since: number %(pk)d)") % {"pk": pk}


def names_in(*documents: Document) -> Names:
    """The names of all that the documents point to. A query for each sort of thing, six at most."""
    wanted: dict[type[Any], set[int]] = {}
    for column, pk in _references(documents):
        wanted.setdefault(_POINTS_TO[column], set()).add(pk)
    return Names({(model, pk): name for model, pks in wanted.items() for pk, name in _names(model, pks).items()})


def _references(documents: Iterable[Document]) -> Iterable[tuple[str, int]]:
    for document in documents:
        for _lesson, theme in document["lesson_themes"] or []:
            yield "theme_id", theme
        for rows in document.values():
            for row in rows if isinstance(rows, list) else []:
                if isinstance(row, dict):
                    yield from ((column, row[column]) for column in row.keys() & _POINTS_TO.keys() if row[column] is not None)


def _names(model: type[Any], pks: set[int]) -> dict[int, str]:
    if model is Entry:
        return _names_of_entries(pks)
    return {pk: str(record) for pk, record in model._default_manager.in_bulk(pks).items()}


def _names_of_entries(pks: set[int]) -> dict[int, str]:
    """Entries by reference and published title: the title of a draft is not for everybody."""
    published = EditionText.objects.filter(edition__entry=OuterRef("pk"), edition__state=EditionState.PUBLISHED)
    titled = Entry.objects.filter(pk__in=pks).annotate(title=Subquery(published.order_by("-is_original").values("title")[:1]))
    return {entry.pk: f"{entry.ref} {entry.title or ''}".strip() for entry in titled}
