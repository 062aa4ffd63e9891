"""The downloads over HTTP: the same entries as the API, in each form, whole, and refused as the API refuses."""

import gzip
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from experiences.documents import reading
from experiences.exports import turns
from experiences.exports.tables import TABLES
from experiences.models import Entry
from experiences.vocabulary import WithdrawalReason
from ssc_portal.api.limits import counter
from tests.api.collection import get, make_full_entry
from tests.desk import start_edition, withdraw
from tests.experiences.exports.files import EVERYTHING, asked, download, lines, rows, sheets
from tests.factories import make_entry

pytestmark = pytest.mark.django_db

FORMS = ["entries.ndjson", "entries.csv", "lessons.csv", "facts.csv", "transfers.csv", "entries.xlsx"]


class TestWhatIsInThem:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def collection(cls, shared_rows):
        """An entry with all parts, and what its parts name; one of context; a draft; entries that were withdrawn."""
        full = make_full_entry(2)
        make_entry(title="Remittances", scope="context")
        make_entry(title="A draft", publish=False)
        start_edition(full.entry).texts.filter(is_original=True).update(title="The next edition")
        for reason in (WithdrawalReason.IN_ERROR, WithdrawalReason.SUPERSEDED):
            withdraw(make_entry(title="Gone").entry, reason)

    def test_a_line_is_what_the_api_says_of_the_entry(self, client):
        found = lines(client, EVERYTHING)
        refs = Entry.objects.filter(state="published").order_by("pk").values_list("ref", flat=True)
        assert found == [client.get(f"/api/v1/entries/{ref}/").content for ref in refs]
        assert len(found) == get(client, "entries/", scope=["core", "context"])["count"] == 8

    def test_so_it_is_in_another_language(self, client):
        for language in ("vi", "ar"):
            found = lines(client, f"lang={language}")
            refs = [entry["ref"] for entry in get(client, "entries/", sort="ref")["results"]]
            assert found == [client.get(f"/api/v1/entries/{ref}/?lang={language}").content for ref in refs]

    @pytest.mark.parametrize(
        "query",
        ["", "q=girls", "kind=exchange&kind=initiative", "country=PHL", "country=vn&theme=theme-1", "scope=context", "q=nowhere",
         "recommendation=23-1", "language=vi", "year_from=1990", 'q="back to school"'],
    )  # fmt: skip
    def test_a_search_finds_the_same_as_in_the_api(self, client, query):
        refs = [row["ref"] for row in client.get(f"/api/v1/entries/?sort=ref&limit=100&{query}").json()["results"]]
        assert [row["ref"] for row in rows(client, "entries", query)] == refs
        assert len(lines(client, query)) == len(refs)
        assert [row["ref"].value for row in sheets(client, query)["Entries"]] == refs

    @pytest.mark.parametrize("form", FORMS[:-1])
    def test_no_draft_and_nothing_withdrawn(self, client, form):
        sent = download(client, f"{form}?{EVERYTHING}").decode()
        assert "draft" not in sent
        assert "The next edition" not in sent
        assert "Gone" not in sent

    def test_every_column_is_filled_where_the_source_has_it(self, client):
        make_entry(
            "exchange", place="Hanoi", period_from="2010", period_to="2011", period_qualifier="planned", modality="triangular"
        )
        make_entry("agreement", agreement_status="signed", sections={"description": "A pact.", "objectives": "To meet."})
        names = "challenge approach results enabling_factors constraints sustainability replication target_groups"
        make_entry(sections={name: f"About {name}." for name in names.split()})
        filled = {name: {column for row in rows(client, name) for column, cell in row.items() if cell} for name in TABLES}
        empty = {name: {column.name for column in table.columns} - filled[name] for name, table in TABLES.items()}
        of_periods = {"as_of", "as_of_from", "as_of_to", "as_of_qualifier"}
        assert empty == {
            "entries": {"acronym", "other_titles"},
            "lessons": set(),
            "facts": {"unit", "about", "note"} | of_periods,
            "transfers": {"adapted", "period", "period_from", "period_to", "period_qualifier"},
        }

    def test_what_stands_in_the_columns(self, client):
        entry = rows(client, "entries")[0]
        assert entry["ref"] == "SSC-0001"
        assert entry["countries"] == "Viet Nam (Lead or provider) | China (Lead or provider)"
        assert (entry["country_codes"], entry["country_roles"]) == ("VNM | CHN", "lead | lead")
        assert entry["organisations"] == "Organisation 1 (Funding) | Organisation 2 (Funding)"
        assert entry["recommendation_keys"] == "R-23-1 | R-23-2"
        assert entry["context"] == "Where it *began*."
        assert (entry["lesson_count"], entry["fact_count"]) == ("2", "2")
        assert entry["sources"] == "Document DOC-1, page 1"
        assert entry["contacts"] == "Office 1 (office@example.org) | Office 2 (office@example.org)"
        assert entry["url"].startswith("http://testserver/entries/SSC-0001/")
        lesson, second = rows(client, "lessons")
        assert (lesson["ref"], lesson["entry_ref"], second["ref"]) == ("SSC-0001-L1", "SSC-0001", "SSC-0001-L2")
        assert (lesson["statement"], lesson["source"], lesson["locator"]) == ("Start early.", "Document DOC-1", "page 3")
        fact = rows(client, "facts")[1]
        assert (fact["entry_ref"], fact["number"], fact["value"], fact["numeric_value"]) == ("SSC-0001", "2", "120", "2")
        assert (fact["disagrees_with"], fact["source_key"]) == ("1", "DOC-1")
        told = [row["ref"] for row in rows(client, "transfers")]
        assert told == [row["ref"] for row in get(client, "transfers/", sort="ref")["results"]], "each once"

    def test_titles_come_in_the_language_that_is_asked_for(self, client):
        entry, other, *_rest = rows(client, "entries", "lang=vi")
        assert (entry["title"], entry["summary"], entry["language"]) == ("Titre", "Résumé", "vi")
        assert other["language"] == "en"
        assert rows(client, "facts", "lang=vi")[0]["entry_title"] == "Titre"
        assert sheets(client, "lang=vi")["Entries"][0]["title"].value == "Titre"

    def test_a_workbook_holds_all_tables_and_says_what_the_columns_are(self, client):
        found = sheets(client)
        assert list(found) == ["Entries", "Lessons", "Facts", "Transfers", "Columns"]
        for table in TABLES.values():
            said = [row["column"].value for row in found["Columns"] if row["table"].value == str(table.title)]
            assert said == list(found[str(table.title)][0]) == [column.name for column in table.columns]
            as_text = [
                {name: "" if cell.value is None else str(cell.value) for name, cell in row.items()}
                for row in found[str(table.title)]
            ]
            assert as_text == rows(client, table.name)
        assert found["Facts"][1]["numeric_value"].data_type == "n"

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [("colour=red", "colour"), ("kind=book", "kind"), ("country=XX", "country"), ("sort=ref", "sort"), ("lang=xx", "lang"),
         ("lang=vi&lang=fr", "lang"), ("limit=5", "limit"), ("fields=ref", "fields"), ("verbatim=yes", "verbatim"),
         ("year_from=soon", "year_from"), ("q=a&q=b", "q"), ("theme=", "theme"), ("lang=", "lang")],
    )  # fmt: skip
    @pytest.mark.parametrize("form", ["entries.ndjson", "facts.csv", "entries.xlsx"])
    def test_what_is_not_known_is_refused_as_the_api_does(self, client, form, query, parameter):
        refused = client.get(f"/exports/{form}?{query}")
        assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
        assert [error["parameter"] for error in refused.json()["errors"]] == [parameter]

    @pytest.mark.parametrize("name", ["books.csv", "entries.pdf", "facts.xlsx", "lessons.ndjson", "entries.CSV"])
    def test_what_there_is_not_is_not_found(self, client, name):
        answer = client.get(f"/exports/{name}")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")

    @pytest.mark.parametrize(
        ("form", "content_type"),
        [
            ("entries.ndjson", "application/x-ndjson"),
            ("facts.csv", "text/csv; charset=utf-8; header=present"),
            ("entries.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ],
    )
    def test_headers(self, client, form, content_type):
        answer = asked(client, form, Origin="https://example.org", Accept="text/html")
        assert answer["Content-Type"] == content_type
        table, ending = form.split(".")
        assert answer["Content-Disposition"].startswith(f'attachment; filename="country-experiences-{table}-20')
        assert answer["Content-Disposition"].endswith(f'.{ending}"')
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert client.post(f"/exports/{form}").status_code == 405

    @pytest.mark.parametrize("form", FORMS)
    def test_head_says_what_get_says_and_makes_nothing(self, client, form):
        whole = asked(client, form)
        with CaptureQueriesContext(connection) as queries:
            head = client.head(f"/exports/{form}")
        assert head.status_code == 200
        assert b"".join(head.streaming_content) == b""
        assert {name: head[name] for name in whole.headers if name not in {"X-Request-ID", "RateLimit"}} == {
            name: value for name, value in whole.items() if name not in {"X-Request-ID", "RateLimit"}
        }
        assert len(queries) == 1
        assert client.head(f"/exports/{form}?colour=red").status_code == 400

    @pytest.mark.parametrize("form", FORMS)
    def test_who_has_it_already_is_told_so_until_something_changes(self, client, form):
        tag = asked(client, form)["ETag"]
        assert not tag.startswith("W/")
        assert asked(client, form, **{"If-None-Match": tag}).status_code == 304
        assert download(client, form) == download(client, form), "a strong tag stands for the same bytes"
        make_entry(title="Another")
        assert asked(client, form, **{"If-None-Match": tag}).status_code == 200

    @pytest.mark.parametrize("form", FORMS)
    def test_text_is_compressed_for_who_accepts_it(self, client, form):
        response = client.get(f"/exports/{form}", headers={"Accept-Encoding": "gzip"})
        sent = b"".join(response.streaming_content)
        if form.endswith("xlsx"):
            assert "Content-Encoding" not in response.headers
        else:
            assert response["Content-Encoding"] == "gzip"
            sent = gzip.decompress(sent)
        assert sent == download(client, form)


class TestQueries:
    QUERIES = (EVERYTHING, "kind=exchange", "lang=vi")

    @pytest.fixture(scope="class")
    @classmethod
    def counted(cls, shared_rows):
        """The queries of each download, asked for in three ways: with few entries, and with more."""
        client = Client()

        def queries(form, query):
            download(client, f"{form}?{query}")  # a process reads the collection once for each version of the index
            with CaptureQueriesContext(connection) as captured:
                download(client, f"{form}?{query}")
            return len(captured)

        with pytest.MonkeyPatch.context() as small:
            small.setattr(reading, "PIECE", 2)
            make_full_entry(1)
            few = {form: [queries(form, query) for query in cls.QUERIES] for form in FORMS}
            for _number in range(3):
                make_full_entry(2)
            return {form: (few[form], [queries(form, query) for query in cls.QUERIES]) for form in FORMS}

    @pytest.mark.parametrize("form", FORMS)
    def test_it_takes_as_many_queries_however_many_entries(self, counted, form):
        few, many = counted[form]
        assert many == few
        savepoints = 2  # the test's own transaction is around it
        assert few[0] == 2 + savepoints, "the state of the index, and one cursor"


class TestStreaming:
    def test_it_is_sent_piece_by_piece(self, client, monkeypatch):
        monkeypatch.setattr(reading, "PIECE", 2)
        for _number in range(5):
            make_entry()
        response = client.get("/exports/entries.ndjson")
        assert [piece.count(b"\n") for piece in response.streaming_content] == [2, 2, 1]
        response = client.get("/exports/entries.csv")
        assert [piece.count(b"\r\n") for piece in response.streaming_content] == [1, 2, 2, 1]

    def test_all_of_it_is_of_one_moment(self, client, monkeypatch):
        monkeypatch.setattr(reading, "PIECE", 1)
        first, second = make_entry(), make_entry(title="As it was")
        pieces = client.get("/exports/entries.ndjson").streaming_content
        assert first.entry.ref.encode() in next(pieces)
        withdraw(second.entry, WithdrawalReason.IN_ERROR)
        assert b"As it was" in b"".join(pieces)

    def test_two_at_a_time_and_no_more(self, client):
        make_entry()
        under_way = [turns.Turn() for _each in range(turns.MOST)]
        busy = client.get("/exports/entries.csv")
        assert (busy.status_code, busy["Content-Type"]) == (503, "application/problem+json")
        assert busy["Retry-After"] == "30"
        assert client.head("/exports/entries.csv").status_code == 200
        assert client.get("/entries/").status_code == 200
        under_way.pop().end()
        assert len(lines(client)) == len(lines(client)) == 1

    def test_there_are_limits_as_in_the_api(self, client, settings):
        settings.API_RATE_LIMITS = {"search": 9, "bulk": 9, "export": 2}
        counter.forget()
        first = asked(client, "entries.csv")
        assert first["RateLimit-Policy"] == '"export";q=2;w=60'
        assert first["RateLimit"] == '"export";r=1;t=60'
        tag = first["ETag"]
        for _time in range(3):
            assert asked(client, "entries.csv", **{"If-None-Match": tag}).status_code == 304
        searched = asked(client, "entries.csv?q=school")
        assert searched["RateLimit-Policy"] == '"search";q=9;w=60, "export";q=2;w=60'
        refused = client.get("/exports/entries.ndjson")
        assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
        assert 0 < int(refused["Retry-After"]) <= 60
        counter.forget()


@pytest.mark.django_db(transaction=True)
class TestTime:
    @pytest.fixture(autouse=True)
    def _without_limit_afterwards(self, transactional_db):
        """What empties the tables after a test takes its time."""
        yield
        connection.close()

    def test_a_slow_reader_gets_the_whole(self, client, settings, monkeypatch):
        monkeypatch.setattr(reading, "PIECE", 1)
        for _number in range(3):
            make_entry()
        client.get("/entries/")
        settings.SECONDS_FOR_READERS = 0.1
        pieces = client.get("/exports/entries.ndjson").streaming_content
        first = next(pieces)
        time.sleep(0.15)  # longer than the database may take for a statement
        assert len((first + b"".join(pieces)).splitlines()) == 3

    def test_who_breaks_it_off_leaves_nothing_open(self, client, monkeypatch):
        monkeypatch.setattr(reading, "PIECE", 1)
        for _number in range(3):
            make_entry()
        response = client.get("/exports/entries.ndjson")
        next(response.streaming_content)
        during = connection.in_atomic_block
        response.close()
        assert (during, connection.in_atomic_block) == (True, False)
        assert len(lines(client)) == 3
