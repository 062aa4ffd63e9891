"""The log of requests: one line of JSON for each, with the id that the answer carries."""

import io
import json
import logging
import re
import sys

import pytest
from django.db import connection

from ssc_portal.request_log import JsonFormatter, RequestIdFilter


@pytest.fixture
def log():
    """What the configured handler writes, as a function that returns its lines."""
    handler = next(each for each in logging.getLogger().handlers if isinstance(each.formatter, JsonFormatter))
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    kept = handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(kept)


def test_an_id_of_its_own_for_each_request(client, log):
    ids = [client.get("/healthz")["X-Request-ID"] for _time in range(2)]
    assert all(re.fullmatch("[0-9a-f]{32}", each) for each in ids)
    assert ids[0] != ids[1]
    assert [line["request_id"] for line in log()] == ids


@pytest.mark.parametrize("offered", ["abc", "7f9c.A-b_1", "x" * 64])
def test_a_plain_id_of_the_caller_is_kept(client, log, offered):
    assert client.get("/healthz", headers={"x-request-id": offered})["X-Request-ID"] == offered
    assert [line["request_id"] for line in log()] == [offered]


@pytest.mark.parametrize("offered", ["", "x" * 65, "a b", "a\nb", 'a"b', "é", "<b>", "a\n"])
def test_any_other_id_is_replaced(client, log, offered):
    given = client.get("/healthz", headers={"x-request-id": offered})["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", given)
    assert [line["request_id"] for line in log()] == [given]


def test_what_a_line_says(client, log):
    client.get("/healthz?token=secret", headers={"x-request-id": "abc"})
    [line] = log()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert line.pop("milliseconds") >= 0
    assert line == {
        "level": "INFO",
        "logger": "ssc_portal.request",
        "message": "request",
        "request_id": "abc",
        "method": "GET",
        "path": "/healthz",
        "status": 200,
    }


@pytest.mark.django_db
def test_a_refused_request_has_one_line_too(client, log):
    for path, status in [("/api/v1/nothing/", 404), ("/api/v1/entries/?colour=red", 400), ("/api/v1/entries/%0a%22/", 404)]:
        assert client.get(path).status_code == status
    assert [line["status"] for line in log()] == [404, 400, 404]


@pytest.mark.django_db
def test_every_line_of_a_failed_request_carries_its_id_and_one_tells_of_the_fault(client, log):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE experiences_theme RENAME TO elsewhere")
    client.raise_request_exception = False
    response = client.get("/api/v1/themes/", headers={"x-request-id": "abc"})
    lines = log()
    assert {line["request_id"] for line in lines} == {"abc"}
    assert [line["status"] for line in lines if line["logger"] == "ssc_portal.request"] == [response.status_code] == [500]
    [fault] = [line["exception"] for line in lines if "exception" in line]
    assert "Traceback" in fault
    assert "UndefinedTable" in fault


def test_lines_outside_a_request_and_with_an_exception():
    try:
        raise ValueError("one\ntwo")
    except ValueError:
        record = logging.LogRecord("portal", logging.ERROR, __file__, 1, "broke: %s", ("ن\n",), sys.exc_info())
    RequestIdFilter().filter(record)
    written = JsonFormatter().format(record)
    assert "\n" not in written
    line = json.loads(written)
    assert (line["message"], line["level"], line["request_id"]) == ("broke: ن\n", "ERROR", "-")
    assert "ValueError: one\ntwo" in line["exception"]
