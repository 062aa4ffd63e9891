"""Whatever charset a request names, an address means the same: so nobody changes what others are shown of it."""

import pytest

from ssc_portal.wsgi import application
from tests.factories import make_entry

pytestmark = pytest.mark.django_db
CHARSETS = ["cp037", "utf-16", "utf-7", "hex", "undefined", "no-such"]


@pytest.fixture(autouse=True)
def _as_a_server_makes_them(monkeypatch):
    """Requests as the server's entry point makes them: the test client has its own way."""
    monkeypatch.setattr("django.test.client.WSGIRequest", application.request_class)


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("path", ["/entries/", "/api/v1/entries/", "/exports/entries.csv"])
def test_nobody_has_a_page_kept_that_others_did_not_ask_for(client, path, charset):
    make_entry(title="Schools by the river", countries=["VNM"])
    make_entry(title="Elsewhere", countries=["LAO"])
    for headers in ({"Content-Type": f"text/plain; charset={charset}"}, {}):
        answer = client.get(path, {"country": "VNM"}, headers=headers)
        assert answer.status_code == 200
        body = answer.getvalue().decode()
        assert "Schools by the river" in body
        assert "Elsewhere" not in body


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_is_read_too(client, charset):
    part = b'--x\r\nContent-Disposition: form-data; name="verb"\r\n\r\nIdentify\r\n--x--\r\n'
    for content_type, form in (
        ("multipart/form-data; boundary=x", part),
        ("application/x-www-form-urlencoded", b"verb=Identify"),
    ):
        answer = client.generic("POST", "/oai", form, content_type=f"{content_type}; charset={charset}")
        assert answer.status_code == 200
        assert b"<repositoryName>" in answer.content
