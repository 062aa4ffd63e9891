"""The dump of everything: what is in it, how it is fetched, what becomes of it when something breaks."""

import gzip
import hashlib
import io
import json
import re
import resource
from datetime import datetime, timedelta

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from experiences.exports import dumps, turns
from experiences.exports.dumps import DumpUnderWay, latest_dump, make_dump
from experiences.vocabulary import WithdrawalReason
from tests.api.collection import get, make_full_entry
from tests.desk import withdraw
from tests.experiences.exports.files import EVERYTHING, lines
from tests.factories import make_entry

pytestmark = pytest.mark.django_db
PORTAL = "http://testserver"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DUMPS_FOLDER = tmp_path / "dumps"
    return settings.DUMPS_FOLDER


def fetch(client, name, **headers):
    """A file of a dump: the response, with all of its body in `body`."""
    response = client.get(f"/exports/dumps/{name}", headers={key.replace("_", "-"): value for key, value in headers.items()})
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


class TestWhatIsInIt:
    def test_all_that_is_published_as_the_downloads_and_the_api_have_it(self, client, folder):
        make_full_entry(2)
        make_entry(scope="context")
        make_entry(title="A draft", publish=False)
        withdraw(make_entry().entry, WithdrawalReason.SUPERSEDED)
        dump = make_dump(folder, PORTAL)
        packed = (folder / dump.name).read_bytes()
        found = gzip.decompress(packed).splitlines()
        assert found == lines(client, EVERYTHING)
        assert len(found) == dump.rows == get(client, "entries/", scope=["core", "context"])["count"]
        assert dump.size == len(packed)
        assert dump.sha256 == hashlib.sha256(packed).hexdigest()
        assert (folder / f"{dump.name}.sha256").read_text() == f"{dump.sha256}  {dump.name}\n"
        assert re.fullmatch(r"country-experiences-\d{8}T\d{6}Z\.ndjson\.gz", dump.name)

    def test_an_empty_portal_has_an_empty_one(self, folder):
        dump = make_dump(folder, PORTAL)
        assert dump.rows == 0
        assert gzip.decompress((folder / dump.name).read_bytes()) == b""

    def test_the_command_makes_one_now(self, client, folder, settings):
        settings.PORTAL_URL = "https://portal.example.org"
        make_entry()
        said = io.StringIO()
        call_command("dump", stdout=said)
        dump = latest_dump()
        assert dump
        assert said.getvalue() == f"{folder / dump.name}: 1 entries, {dump.size} bytes, SHA-256 {dump.sha256}\n"
        [entry] = gzip.decompress((folder / dump.name).read_bytes()).splitlines()
        assert json.loads(entry)["url"].startswith("https://portal.example.org/entries/SSC-")

    def test_the_command_says_where_none_can_be_kept(self, settings):
        settings.DUMPS_FOLDER = None
        with pytest.raises(CommandError, match="DUMPS_DIR"):
            call_command("dump")
        assert latest_dump() is None


def at(monkeypatch, days):
    moment = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: moment)


class TestWhatBreaks:
    def test_one_that_is_broken_off_leaves_the_last_one(self, client, folder, monkeypatch):
        make_full_entry(2)
        kept = make_dump(folder, PORTAL)
        before = sorted(path.name for path in folder.iterdir())
        at(monkeypatch, 1)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, limits[1]))  # as if the disk were full
        try:
            with pytest.raises(OSError, match="File too large"):
                make_dump(folder, PORTAL)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert sorted(path.name for path in folder.iterdir()) == before
        assert latest_dump() == kept
        assert fetch(client, kept.name).status_code == 200

    def test_what_a_killed_one_left_is_no_dump_and_goes_with_the_next(self, client, folder):
        folder.mkdir()
        left = ["20200101T000000Z.ndjson.gz.part", "20200101T000001Z.ndjson.gz", "20200101T000001Z.ndjson.gz.sha256",
                "20200101T000001Z.ndjson.gz.json.part"]  # fmt: skip
        for name in left:
            (folder / f"country-experiences-{name}").write_bytes(b"begun")
        (folder / "somebody's notes").write_bytes(b"mine")
        assert latest_dump() is None
        assert client.get(f"/exports/dumps/country-experiences-{left[1]}").status_code == 404
        dump = make_dump(folder, PORTAL)
        names = {dump.name, f"{dump.name}.sha256", f"{dump.name}.json", "somebody's notes"}
        assert {path.name for path in folder.iterdir()} == names

    def test_two_are_not_made_at_once(self, folder):
        with psycopg.connect(connection.connection.info.dsn, password=connection.connection.info.password) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [dumps.LOCK])
            with pytest.raises(DumpUnderWay):
                make_dump(folder, PORTAL)
            with pytest.raises(CommandError, match="Another dump is being made"):
                call_command("dump")
        assert latest_dump() is None

    def test_the_newest_are_kept(self, folder, monkeypatch):
        made = []
        for _day in range(dumps.KEPT + 2):
            at(monkeypatch, 1)
            made.append(make_dump(folder, PORTAL))
        assert dumps.dumps() == made[: -dumps.KEPT - 1 : -1]
        assert len(list(folder.iterdir())) == 3 * dumps.KEPT

    def test_one_that_is_let_go_of_while_somebody_looks_is_none(self, client, folder):
        dump = make_dump(folder, PORTAL)
        gone = folder / "country-experiences-20000101T000000Z.ndjson.gz"
        gone.touch()
        gone.with_name(f"{gone.name}.json").symlink_to(folder / "nowhere")  # listed, and not there when it is read
        assert dumps.dumps() == [dump]
        assert client.get("/exports/").status_code == 200


class TestFetching:
    @pytest.fixture
    def dump(self, folder):
        make_full_entry(2)
        return make_dump(folder, PORTAL)

    @pytest.fixture
    def whole(self, folder, dump):
        return (folder / dump.name).read_bytes()

    def test_whole(self, client, dump, whole):
        answer = fetch(client, dump.name, Accept_Encoding="gzip")
        assert (answer.status_code, answer.body) == (200, whole)
        assert answer["Content-Type"] == "application/gzip"
        assert "Content-Encoding" not in answer.headers
        assert answer["Content-Length"] == str(len(whole))
        assert answer["Accept-Ranges"] == "bytes"
        assert answer["ETag"] == f'"{dump.sha256}"'
        assert answer["Content-Disposition"] == f'attachment; filename="{dump.name}"'
        head = client.head(f"/exports/dumps/{dump.name}", headers={"Range": "bytes=0-9"})
        assert (head.status_code, head["Content-Length"], b"".join(head.streaming_content)) == (200, str(len(whole)), b"")

    def test_its_checksum_and_description(self, client, dump):
        assert fetch(client, f"{dump.name}.sha256").body.decode() == f"{dump.sha256}  {dump.name}\n"
        described = json.loads(fetch(client, f"{dump.name}.json").body)
        assert datetime.fromisoformat(described.pop("made_at")) == dump.made_at
        assert described == {"name": dump.name, "rows": dump.rows, "size": dump.size, "sha256": dump.sha256}

    def test_resumed_it_is_the_whole(self, client, dump, whole):
        begun = fetch(client, dump.name, Range="bytes=0-499")
        assert (begun.status_code, begun["Content-Range"]) == (206, f"bytes 0-499/{len(whole)}")
        rest = fetch(client, dump.name, Range="bytes=500-", If_Range=begun["ETag"])
        assert (rest.status_code, rest["Content-Range"]) == (206, f"bytes 500-{len(whole) - 1}/{len(whole)}")
        assert rest["Content-Length"] == str(len(whole) - 500)
        assert begun.body + rest.body == whole

    @pytest.mark.parametrize(
        ("asked", "part"),
        [("bytes=0-0", slice(0, 1)), ("bytes=5-9", slice(5, 10)), ("bytes=-7", slice(-7, None)), ("bytes=-999999", slice(None)),
         ("bytes=3-999999", slice(3, None)), ("Bytes = 2-3", slice(2, 4))],
    )  # fmt: skip
    def test_parts(self, client, dump, whole, asked, part):
        answer = fetch(client, dump.name, Range=asked)
        assert (answer.status_code, answer.body) == (206, whole[part])
        assert answer["Content-Length"] == str(len(answer.body))

    @pytest.mark.parametrize(
        "asked",
        ["bytes=0-1,5-6", "bytes=9-5", "bytes=-", "lines=0-5", "bytes=a-b", "5-9", "bytes=1", "bytes=0-" + "9" * 5000],
    )
    def test_what_is_no_single_range_brings_the_whole(self, client, dump, whole, asked):
        answer = fetch(client, dump.name, Range=asked)
        assert (answer.status_code, answer.body) == (200, whole)

    @pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=999999-9999999", "bytes=-0"])
    def test_behind_the_end_there_is_nothing(self, client, dump, whole, asked):
        answer = fetch(client, dump.name, Range=asked)
        assert (answer.status_code, answer.body) == (416, b"")
        assert answer["Content-Range"] == f"bytes */{len(whole)}"

    def test_the_rest_of_another_file_is_not_given(self, client, dump, whole):
        for stale in ('"another"', f'W/"{dump.sha256}"', "Thu, 01 Jan 2015 00:00:00 GMT"):
            answer = fetch(client, dump.name, Range="bytes=500-", If_Range=stale)
            assert (answer.status_code, answer.body) == (200, whole)
        dated = fetch(client, dump.name)["Last-Modified"]
        assert fetch(client, dump.name, Range="bytes=500-", If_Range=dated).status_code == 206

    def test_who_has_it_is_told_so(self, client, dump):
        answer = fetch(client, dump.name)
        for headers in ({"If_None_Match": answer["ETag"]}, {"If_Modified_Since": answer["Last-Modified"]}):
            again = fetch(client, dump.name, **headers)
            assert (again.status_code, again.body, again["ETag"]) == (304, b"", answer["ETag"])
        assert fetch(client, dump.name, If_Match='"another"').status_code == 412

    def test_the_newest_has_an_address_that_stays(self, client, dump):
        for beside in ("", ".sha256", ".json"):
            answer = client.get(f"/exports/dumps/latest.ndjson.gz{beside}")
            assert (answer.status_code, answer["Location"]) == (302, f"/exports/dumps/{dump.name}{beside}")
            assert answer["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        "name", ["country-experiences-20200101T000000Z.ndjson.gz", "latest.ndjson.gz.exe", "..%2f..%2fmanage.py"]
    )
    def test_nothing_else_is_there(self, client, dump, name):
        assert client.get(f"/exports/dumps/{name}").status_code == 404

    def test_two_at_a_time_as_all_downloads(self, client, dump):
        under_way = [turns.Turn() for _each in range(turns.MOST)]
        assert client.get(f"/exports/dumps/{dump.name}").status_code == 503
        del under_way
        assert fetch(client, dump.name).status_code == 200


class TestWhatIsSaidOfThem:
    def test_nobody_has_made_one(self, client, settings):
        make_entry()
        assert "The first one will be made tonight." in client.get("/exports/").content.decode()
        assert client.get("/exports/dumps/latest.ndjson.gz").status_code == 404
        settings.DUMPS_FOLDER = None
        make_entry()
        assert "This portal makes none." in client.get("/exports/").content.decode()

    def test_the_page_says_what_there_is_as_soon_as_it_is_there(self, client, folder, monkeypatch):
        make_entry()
        client.get("/exports/")
        first = make_dump(folder, PORTAL)
        tag = client.get("/exports/")["ETag"]
        at(monkeypatch, 1)
        second = make_dump(folder, PORTAL)
        answer = client.get("/exports/", headers={"If-None-Match": tag})
        assert answer.status_code == 200
        text = answer.content.decode()
        for dump in (first, second):
            assert f'<a href="/exports/dumps/{dump.name}" download>' in text
            assert dump.sha256 in text
        assert "1 entry" in text
        assert f"curl -O -C - http://testserver/exports/dumps/{second.name}\n" in text
