"""Columns of which tables are made, each with the name, the type, what is said of it, and where its value comes from."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from experiences.exports.cells import Row, Value, at, each, told


class Type(StrEnum):
    """What a cell holds. The values are the data types of CSVW (W3C, Metadata Vocabulary for Tabular Data)."""

    TEXT = "string"
    INTEGER = "integer"
    NUMBER = "number"
    MOMENT = "dateTimeStamp"
    ADDRESS = "anyURI"


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds in words, its value in a row, its type, and whether a cell holds several values."""

    name: str
    said: Promise
    value: Value
    type: Type = Type.TEXT
    is_list: bool = False
    is_required: bool = False
    """Whether every row has a value."""


def period(name: str, before: str, said: Promise, *path: str) -> list[Column]:
    """The columns of a period: in words under its name, and its parts with `before` before their names."""
    return [
        Column(name, said, at(*path, "label")),
        Column(
            f"{before}from",
            _("Its beginning, as exact as the source: a year, a month or a day (2011, 2011-04)."),
            at(*path, "from"),
        ),
        Column(f"{before}to", _("Its end, in the same way. Empty where it has none."), at(*path, "to")),
        Column(
            f"{before}qualifier", _("since, as_of, before, about or planned; empty for a plain date."), at(*path, "qualifier")
        ),
    ]


def countries(said: Promise, holder: str = "") -> list[Column]:
    """The columns of countries: of the row itself, or of an object that stands in it."""

    def of(value: Value) -> Value:
        return (lambda row: value(row[holder])) if holder else value

    return [
        Column("countries", said, of(told("countries", with_role)), is_list=True),
        Column(
            "country_codes",
            _("ISO 3166 alpha-3 codes of these countries, in the same order."),
            of(each("countries", "iso3")),
            is_list=True,
        ),
        Column("country_roles", _("Codes of their roles, in the same order."), of(each("countries", "role")), is_list=True),
    ]


def themes(said: Promise) -> list[Column]:
    """The columns of themes."""
    return [
        Column("themes", said, each("themes", "label"), is_list=True),
        Column(
            "theme_keys", _("Keys of these themes, in the same order. They never change."), each("themes", "key"), is_list=True
        ),
    ]


def source() -> list[Column]:
    """The columns of what a row rests on."""
    return [
        Column("source", _("The document that says so."), at("source", "title"), is_required=True),
        Column("source_key", _("Its key. It never changes."), at("source", "key"), is_required=True),
        Column("locator", _("The place in it, such as a paragraph or a page."), at("locator")),
    ]


def addresses() -> list[Column]:
    """The columns of addresses."""
    return [
        Column("url", _("Address of the page for people."), at("url"), Type.ADDRESS, is_required=True),
        Column("api_url", _("Address of the document for machines (JSON)."), at("api_url"), Type.ADDRESS, is_required=True),
    ]


def of_entry(name: str = "entry") -> list[Column]:
    """The columns that say which entry a row belongs to."""
    return [
        Column("entry_ref", _("Reference of the entry, as in the table of entries."), at(name, "ref"), is_required=True),
        Column("entry_title", _("Title of the entry."), at(name, "title"), is_required=True),
        Column(
            "entry_kind",
            _("Kind of the entry: experience, initiative, agreement or exchange."),
            at(name, "kind"),
            is_required=True,
        ),
    ]


def with_role(party: Row) -> str:
    """A country or an organisation with its role in words."""
    return f"{party['name']} ({party['role_label']})"
