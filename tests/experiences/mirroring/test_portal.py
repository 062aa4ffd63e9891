"""How the mirror reads another portal: it says who it is, waits when it is told to, and says what is wrong."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from countries.models import Region
from experiences.mirroring.adopting import _stamp
from experiences.mirroring.mirror import MirrorRefused, mirror
from experiences.mirroring.portal import USER_AGENT, Portal, PortalError, UnknownPlace
from experiences.mirroring.records import CONVERTERS
from experiences.models import MirroredPortal

Answer = tuple[int, dict[str, str], str]


class Answering(HTTPServer):
    """Gives prepared answers, one after the other, and remembers what it was asked."""

    answers: list[Answer]
    asked: list[tuple[str, str]]


class _Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["User-Agent"]))
        status, headers, body = self.server.answers.pop(0)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):  # whoever asked has left
            self.wfile.write(body.encode("latin-1"))

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[Answering]:
    answering = Answering(("127.0.0.1", 0), _Handler)
    answering.answers, answering.asked = [], []
    thread = threading.Thread(target=answering.serve_forever, daemon=True)
    thread.start()
    yield answering
    answering.shutdown()
    answering.server_close()


@pytest.fixture
def address(server) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def answer(data: Any, status: int = 200, **headers: str) -> Answer:
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, json.dumps(data)


def root(address: str) -> Answer:
    return answer({"themes": f"{address}/t", "changes": f"{address}/c"})


def test_it_follows_a_list_to_its_end_and_says_who_it_is(server, address):
    server.answers = [
        root(address),
        answer({"results": [{"key": "A"}], "next": f"{address}/t?cursor=x"}),
        answer({"results": [{"key": "B"}], "next": None}),
    ]
    assert [each["key"] for each in Portal(address + "/").records("themes")] == ["A", "B"]
    assert server.asked == [("/api/v1/", USER_AGENT), ("/t?limit=1000", USER_AGENT), ("/t?cursor=x", USER_AGENT)]


def test_numbers_stay_exact(server, address):
    server.answers = [root(address), (200, {}, '{"results": [{"n": 1234567890123456.7891}], "next": null}')]
    assert next(Portal(address).records("themes")) == {"n": Decimal("1234567890123456.7891")}


@pytest.mark.parametrize("status", [429, 503])
def test_it_comes_again_when_it_is_told_to_wait(server, address, status):
    busy = answer({}, status, Retry_After="0")
    server.answers = [busy, busy, root(address), answer({"results": [], "next": None})]
    assert list(Portal(address).records("themes")) == []
    assert len(server.asked) == 4


def test_it_gives_up_after_some_tries(server, address):
    server.answers = [answer({}, 503, Retry_After="0")] * 5
    with pytest.raises(PortalError, match="503"):
        list(Portal(address).records("themes"))
    assert len(server.asked) == 5


def test_a_place_that_is_refused_is_told_from_other_errors(server, address):
    server.answers = [root(address), answer({"detail": "no"}, 400)]
    with pytest.raises(UnknownPlace):
        Portal(address).changes("AAAA")
    server.answers = [root(address), answer({"detail": "no"}, 400)]
    with pytest.raises(PortalError) as error:
        Portal(address).changes("")
    assert not isinstance(error.value, UnknownPlace)


def test_a_portal_without_the_endpoint_or_without_json(server, address):
    server.answers = [answer({}), (200, {}, "<html>")]
    with pytest.raises(PortalError, match="no themes"):
        list(Portal(address).records("themes"))
    with pytest.raises(PortalError):
        list(Portal(address).records("themes"))


def test_a_portal_that_does_not_answer(server, address):
    server.shutdown()
    server.server_close()
    with pytest.raises(PortalError):
        list(Portal(address).records("themes"))


@pytest.mark.parametrize("said", [[], None, {}, {"results": {}}, {"results": ["A"], "next": None}, {"results": [], "next": 1}])
def test_what_is_no_list_is_refused(server, address, said):
    server.answers = [root(address), answer(said), answer(said)]
    portal = Portal(address)
    with pytest.raises(PortalError):
        list(portal.records("themes"))
    with pytest.raises(PortalError):
        portal.changes("")


@pytest.mark.parametrize("said", [[], "themes", {"themes": ["x"]}])
def test_what_names_no_endpoint_is_refused(server, address, said):
    server.answers = [answer(said)]
    with pytest.raises(PortalError):
        list(Portal(address).records("themes"))


def test_json_that_is_nested_without_end_is_refused(server, address):
    server.answers = [root(address), (200, {}, "[" * 200_000)]
    with pytest.raises(PortalError):
        list(Portal(address).records("themes"))


@pytest.mark.parametrize("away", ["file:///etc/passwd", "ftp://portal.example.org/", "http://"])
def test_it_reads_no_files_whoever_leads_it_there(server, address, away):
    server.answers = [root(address), (302, {"Location": away}, "")]
    with pytest.raises(PortalError):
        list(Portal(address).records("themes"))
    server.answers = [root(away)]
    with pytest.raises(PortalError):
        list(Portal(address).records("themes"))


def test_a_list_that_leads_back_to_itself_is_left(server, address):
    server.answers = [root(address)] + [answer({"results": [], "next": f"{address}/t?cursor=x"})] * 3
    with pytest.raises(PortalError, match="does not come to an end"):
        list(Portal(address).records("themes"))
    server.answers = [root(address), answer({"results": [], "next": f"{address}/c?since=A", "since": "A"})]
    with pytest.raises(PortalError, match="does not come to an end"):
        Portal(address).changes("A")


def test_an_answer_without_end_is_left(server, address, monkeypatch):
    monkeypatch.setattr("experiences.mirroring.portal._MOST_BYTES", 100_000)
    packed = gzip.compress(b" " * 1_000_000).decode("latin-1")
    server.answers = [root(address), (200, {}, " " * 200_000), (200, {"Content-Encoding": "gzip"}, packed)]
    portal = Portal(address)
    for _each in range(2):
        with pytest.raises(PortalError, match="has no end"):
            list(portal.records("themes"))


def test_no_number_of_seconds_is_too_long_to_be_read(server, address, monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr("experiences.mirroring.portal.time.sleep", waited.append)
    server.answers = [answer({}, 503, Retry_After="9" * 5000), root(address), answer({"results": [], "next": None})]
    assert list(Portal(address).records("themes")) == []
    assert waited == [300]


@pytest.mark.django_db
@pytest.mark.parametrize("section", [{"regions": [{}]}, {"regions": [{"m49": [], "name": {}, "parent": 3}]}])
def test_records_of_another_shape_are_refused_and_nothing_is_written(server, address, section):
    endpoints = {name: f"{address}/{name}" for name in (*CONVERTERS, "changes")}
    lists = [answer({"results": section.get(name, []), "next": None}) for name in CONVERTERS]
    server.answers = [answer(endpoints), *lists]
    with pytest.raises(MirrorRefused, match="cannot be taken over"):
        mirror(address)
    assert not MirroredPortal.objects.exists()
    assert not Region.objects.exists()


@pytest.mark.parametrize("slug", ["a/b", "..", "a b", "a\n", "", "<b>"])
def test_what_cannot_stand_in_an_address_is_no_slug(slug):
    document = {"edition": {"published_at": "2026-01-01T00:00:00Z"}, "first_published_at": "2026-01-01T00:00:00Z"}
    assert _stamp(document | {"slug": "a-b", "past_slugs": ["c"]}).past_slugs == ("c",)
    for wrong in ({"slug": slug, "past_slugs": []}, {"slug": "a-b", "past_slugs": [slug]}):
        with pytest.raises(ValueError, match="cannot stand in an address"):
            _stamp(document | wrong)


@pytest.mark.parametrize("page", ["0", "1001", "-1", "ten", "²", "00001"])
def test_no_more_changes_at_a_time_than_the_api_gives(page):
    with pytest.raises(CommandError, match="argument --page: a number from 1 to 1000"):
        call_command("mirror", "https://portal.example.org", f"--page={page}")
