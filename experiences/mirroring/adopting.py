"""A page of another portal's changes, taken over: what stands is published here, what is gone is withdrawn."""

from datetime import datetime
from typing import Any

from django.core.validators import slug_re
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from countries.importing import digest_of
from experiences.editorial import (
    Stamp,
    Withdrawal,
    add_late_links,
    publish_mirrored,
    start_mirrored,
    take_identity,
    withdraw_mirrored,
)
from experiences.importing.entries import fill
from experiences.importing.references import References
from experiences.importing.schemas import EntrySchema
from experiences.mirroring.entries import ENDS, entry_record, named_entries, own_relations, own_transfers
from experiences.mirroring.records import Said
from experiences.models import Edition, EditionText, Entry, Import, Relation
from experiences.vocabulary import EntryType, Kind, WithdrawalReason


class Adopter:
    """Takes over changes, whose entries and all that these name it makes first: they point to one another."""

    def __init__(self, importing: Import, changes: list[Said]) -> None:
        """Raises EditorialError where a reference stands for another entry here."""
        self._importing = importing
        self._entries: dict[str, Entry] = {}
        for change in changes:
            named = [change, change["merged_into"], *(named_entries(change["document"]) if change["document"] else ())]
            for said in named:
                if said and said["key"]:
                    self._entries[said["ref"]] = take_identity(said["ref"], said["key"], Kind(said["kind"]), importing=importing)
        self._references = References()

    def adopt(self, change: Said) -> None:
        """Take over a change. Raises EditorialError, and ValidationError where it names a record that is not here."""
        if change["document"]:
            self._publish(change["document"])
        if change["deleted"]:
            self._withdraw(change)

    def _publish(self, document: Said) -> None:
        entry, number = self._entries[document["ref"]], document["edition"]["number"]
        edition = entry.editions.filter(number=number).first()
        if edition is not None:
            self._add_late_links(edition, document)
            return
        record = entry_record(document)
        schema = EntrySchema(data=record)
        if not schema.is_valid():
            raise ValidationError({document["ref"]: schema.errors})
        edition = start_mirrored(entry, EntryType(document["type"]), number, importing=self._importing)
        fill(edition, dict(schema.validated_data), digest_of(record), self._references, self._importing)
        self._finish(edition, document)
        publish_mirrored(edition, _stamp(document), importing=self._importing)

    def _finish(self, edition: Edition, document: Said) -> None:
        """What content files do not say: which translations are out of date, and how relations are numbered."""
        outdated = [text["language"] for text in document["translations"] if text["outdated"]]
        EditionText.objects.filter(edition=edition, language__in=outdated).update(original_digest="")
        for said in own_relations(document):
            stated = Relation.objects.filter(edition=edition, type=said["type"], target__ref=said["entry"]["ref"])
            stated.update(position=said["position"])

    def _add_late_links(self, edition: Edition, document: Said) -> None:
        here = set(edition.relations.values_list("type", "target__ref"))
        relations = [
            Relation(
                edition=edition,
                type=said["type"],
                target=self._entries[said["entry"]["ref"]],
                note=said["note"] or "",
                position=said["position"],
            )
            for said in own_relations(document)
            if (said["type"], said["entry"]["ref"]) not in here
        ]
        transfers = {transfer.ref: transfer for transfer in edition.transfers.select_related("edition__entry")}
        ends = [
            (transfers[said["ref"]].number, late)
            for said in own_transfers(document)
            if (late := self._late_ends(said, transfers[said["ref"]]))
        ]
        if relations or ends:
            add_late_links(edition, relations, ends, importing=self._importing)

    def _late_ends(self, said: Said, transfer: Any) -> dict[str, Entry]:
        return {end: self._entries[said[end]["ref"]] for end in ENDS if said[end] and getattr(transfer, f"{end}_id") is None}

    def _withdraw(self, change: Said) -> None:
        entry = self._entries.get(change["ref"]) or Entry.objects.filter(ref=change["ref"]).first()
        if entry is None:
            return
        at = datetime.fromisoformat(change["withdrawn_at"] or change["at"])
        first = change["first_published_at"]
        withdrawal = Withdrawal(
            at=at,
            reason=change["reason"] or WithdrawalReason.IN_ERROR,
            note=change["note"] or "",
            into=self._entries[change["merged_into"]["ref"]] if change["merged_into"] else None,
            slug=_slug(change) or entry.slug,
            first_published_at=datetime.fromisoformat(first) if first else entry.first_published_at or at,
        )
        withdraw_mirrored(entry, withdrawal, importing=self._importing)


def _stamp(document: Said) -> Stamp:
    return Stamp(
        published_at=datetime.fromisoformat(document["edition"]["published_at"]),
        first_published_at=datetime.fromisoformat(document["first_published_at"]),
        slug=_as_slug(document["slug"]),
        past_slugs=tuple(map(_as_slug, document["past_slugs"])),
    )


def _slug(change: Said) -> str:
    """The last part of the address of an entry's page."""
    return _as_slug(str(change["url"]).rstrip("/").rpartition("/")[2]) if change["url"] else ""


def _as_slug(said: str) -> str:
    """A part of an address, if it is one: another would leave its entry without an address. Raises ValueError."""
    if not slug_re.fullmatch(said):
        raise ValueError(_("%r cannot stand in an address.") % said)
    return said
