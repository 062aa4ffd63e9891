"""The tables of the downloads: entries, and what stands in them as rows of their own, with what is said of each column."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from experiences.exports.cells import Cell, Row, at, each, how_many, told
from experiences.exports.columns import (
    Column,
    Type,
    addresses,
    countries,
    of_entry,
    period,
    source,
    themes,
    with_role,
)


@dataclass(frozen=True)
class Table:
    """A table: its name, its title and what a row is in words, the rows that a document gives, the columns that name a row."""

    name: str
    title: Promise
    said: Promise
    rows_of: Callable[[Row], Iterable[Row]]
    columns: list[Column]
    key: tuple[str, ...] = ("ref",)

    def cells(self, document: Row) -> Iterable[list[Cell]]:
        """The rows that an entry's document gives."""
        for row in self.rows_of(document):
            yield [column.value(row) for column in self.columns]


def _section(name: str, said: Promise) -> Column:
    return Column(name, said, at("sections", name))


ENTRIES = Table(
    "entries",
    _("Entries"),
    _("A row for each entry."),
    lambda document: [document],
    [
        Column("ref", _("Permanent reference. Cite this one."), at("ref"), is_required=True),
        Column("key", _("Key in the portal's content files. It never changes."), at("key"), is_required=True),
        Column("kind", _("Code of the kind: experience, initiative, agreement or exchange."), at("kind"), is_required=True),
        Column("kind_label", _("The kind in words."), at("kind_label"), is_required=True),
        Column(
            "type",
            _("Code of the type, of those that the kind has, such as good_practice or study_visit."),
            at("type"),
            is_required=True,
        ),
        Column("type_label", _("The type in words."), at("type_label"), is_required=True),
        Column("title", _("Title, in the language that was asked for where the entry has it."), at("title"), is_required=True),
        Column("acronym", _("Acronym."), at("acronym")),
        Column("other_titles", _("Other titles that it is known by."), at("other_titles"), is_list=True),
        Column("summary", _("Summary."), at("summary")),
        Column("language", _("Language of title, summary and sections (BCP 47)."), at("language"), is_required=True),
        Column(
            "languages",
            _("All languages that the entry can be read in, the original's first."),
            at("languages"),
            is_list=True,
            is_required=True,
        ),
        Column(
            "scope",
            _("core, or context for material outside child rights in Asia and the Pacific."),
            at("scope"),
            is_required=True,
        ),
        Column("modality", _("Code: south_south, triangular or north_south."), at("modality")),
        Column("modality_label", _("The same in words."), at("modality_label")),
        Column(
            "status",
            _("Of an agreement, how far it has come: proposed, under_negotiation, signed, in_force or ended."),
            at("status"),
        ),
        Column("status_label", _("The same in words."), at("status_label")),
        Column("place", _("Of an agreement or an exchange, where it was."), at("place")),
        *period("period", "period_", _("When it was, in words."), "period"),
        *countries(_("Countries with their roles.")),
        Column("organisations", _("Organisations with their roles."), told("organisations", with_role), is_list=True),
        Column(
            "organisation_keys",
            _("Keys of these organisations, in the same order. They never change."),
            each("organisations", "key"),
            is_list=True,
        ),
        Column("organisation_roles", _("Codes of their roles, in the same order."), each("organisations", "role"), is_list=True),
        *themes(_("Themes.")),
        Column(
            "recommendations",
            _("Recommendations of the Beijing Declaration that it answers, with their paragraphs."),
            told("recommendations", lambda each: f"{each['paragraph']} {each['title']}"),
            is_list=True,
        ),
        Column(
            "recommendation_keys",
            _("Keys of these recommendations, in the same order."),
            each("recommendations", "key"),
            is_list=True,
        ),
        _section("context", _("Section (Markdown), of an experience: where it began.")),
        _section("challenge", _("Section, of an experience: what had to be overcome.")),
        _section("approach", _("Section, of an experience: what was done.")),
        _section("results", _("Section, of an experience: what came of it.")),
        _section("enabling_factors", _("Section, of an experience: what helped.")),
        _section("constraints", _("Section, of an experience: what stood in the way.")),
        _section("sustainability", _("Section, of an experience: whether it lasts.")),
        _section("replication", _("Section, of an experience: what it takes to do it elsewhere.")),
        _section("target_groups", _("Section, of an experience: whom it was for.")),
        _section("cost", _("Section, of an experience: what it cost.")),
        _section("description", _("Section (Markdown), of other kinds: what it is.")),
        _section("objectives", _("Section, of other kinds: what it is to achieve.")),
        Column("criteria", _("Quality criteria that it meets."), each("assessments", "criterion_label"), is_list=True),
        Column(
            "relations",
            _("How it relates to other entries, with their references and titles."),
            told("relations", lambda each: f"{each['label']} {each['entry']['ref']} {each['entry']['title']}"),
            is_list=True,
        ),
        Column(
            "lesson_count",
            _("How many lessons it has: rows in the table of lessons."),
            how_many("lessons"),
            Type.INTEGER,
            is_required=True,
        ),
        Column(
            "fact_count",
            _("How many facts it has: rows in the table of facts."),
            how_many("facts"),
            Type.INTEGER,
            is_required=True,
        ),
        Column(
            "sources",
            _("Documents that it rests on, each with the place in it."),
            told("citations", lambda each: ", ".join(filter(None, (each["source"]["title"], each["locator"])))),
            is_list=True,
        ),
        Column("source_keys", _("Keys of these documents, in the same order."), each("citations", "source", "key"), is_list=True),
        Column(
            "contacts",
            _("Whom one can ask, with an e-mail or web address."),
            told("contacts", lambda each: f"{each['name']} ({each['email'] or each['url']})"),
            is_list=True,
        ),
        Column(
            "edition",
            _("Number of the edition. It goes up when the entry is corrected."),
            at("edition", "number"),
            Type.INTEGER,
            is_required=True,
        ),
        Column(
            "published_at",
            _("When this edition was published (UTC)."),
            at("edition", "published_at"),
            Type.MOMENT,
            is_required=True,
        ),
        Column(
            "first_published_at",
            _("When the first edition was published (UTC)."),
            at("first_published_at"),
            Type.MOMENT,
            is_required=True,
        ),
        *addresses(),
    ],
)

LESSONS = Table(
    "lessons",
    _("Lessons"),
    _("A row for each lesson learned."),
    lambda document: [{**lesson, "entry": document} for lesson in document["lessons"]],
    [
        Column("ref", _("Permanent reference of the lesson."), at("ref"), is_required=True),
        *of_entry(),
        Column("statement", _("What was learned, in a sentence that stands on its own."), at("statement"), is_required=True),
        Column("polarity", _("positive for what helped, negative for what to avoid."), at("polarity"), is_required=True),
        Column("polarity_label", _("The same in words."), at("polarity_label"), is_required=True),
        *themes(_("Themes of the lesson; of its entry where it has none of its own.")),
        *countries(_("Countries of the entry with their roles."), "entry"),
        *source(),
        *addresses(),
    ],
)

FACTS = Table(
    "facts",
    _("Facts"),
    _("A row for each fact: every number with its source. Two sources that disagree are both there."),
    lambda document: [{**fact, "entry": document, "url": f"{document['url']}#F{fact['number']}"} for fact in document["facts"]],
    [
        *of_entry(),
        Column("number", _("Number of the fact within its entry. It stays."), at("number"), Type.INTEGER, is_required=True),
        Column("label", _("What is counted or said."), at("label"), is_required=True),
        Column("value", _("The value as the source has it: 86, about 50,000."), at("value"), is_required=True),
        Column("numeric_value", _("The value as a plain number, where there is one."), at("numeric_value"), Type.NUMBER),
        Column("unit", _("The unit."), at("unit")),
        Column("about", _("Whom it is about."), at("about")),
        *period("as_of", "as_of_", _("As of when it holds, in words."), "as_of"),
        Column("state", _("as_stated by the source, confirmed by the country, or disputed."), at("state"), is_required=True),
        Column("state_label", _("The same in words."), at("state_label"), is_required=True),
        Column(
            "disagrees_with", _("Number of a fact of the same entry that says otherwise."), at("disagrees_with"), Type.INTEGER
        ),
        Column("note", _("Note."), at("note")),
        *countries(_("Countries of the entry with their roles."), "entry"),
        *source(),
        Column("url", _("Address of the fact on the page of its entry."), at("url"), Type.ADDRESS, is_required=True),
    ],
    ("entry_ref", "number"),
)

TRANSFERS = Table(
    "transfers",
    _("Transfers"),
    _("A row for each transfer of experience from one country to another: who learned from whom."),
    lambda document: [each for each in document["transfers"] if each["entry"]["ref"] == document["ref"]],
    [
        Column("ref", _("Permanent reference of the transfer."), at("ref"), is_required=True),
        *of_entry(),
        Column("from_country", _("Where the experience came from."), at("from", "name"), is_required=True),
        Column("from_code", _("ISO 3166 alpha-3 code of that country."), at("from", "iso3"), is_required=True),
        Column("to_country", _("Where it went to."), at("to", "name"), is_required=True),
        Column("to_code", _("ISO 3166 alpha-3 code of that country."), at("to", "iso3"), is_required=True),
        Column("experience_ref", _("Reference of what was learned from."), at("experience", "ref")),
        Column("exchange_ref", _("Reference of the occasion."), at("exchange", "ref")),
        Column("outcome_ref", _("Reference of what came of it."), at("outcome", "ref")),
        Column("summary", _("What was learned, and what came of it."), at("summary")),
        Column("adapted", _("What was adapted."), at("adapted")),
        Column("extent", _("How far it has come: explored, piloted, adopted or scaled."), at("extent")),
        Column("extent_label", _("The same in words."), at("extent_label")),
        *period("period", "period_", _("When it was, in words."), "period"),
        *source(),
        *addresses(),
    ],
)

TABLES = {table.name: table for table in (ENTRIES, LESSONS, FACTS, TRANSFERS)}
"""The tables by name, in the order in which they are told of."""
