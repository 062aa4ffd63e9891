"""Odd cells: what a spreadsheet would take for a formula, what a file cannot hold, what is longer than a cell."""

import io

import openpyxl
import pytest

from experiences.documents.reading import whole_documents
from experiences.exports.cells import LONGEST
from experiences.exports.workbook import write_workbook
from experiences.models import EditionText
from tests.experiences.exports.files import rows, sheets
from tests.factories import add_fact, add_lesson, make_entry, published

pytestmark = pytest.mark.django_db

DANGEROUS = ["=1+1", '=HYPERLINK("http://evil.example";"x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", "="]
HARMLESS = [
    'He said "yes", twice', "two\nlines", "a | b", "école ភាសាខ្មែរ 中文 🎒", "'quoted'", "#N/A", "1e5", "007", "<b>&amp;</b>",
    "\\", "a=1",
]  # fmt: skip


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_is_none(client, text):
    make_entry(title=text, summary=text)
    [row] = rows(client, "entries")
    assert row["title"] == row["summary"] == f"'{text}"
    cell = sheets(client)["Entries"][0]["title"]
    # XML makes of every line's end the same one
    assert (cell.data_type, cell.value.replace("\r", "\n")) == ("s", f"'{text}".replace("\r", "\n"))


@pytest.mark.parametrize("text", HARMLESS)
def test_everything_else_is_as_it_was_written(client, text):
    make_entry(title=text, summary=text)
    [row] = rows(client, "entries")
    assert row["title"] == row["summary"] == text
    cell = sheets(client)["Entries"][0]["title"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_a_list_that_begins_so_is_safe_too(client):
    edition = make_entry(publish=False)
    EditionText.objects.filter(edition=edition).update(other_titles=["=1+1", "second"])
    published(edition)
    assert rows(client, "entries")[0]["other_titles"] == "'=1+1 | second"


def test_numbers_stay_numbers(client):
    edition = make_entry(publish=False)
    add_fact(edition, value="-18.5", numeric_value="-18.5")
    add_fact(edition, 2, value="1,000", numeric_value="1000")
    published(edition)
    first, second = rows(client, "facts")
    assert (first["value"], first["numeric_value"], second["numeric_value"]) == ("'-18.5", "-18.5", "1000")
    cells = [row["numeric_value"] for row in sheets(client)["Facts"]]
    assert [(cell.data_type, cell.value) for cell in cells] == [("n", -18.5), ("n", 1000)]


def test_what_xml_cannot_hold_is_left_out_of_the_workbook(client):
    make_entry(title="a\x0bb\x01c\uffffd")
    assert sheets(client)["Entries"][0]["title"].value == "abcd"
    assert rows(client, "entries")[0]["title"] == "a\x0bb\x01c\uffffd"


def test_what_is_longer_than_a_cell_is_cut_in_the_workbook_and_says_so(client):
    make_entry(sections={"context": "x" * (LONGEST + 1)})
    make_entry(sections={"context": "y" * LONGEST})
    cut, whole = (row["context"].value for row in sheets(client)["Entries"])
    assert cut == "x" * (LONGEST - 1) + "…"
    assert whole == "y" * LONGEST
    assert len(rows(client, "entries")[0]["context"]) == LONGEST + 1


def test_a_table_longer_than_a_sheet_goes_on_in_the_next():
    edition = make_entry(publish=False)
    for number in (1, 2, 3):
        add_lesson(edition, number)
    published(edition)
    file = io.BytesIO()
    write_workbook(file, whole_documents("https://portal.example.org"), most_rows=100)
    assert openpyxl.load_workbook(file).sheetnames == ["Entries", "Lessons", "Facts", "Transfers", "Columns", "Columns 2"]
    write_workbook(file := io.BytesIO(), whole_documents("https://portal.example.org"), most_rows=3)
    book = openpyxl.load_workbook(file)
    lessons = [[row[0].value for row in book[name].iter_rows()] for name in ("Lessons", "Lessons 2")]
    assert lessons == [["ref", "SSC-0001-L1", "SSC-0001-L2"], ["ref", "SSC-0001-L3"]]
