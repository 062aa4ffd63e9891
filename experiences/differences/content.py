"""A document as ordered pieces with labels: what a reader would call the parts of an entry."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from experiences.differences.documents import Document
from experiences.differences.names import Names
from experiences.languages import LANGUAGES
from experiences.models import Assessment, Contact, Edition, EditionText, Fact, Lesson, Transfer
from experiences.models.period import Period
from experiences.vocabulary import (
    SECTIONS,
    AgreementStatus,
    CountryPart,
    Criterion,
    EntryType,
    Extent,
    FactState,
    Kind,
    Modality,
    OrganisationPart,
    Polarity,
    RelationType,
    Scope,
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One thing that a piece says, in words. The label is empty where the piece says one thing only."""

    label: str
    value: str


@dataclass(frozen=True)
class Piece:
    """What a reader would call one part of an entry, and what it says.

    `identity` is the same for the same thing in any edition of the entry. Pieces of one heading stand together, in their order.
    `language` is the BCP 47 code of what a text says, "" for what is said in the language of the interface.
    """

    identity: str
    heading: str
    label: str
    fields: tuple[Field, ...] = ()
    language: str = ""

    @property
    def direction(self) -> str:
        """The direction in which the text runs, as HTML names it."""
        return LANGUAGES[self.language].direction if self.language else "auto"


Content = tuple[Piece, ...]


def content_of(document: Document, names: Names) -> Content:
    """All that a document says, as pieces in the order in which an entry is read. Nothing empty is among them."""
    rows: dict[str, list[Row]] = {name: part or [] for name, part in document.items() if name != "edition"}
    return tuple(
        piece
        for pieces in (
            _own(document["edition"]),
            _texts(document["edition"], rows["texts"]),
            _countries(rows["country_roles"], names),
            _organisations(rows["organisation_roles"], names),
            _listed(rows["themes"], "theme_id", _("Themes"), names),
            _listed(rows["recommendations"], "recommendation_id", _("Answers"), names),
            _facts(rows["facts"], names),
            _lessons(rows["lessons"], document["lesson_themes"] or [], names),
            _transfers(rows["transfers"], names),
            _relations(rows["relations"], names),
            _assessments(rows["assessments"], names),
            _citations(rows["citations"], names),
            _contacts(rows["contacts"]),
            _note(document["edition"]),
        )
        for piece in pieces
    )


def _fields(*said: tuple[Any, str]) -> tuple[Field, ...]:
    """The fields that say something."""
    return tuple(Field(str(label)[:1].upper() + str(label)[1:], value) for label, value in said if value)


def _label(model: type[Any], field: str) -> str:
    return str(model._meta.get_field(field).verbose_name)


def _word(choices: type[TextChoices], value: str) -> str:
    return str(dict(choices.choices).get(value, value))


def _period(row: Row) -> str:
    return str(Period(row["period_from"], row["period_to"], row["period_qualifier"]))


def _sourced(row: Row, names: Names) -> tuple[tuple[Any, str], ...]:
    return (_label(Fact, "source"), names("source_id", row["source_id"])), (_label(Fact, "locator"), row["locator"])


def _own(row: Row) -> Iterator[Piece]:
    said = {
        "type": _word(EntryType, row["type"]),
        "agreement_status": _word(AgreementStatus, row["agreement_status"]),
        "scope": _word(Scope, row["scope"]),
        "modality": _word(Modality, row["modality"]),
        "period": _period(row),
        "place": row["place"],
    }
    for name, value in said.items():
        label = _("Period") if name == "period" else _label(Edition, name)
        for field in _fields((label, value)):
            yield Piece(f"edition/{name}", _("What it is"), field.label, (replace(field, label=""),))


def _note(row: Row) -> Iterator[Piece]:
    for field in _fields((_label(Edition, "curator_note"), row["curator_note"])):
        yield Piece("edition/curator_note", _("Notes for staff"), field.label, (replace(field, label=""),))


def _texts(edition: Row, rows: list[Row]) -> Iterator[Piece]:
    original = next((EditionText(**row) for row in rows if row["is_original"]), None)
    for row in sorted(rows, key=lambda row: (not row["is_original"], row["language"])):
        language = row["language"]
        heading = _("Text in %(language)s") % {"language": LANGUAGES[language].name}
        standing = Field("", _standing(EditionText(**row), original))
        yield Piece(f"text/{language}/standing", heading, _("Original or translation"), (standing,))
        labels = {name: _label(EditionText, name) for name in ("title", "acronym", "other_titles", "summary")}
        for name, label in (labels | SECTIONS[Kind(edition["kind"])]).items():
            value = "\n".join(row[name]) if isinstance(row[name], list) else row[name]
            for field in _fields((label, value)):
                yield Piece(f"text/{language}/{name}", heading, field.label, (replace(field, label=""),), language)


def _standing(text: EditionText, original: EditionText | None) -> str:
    if text.is_original:
        return _("The original")
    if original is None or text.is_outdated(original):
        return _("A translation, out of date")
    return _("A translation, up to date")


def _countries(rows: list[Row], names: Names) -> Iterator[Piece]:
    return _parties(rows, "country_id", _("Countries"), CountryPart, names)


def _organisations(rows: list[Row], names: Names) -> Iterator[Piece]:
    return _parties(rows, "organisation_id", _("Organisations"), OrganisationPart, names)


def _parties(rows: list[Row], column: str, heading: str, roles: type[TextChoices], names: Names) -> Iterator[Piece]:
    """Each party once, in the order in which they first appear, with all roles that it has."""
    parts: dict[int, list[str]] = defaultdict(list)
    for row in _in_order(rows, column):
        parts[row[column]].append(_word(roles, row["role"]))
    for pk, words in parts.items():
        yield Piece(f"{column}/{pk}", heading, names(column, pk), (Field(_("Role"), ", ".join(words)),))


def _in_order(rows: list[Row], *columns: str) -> list[Row]:
    """Rows by their place; those of one place always in the same order."""
    return sorted(rows, key=lambda row: (row["position"], *(row[column] for column in columns)))


def _listed(rows: list[Row], column: str, heading: str, names: Names) -> Iterator[Piece]:
    """Records that are named and no more, by name."""
    for name, pk in sorted((names(column, row[column]), row[column]) for row in rows):
        yield Piece(f"{column}/{pk}", heading, name)


def _numbered(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row["number"])


def _number(value: Decimal | int | None) -> str:
    """A number as a person writes it: 86, 12.5."""
    return "" if value is None else f"{Decimal(value).normalize():f}"


def _facts(rows: list[Row], names: Names) -> Iterator[Piece]:
    for row in _numbered(rows):
        disagrees = row["disagrees_with"]
        said = _fields(
            (_label(Fact, "label"), row["label"]),
            (_label(Fact, "value"), row["value"]),
            (_label(Fact, "unit"), row["unit"]),
            (_label(Fact, "numeric_value"), _number(row["numeric_value"])),
            (_label(Fact, "about"), row["about"]),
            (_("As of"), _period(row)),
            (_label(Fact, "state"), _word(FactState, row["state"])),
            (_label(Fact, "disagrees_with"), _("Fact %(number)d") % {"number": disagrees} if disagrees else ""),
            (_label(Fact, "note"), row["note"]),
            *_sourced(row, names),
        )
        label = _("Fact %(number)d: %(said)s") % {"number": row["number"], "said": row["label"]}
        yield Piece(f"fact/{row['number']}", _("Facts"), label, said)


def _lessons(rows: list[Row], themed: Iterable[tuple[int, int]], names: Names) -> Iterator[Piece]:
    themes: dict[int, list[str]] = defaultdict(list)
    for number, theme in themed:
        themes[number].append(names("theme_id", theme))
    for row in _numbered(rows):
        said = _fields(
            (_label(Lesson, "statement"), row["statement"]),
            (_label(Lesson, "polarity"), _word(Polarity, row["polarity"])),
            (_label(Lesson, "themes"), ", ".join(sorted(themes[row["number"]]))),
            *_sourced(row, names),
        )
        label = _("Lesson %(number)d") % {"number": row["number"]}
        yield Piece(f"lesson/{row['number']}", _("Lessons learned"), label, said)


def _transfers(rows: list[Row], names: Names) -> Iterator[Piece]:
    for row in _numbered(rows):
        said = _fields(
            *((_label(Transfer, name), names(f"{name}_id", row[f"{name}_id"])) for name in ("from_country", "to_country")),
            (_label(Transfer, "summary"), row["summary"]),
            *((_label(Transfer, name), names(f"{name}_id", row[f"{name}_id"])) for name in ("experience", "exchange", "outcome")),
            (_label(Transfer, "adapted"), row["adapted"]),
            (_label(Transfer, "extent"), _word(Extent, row["extent"])),
            (_("Period"), _period(row)),
            *_sourced(row, names),
        )
        label = _("Transfer %(number)d") % {"number": row["number"]}
        yield Piece(f"transfer/{row['number']}", _("Who learned from whom"), label, said)


def _relations(rows: list[Row], names: Names) -> Iterator[Piece]:
    for row in _in_order(rows, "type", "target_id"):
        label = f"{_word(RelationType, row['type'])}: {names('target_id', row['target_id'])}"
        identity = f"relation/{row['type']}/{row['target_id']}"
        yield Piece(identity, _("Related entries"), label, _fields((_("Note"), row["note"])))


def _assessments(rows: list[Row], names: Names) -> Iterator[Piece]:
    place = {criterion: number for number, criterion in enumerate(Criterion.values)}
    for row in sorted(rows, key=lambda row: place[row["criterion"]]):
        said = _fields((_label(Assessment, "evidence"), row["evidence"]), *_sourced(row, names))
        yield Piece(f"assessment/{row['criterion']}", _("Quality"), _word(Criterion, row["criterion"]), said)


def _citations(rows: list[Row], names: Names) -> Iterator[Piece]:
    """Each source once, with all places in it."""
    places: dict[int, list[str]] = defaultdict(list)
    for row in _in_order(rows, "source_id", "locator"):
        places[row["source_id"]].append(row["locator"])
    for pk, locators in places.items():
        fields = _fields((_label(Fact, "locator"), "; ".join(locators)))
        yield Piece(f"source/{pk}", _("Sources"), names("source_id", pk), fields)


def _contacts(rows: list[Row]) -> Iterator[Piece]:
    for row in _in_order(rows, "name"):
        said = _fields((_label(Contact, "email"), row["email"]), (_label(Contact, "url"), row["url"]))
        yield Piece(f"contact/{row['name']}", _("Contacts"), row["name"], said)
