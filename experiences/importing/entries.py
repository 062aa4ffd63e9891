"""Entries, written from checked records through the editorial verbs."""

from typing import Any, Literal

from django.utils.translation import gettext as _
from rest_framework import serializers

from experiences import models
from experiences.editorial import keep_save, note_rewriting, publish, start_edition, start_entry
from experiences.importing.authorities import period_columns
from experiences.importing.references import References
from experiences.models import Edition, Entry, Import
from experiences.models.text import SECTION_NAMES
from experiences.vocabulary import EntryState, EntryType, Kind

Edited = Literal["refuse", "keep", "overwrite"]
"""What to do with a changed record whose entry was edited or withdrawn here since its last import."""


def edition_to_fill(
    record: dict[str, Any], digest: str, importing: Import, edited: Edited = "refuse"
) -> tuple[Edition | None, str]:
    """The draft that a record is to be written into, with "created" or "changed".

    (None, "unchanged") where the record is known, and (None, "kept") where the entry was edited here and is to be kept so.
    Raises ValidationError where the entry is of another kind, or was edited or withdrawn here and that is to be refused; a
    withdrawal is never overwritten.
    """
    entry = Entry.objects.filter(key=record["key"]).first()
    if entry is None:
        return start_entry(Kind(record["kind"]), EntryType(record["type"]), key=record["key"], importing=importing), "created"
    if entry.import_digest == digest:
        return None, "unchanged"
    if entry.kind != record["kind"]:
        raise serializers.ValidationError({"kind": [_("The kind of an entry never changes. It is %s.") % entry.kind]})
    withdrawn = entry.state in {EntryState.WITHDRAWN, EntryState.MERGED}
    latest = entry.editions.order_by("-number")[0]
    if withdrawn or not latest.is_as_imported:
        if edited == "keep":
            return None, "kept"
        if withdrawn:
            raise serializers.ValidationError({"key": [_("This entry was withdrawn here.")]})
        if edited == "refuse":
            raise serializers.ValidationError({"key": [_("This entry was edited here since it was imported.")]})
    if not latest.is_draft:
        return start_edition(entry, importing=importing), "changed"
    note_rewriting(latest, importing=importing)
    return latest, "changed"


def fill(edition: Edition, record: dict[str, Any], digest: str, references: References, importing: Import) -> None:
    """Make a draft say what a record says, and nothing else; then publish it unless the record says not to.

    What stays a draft is kept as a save: people go on from there, and nothing else holds what the file said. What is published
    needs none, since the edition says it for ever. Raises ValidationError, by field, where the record points to something that
    is not there, and EditorialError where the edition can't be published.
    """
    for name in ("type", "scope", "modality", "agreement_status", "place", "curator_note"):
        setattr(edition, name, record[name])
    for column, value in period_columns(record.get("period")).items():
        setattr(edition, column, value)
    edition.is_as_imported = True
    edition.revision += 1  # who has it open in a form is told, like anybody who saves second
    edition.save()
    edition.themes.set([references.get("theme", key, "themes") for key in record["themes"]])
    edition.recommendations.set([references.get("recommendation", key, "recommendations") for key in record["recommendations"]])
    for model in models.PARTS:
        model._default_manager.filter(edition=edition).delete()
    _write_texts(edition, record["texts"])
    _write_parts(edition, record, references)
    _write_lessons(edition, record["lessons"], references)
    Entry.objects.filter(pk=edition.entry_id).update(import_digest=digest)
    if record["publish"]:
        publish(edition, importing=importing)
    else:
        keep_save(edition, by=None, importing=importing)


def _write_texts(edition: Edition, texts: dict[str, dict[str, Any]]) -> None:
    original = next(language for language, text in texts.items() if text["original"])
    digest = ""
    for language in sorted(texts, key=lambda each: each != original):
        said = {name: texts[language][name] for name in ("title", "acronym", "other_titles", "summary", *SECTION_NAMES)}
        text = models.EditionText(
            edition=edition, language=language, is_original=language == original, original_digest=digest, **said
        )
        text.save()
        digest = digest or text.digest()


def _write_parts(edition: Edition, record: dict[str, Any], references: References) -> None:
    rows: list[Any] = []
    for place, row in enumerate(record["countries"]):
        country = references.get("country", row["country"], f"countries[{place}].country")
        rows.append(models.CountryRole(edition=edition, country=country, role=row["role"], position=place))
    for place, row in enumerate(record["organisations"]):
        organisation = references.get("organisation", row["organisation"], f"organisations[{place}].organisation")
        rows.append(models.OrganisationRole(edition=edition, organisation=organisation, role=row["role"], position=place))
    rows += [models.Contact(edition=edition, **row, position=place) for place, row in enumerate(record["contacts"])]
    for place, row in enumerate(record["facts"]):
        values = {name: value for name, value in row.items() if name not in {"as_of", "source"}}
        source = references.get("source", row["source"], f"facts[{place}].source")
        rows.append(models.Fact(edition=edition, source=source, **values, **period_columns(row.get("as_of"))))
    for place, row in enumerate(record["relations"]):
        target = references.get("entry", row["entry"], f"relations[{place}].entry")
        if target.pk == edition.entry_id:
            raise serializers.ValidationError({f"relations[{place}].entry": [_("This is the entry itself.")]})
        rows.append(models.Relation(edition=edition, type=row["type"], target=target, note=row["note"], position=place))
    rows += [_transfer(edition, f"transfers[{place}]", row, references) for place, row in enumerate(record["transfers"])]
    for place, row in enumerate(record["assessments"]):
        source = references.get("source", row["source"], f"assessments[{place}].source")
        rows.append(models.Assessment(edition=edition, **(row | {"source": source})))
    for place, row in enumerate(record["citations"]):
        source = references.get("source", row["source"], f"citations[{place}].source")
        rows.append(models.Citation(edition=edition, source=source, locator=row["locator"], position=place))
    for model in models.PARTS:
        model._default_manager.bulk_create([row for row in rows if type(row) is model])


def _transfer(edition: Edition, field: str, row: dict[str, Any], references: References) -> models.Transfer:
    return models.Transfer(
        edition=edition,
        number=row["number"],
        from_country=references.get("country", row["from"], f"{field}.from"),
        to_country=references.get("country", row["to"], f"{field}.to"),
        **{name: references.maybe("entry", row[name], f"{field}.{name}") for name in ("experience", "exchange", "outcome")},
        **{name: row[name] for name in ("summary", "adapted", "extent", "locator")},
        source=references.get("source", row["source"], f"{field}.source"),
        **period_columns(row.get("period")),
    )


def _write_lessons(edition: Edition, lessons: list[dict[str, Any]], references: References) -> None:
    for place, row in enumerate(lessons):
        source = references.get("source", row["source"], f"lessons[{place}].source")
        values = {name: row[name] for name in ("number", "statement", "polarity", "locator")}
        lesson = models.Lesson.objects.create(edition=edition, source=source, **values)
        lesson.themes.set([references.get("theme", key, f"lessons[{place}].themes") for key in row["themes"]])
