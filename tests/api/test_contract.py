"""The portal keeps to its OpenAPI document: schemathesis asks for what it allows and what it does not, and checks each answer.

The document says of codes only what they look like. Here they are those of the sample, as a partner takes them from the lists.
Cursors and places in the feed are left out: no rule makes one (test_paging.py and test_changes.py follow them).
"""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from ssc_portal.api.reference import document
from ssc_portal.wsgi import application
from tests.api.sample import make_sample
from tests.shared_rows import rows_taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("contract")]

CODES = {
    "countries": ["VNM", "CHN"],
    "themes": ["basic-education"],
    "organisations": ["unicef"],
    "recommendations": ["23-a-ii"],
    "entries": ["SSC-0001", "SSC-0002"],
    "key": ["GP-01", "EV-12"],
    "region": ["035"],
    "group": ["asean"],
}
CONFIG = {
    "generation": {"max-examples": 3, "deterministic": True, "database": "none"},
}


def with_codes(described: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with the codes of the sample, and without cursors."""
    known = copy.deepcopy(described)
    shared = known["components"]["parameters"]
    for operation in (path["get"] for path in known["paths"].values()):
        parameters = [shared[each["$ref"].split("/")[-1]] if "$ref" in each else each for each in operation.get("parameters", [])]
        operation["parameters"] = [each for each in parameters if each["name"] not in {"cursor", "since"}]
        for parameter in operation["parameters"]:
            name, listed = parameter["name"], parameter.get("x-listed-at", "").strip("/").rpartition("/")[2]
            if parameter["in"] == "query" and (name in CODES or listed):
                parameter["schema"]["items"]["enum"] = CODES.get(name) or CODES[listed]
    return known


def described(**more: Any) -> Any:
    """The API as schemathesis knows it."""
    known = schemathesis.openapi.from_dict(with_codes(document()), config=SchemathesisConfig.from_dict(CONFIG | more))
    known.app = application
    return known


# The lists of single kinds are that of all entries, narrowed. Its twenty parameters, value by value, are asked for once.
OF_ONE_KIND = r"^/api/v1/(experiences|initiatives|agreements|exchanges)/"
api = described().exclude(path_regex=OF_ONE_KIND)
of_one_kind = described(phases={"coverage": {"enabled": False}}).include(path_regex=OF_ONE_KIND)


@pytest.fixture(scope="module", autouse=True)
def _sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The sample, as every answer sees it. Between requests Django would close the connection that holds it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), rows_taken_back():
        make_sample()
        yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@api.parametrize()
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case):
    case.call_and_validate(headers={"Accept-Encoding": "identity"})  # schemathesis unpacks nothing within a process


@of_one_kind.parametrize()
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_about_one_kind_is_as_described(case):
    case.call_and_validate(headers={"Accept-Encoding": "identity"})
