"""How the mirror reads another portal: it says who it is, waits when it is told to, and says what is wrong."""

import json
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from experiences.mirroring.portal import USER_AGENT, Portal, PortalError, UnknownPlace

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
        self.wfile.write(body.encode())

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


@pytest.mark.parametrize("page", ["0", "1001", "-1", "ten", "²", "00001"])
def test_no_more_changes_at_a_time_than_the_api_gives(page):
    with pytest.raises(CommandError, match="argument --page: a number from 1 to 1000"):
        call_command("mirror", "https://portal.example.org", f"--page={page}")
