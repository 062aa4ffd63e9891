"""The examples in the OpenAPI document are what the portal answers. `WRITE_EXAMPLES=1` writes them anew, for `make schema`."""

import datetime
import json
import os
import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.request import Request

from countries.models import Region
from ssc_portal.api.errors import MEDIA_TYPE, problem_response
from ssc_portal.api.limits import counter
from ssc_portal.api.reference import document
from ssc_portal.api.schema import EXAMPLES
from tests.api.sample import PORTAL, make_sample
from tests.factories import make_entry

pytestmark = pytest.mark.django_db

ASKED = {
    "root": "",
    "entries_list": "entries/?country=VNM&limit=1",
    "entries_retrieve": "entries/SSC-0001/",
    "experiences_list": "experiences/?limit=1",
    "experiences_retrieve": "experiences/SSC-0001/",
    "initiatives_list": "initiatives/?limit=1",
    "initiatives_retrieve": "initiatives/SSC-0003/",
    "agreements_list": "agreements/?limit=1",
    "agreements_retrieve": "agreements/SSC-0005/",
    "exchanges_list": "exchanges/?limit=1",
    "exchanges_retrieve": "exchanges/SSC-0002/",
    "lessons_list": "lessons/?limit=1",
    "lessons_retrieve": "lessons/SSC-0001-L1/",
    "transfers_list": "transfers/?limit=1",
    "transfers_retrieve": "transfers/SSC-0002-T1/",
    "countries_list": "countries/?limit=1",
    "countries_retrieve": "countries/VNM/",
    "themes_list": "themes/?limit=1",
    "themes_retrieve": "themes/basic-education/",
    "organisations_list": "organisations/?limit=1",
    "organisations_retrieve": "organisations/unicef/",
    "recommendations_list": "recommendations/?limit=1",
    "recommendations_retrieve": "recommendations/23-a-ii/",
    "regions_list": "regions/?limit=1",
    "regions_retrieve": "regions/035/",
    "groups_list": "groups/?limit=1",
    "groups_retrieve": "groups/asean/",
    "sources_list": "sources/?limit=1",
    "sources_retrieve": "sources/DOC-2/",
    "synonyms_list": "synonyms/?limit=1",
    "synonyms_retrieve": "synonyms/midwife/",
    "changes_list": "changes/?limit=4",
}


def shown(client, path: str) -> Any:
    """What the portal answers, but for what is never twice the same: signatures and the moments of the database."""
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200
    text = re.sub(r'("at":\s?|cursor=|"since":\s?|since=)("?)[^"&]+', r"\1\2…", response.content.decode())
    return json.loads(text.replace('"at":"…', '"at":"2026-11-21T09:30:00Z'))


class TestExamples:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def sample(cls, shared_rows):
        """What the examples are about, published at one moment."""
        moment = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(timezone, "now", lambda: moment)
            make_sample()
            parties = [("VNM", "party"), ("CHN", "party")]
            make_entry("agreement", key="AG-05", title="Agreement on birth registration", countries=parties)
        Region.objects.filter(m49="035").update(name="South-eastern Asia")

    @pytest.mark.parametrize("name", ASKED)
    def test_an_example_is_what_the_portal_answers(self, client, settings, name):
        settings.PORTAL_URL = PORTAL
        file = EXAMPLES / f"{name}.json"
        answered = shown(client, ASKED[name])
        if os.environ.get("WRITE_EXAMPLES"):
            file.write_text(json.dumps(answered, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        assert json.loads(file.read_text(encoding="utf-8")) == answered


def refused(client, status: int, path: str, method: str = "get", **headers: str) -> Any:
    """The problem document with which the portal refuses something."""
    response = getattr(client, method)(f"/api/v1/{path}", headers=headers)
    assert (response.status_code, response["Content-Type"]) == (status, MEDIA_TYPE)
    return json.loads(response.content)


def failed(error: Exception) -> Any:
    """The problem document about an error that the database or the portal itself made."""
    request = Request(RequestFactory().get("/api/v1/entries/"))
    return json.loads(problem_response(error, {"view": None, "request": request}).content)


def test_the_examples_of_errors_are_what_the_portal_answers(client, settings):
    settings.PORTAL_URL = PORTAL
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(timezone, "now", lambda: datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC))
        make_sample()
    answered = {
        400: refused(client, 400, "entries/?kind=book&country=XX"),
        404: refused(client, 404, "entries/SSC-9999/"),
        405: refused(client, 405, "entries/", "post"),
        406: refused(client, 406, "entries/", accept="text/csv"),
        410: refused(client, 410, "entries/SSC-0004/"),
        500: failed(RuntimeError()),
        503: failed(OperationalError()),
    }
    settings.API_RATE_LIMITS = {"search": 0}
    counter.forget()
    answered[429] = refused(client, 429, "entries/?q=school")
    counter.forget()
    files = {int(file.stem): file for file in (EXAMPLES / "problems").glob("*.json")}
    if os.environ.get("WRITE_EXAMPLES"):
        files = {status: EXAMPLES / "problems" / f"{status}.json" for status in answered}
        for status, file in files.items():
            file.write_text(json.dumps(answered[status], ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    assert {status: json.loads(file.read_text(encoding="utf-8")) for status, file in files.items()} == answered


def test_every_example_is_asked_for():
    assert {file.stem for file in EXAMPLES.glob("*.json")} == set(ASKED)


def test_every_answer_in_the_openapi_document_has_its_example():
    described = document()
    for path, operations in described["paths"].items():
        for status, answer in operations["get"]["responses"].items():
            whole = described["components"]["responses"][answer["$ref"].rpartition("/")[2]] if "$ref" in answer else answer
            for content in whole.get("content", {}).values():
                assert content["example"], (path, status)
