"""How an entry relates to others, read from both ends."""

from collections.abc import Iterable
from dataclasses import dataclass

from experiences.models import Edition, Relation
from experiences.vocabulary import INVERSE_RELATIONS, RelationType


@dataclass(frozen=True)
class Related:
    """Another entry, by its published edition, and the note on how it relates."""

    edition: Edition
    note: str


@dataclass(frozen=True)
class RelationGroup:
    """The entries that relate in one way: what readers see of that way, and the entries."""

    label: str
    entries: list[Related]


def relation_groups(edition: Edition) -> list[RelationGroup]:
    """What the edition relates to, and what relates to it. Entries that are not public stay out. Three queries."""
    stated = list(edition.relations.all())
    received = _received(edition)
    public = _published([*(each.target_id for each in stated), *(each.edition.entry_id for each in received)])
    groups: dict[str, dict[int, Related]] = {}

    def place(label: object, entry_id: int, note: str) -> None:
        if entry_id in public and entry_id != edition.entry_id:
            groups.setdefault(str(label), {}).setdefault(entry_id, Related(public[entry_id], note))

    for each in stated:
        place(each.get_type_display(), each.target_id, each.note)
    for each in received:
        place(INVERSE_RELATIONS[RelationType(each.type)], each.edition.entry_id, each.note)
    return [RelationGroup(label, list(entries.values())) for label, entries in groups.items()]


def _received(edition: Edition) -> list[Relation]:
    published = Edition.objects.published()
    relations = Relation.objects.filter(target=edition.entry_id, edition__in=published).select_related("edition")
    return list(relations.order_by("edition__first_year", "edition__period_from", "edition_id", "position"))


def _published(entry_ids: Iterable[int]) -> dict[int, Edition]:
    editions = Edition.objects.published().filter(entry__in=set(entry_ids)).prefetch_related("texts")
    return {edition.entry_id: edition for edition in editions}
