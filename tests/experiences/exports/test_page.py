"""The page of the downloads, and the description of the tables for programs."""

import html
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from experiences.exports.columns import Type
from experiences.exports.tables import TABLES
from tests.api.collection import get, make_full_entry
from tests.experiences.exports.files import rows
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


def page(client, address="/exports/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def downloads(text):
    """The addresses of the files that a page offers."""
    return re.findall(r'<a href="([^"]+)" download>', text)


def offered(client, address="/exports/"):
    return downloads(page(client, address))


def test_it_tells_of_every_column_of_every_table(client):
    text = page(client)
    for table in TABLES.values():
        section = text.partition(f'id="{table.name}">')[2].partition("</section>")[0]
        said = re.findall(r"<dt><code>(\w+)</code></dt><dd>(.+?)(?: <span.*?)?</dd>", section)
        assert said == [(column.name, str(column.said)) for column in table.columns]
        assert section.count("Several values.") == sum(column.is_list for column in table.columns)


def test_it_offers_everything_in_all_forms(client):
    make_entry(title="Schools")
    make_entry(title="Remittances", scope="context")
    text = page(client)
    assert "Everything: 2 entries" in text
    addresses = downloads(text)
    names = [address.removeprefix("/exports/").partition("?")[0] for address in addresses]
    assert names == ["entries.xlsx", "entries.csv", "lessons.csv", "facts.csv", "transfers.csv", "entries.ndjson"]
    for address in addresses:
        assert b"".join(client.get(address).streaming_content)
    assert len(b"".join(client.get(addresses[-1]).streaming_content).splitlines()) == 2


def test_a_search_is_downloaded_as_it_was_made(client):
    make_entry(title="Schools by the river", countries=["VNM"])
    make_entry(title="Schools in town", countries=["CHN"])
    results = page(client, "/entries/?q=schools&country=vn&sort=title")
    [address] = re.findall(r'<a href="([^"]+)">Download these</a>', results)
    assert address == "/exports/?q=schools&country=VNM"
    text = page(client, address)
    assert "Your search: 1 entry" in text
    assert "Viet Nam" in text
    assert 'href="/entries/?q=schools&country=VNM"' in text
    assert [row["title"] for row in rows(client, "entries", downloads(text)[1].partition("?")[2])] == ["Schools by the river"]


def test_nothing_found_is_nothing_to_download(client):
    make_entry(title="Schools")
    text = page(client, "/exports/?q=ferries")
    assert "Your search: 0 entries" in text
    assert "there is nothing to download" in text
    assert downloads(text) == []


def test_words_in_another_spelling_are_downloaded_in_the_one_that_was_searched(client):
    make_entry(title="Vaccination of children")
    results = page(client, "/entries/?q=vacination")
    assert "Showing results for" in results
    [address] = re.findall(r'<a href="([^"]+)">Download these</a>', results)
    assert address == "/exports/?q=vaccination"
    assert "Your search: 1 entry" in page(client, address)


def test_the_language_of_texts_can_be_chosen(client):
    make_full_entry(2)
    text = page(client, "/exports/?kind=experience")
    assert re.findall(r'<option value="(\w*)"', text) == ["", "en", "fr", "vi"]
    assert '<input type="hidden" name="kind" value="experience">' in text
    chosen = page(client, "/exports/?kind=experience&lang=vi")
    assert '<option value="vi" selected>' in chosen
    assert all(address.endswith("?kind=experience&lang=vi") for address in downloads(chosen))


def test_what_cannot_be_used_is_said_and_left_out(client):
    text = page(client, "/exports/?kind=book&colour=red&lang=xx")
    for name in ("kind=book", "colour=red", "lang=xx"):
        assert f"“{name}” in the address was ignored." in text
    assert "Everything: 0 entries" in text


def test_nothing_found_is_said_with_the_files_that_say_so(client):
    make_entry()
    assert "Your search: 0 entries" in page(client, "/exports/?q=zebra")


def test_it_takes_as_many_queries_however_many_entries(client):
    def queries():
        client.get("/exports/?kind=experience")
        with CaptureQueriesContext(connection) as captured:
            client.get("/exports/?kind=experience&lang=")
        return len(captured)

    make_full_entry(1)
    few = queries()
    for _number in range(3):
        make_full_entry(2)
    assert queries() == few


def test_the_way_there(client):
    assert '<a href="/exports/">' in page(client, "/")
    assert '<a href="/exports/">' in page(client, "/about/")
    assert '<a href="/exports/">Download these</a>' not in page(client, "/entries/"), "there is nothing"
    make_entry()
    assert '<a href="/exports/">Download these</a>' in page(client, "/entries/")


class TestCsvw:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def collection(cls, shared_rows):
        make_full_entry(2)

    def described(self, client):
        answer = client.get("/exports/csv-metadata.json")
        assert answer["Content-Type"] == "application/csvm+json"
        document = json.loads(answer.content)
        assert document["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
        return {table["url"]: table for table in document["tables"]}

    def test_a_csv_leads_to_it(self, client):
        answer = client.get("/exports/facts.csv")
        list(answer.streaming_content)
        assert answer["Link"] == '</exports/csv-metadata.json>; rel="describedby"; type="application/csvm+json"'

    def test_it_describes_the_csv_that_are_there(self, client):
        described = self.described(client)
        assert set(described) == {f"http://testserver/exports/{name}.csv" for name in TABLES}
        for url, table in described.items():
            columns = table["tableSchema"]["columns"]
            found = rows(client, url.rpartition("/")[2].partition(".")[0])
            assert list(found[0]) == [column["name"] for column in columns]
            assert {column["datatype"] for column in columns} <= set(Type)
            for column in columns:
                values = [row[column["name"]] for row in found]
                assert all(values) or not column["required"], column["name"]
                if column["datatype"] in {"integer", "number"}:
                    assert all(re.fullmatch(r"-?\d*(\.\d+)?", value) for value in values)
                assert not any(" | " in value for value in values) or "separator" in column

    def test_keys_name_one_row_and_lead_to_an_entry(self, client):
        refs = {row["ref"] for row in rows(client, "entries")}
        assert len(refs) == get(client, "entries/")["count"]
        for url, table in self.described(client).items():
            found = rows(client, url.rpartition("/")[2].partition(".")[0])
            keys = {tuple(row[name] for name in table["tableSchema"]["primaryKey"]) for row in found}
            assert len(keys) == len(found)
            for foreign in table["tableSchema"].get("foreignKeys", []):
                assert foreign["reference"] == {"resource": "http://testserver/exports/entries.csv", "columnReference": "ref"}
                assert {row[foreign["columnReference"]] for row in found} <= refs
