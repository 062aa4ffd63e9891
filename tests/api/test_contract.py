"""The portal keeps to its OpenAPI document: schemathesis asks for what it allows and what it does not, and checks each answer.

The document says of codes only what they look like. Here they are those that there are, as a partner takes them from the lists.
Cursors and places in the feed are left out: no rule makes one (test_paging.py and test_changes.py follow them).
"""

import copy
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from ssc_portal.api.reference import document
from ssc_portal.wsgi import application
from tests.api.collection import get
from tests.api.sample import make_sample

pytestmark = pytest.mark.django_db

_CODES = {"countries": "iso3", "themes": "slug", "organisations": "slug", "recommendations": "slug", "entries": "ref"}
CONFIG = {
    "generation": {"max-examples": 4, "deterministic": True, "database": "none"},
    # OPTIONS is answered, though OpenAPI tells of it nowhere
    "phases": {"coverage": {"unexpected-methods": ["post", "put", "patch", "delete", "trace"]}},
}


def with_codes(described: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with the codes that there are, and without cursors."""
    known = copy.deepcopy(described)
    client = Client()
    shared = known["components"]["parameters"]
    listed = {name: [row[code] for row in get(client, f"{name}/", limit=100)["results"]] for name, code in _CODES.items()}
    listed["keys"] = [row["key"] for row in get(client, "entries/")["results"]]
    operations = [path["get"] for path in known["paths"].values()]
    for operation in operations:
        parameters = [shared[each["$ref"].split("/")[-1]] if "$ref" in each else each for each in operation["parameters"]]
        operation["parameters"] = [each for each in parameters if each["name"] not in {"cursor", "since"}]
        for parameter in operation["parameters"]:
            if "x-listed-at" in parameter:
                endpoint = parameter["x-listed-at"].split("/")[-2]
                parameter["schema"]["items"]["enum"] = listed["keys" if parameter["name"] == "key" else endpoint]
            elif parameter["name"] in {"region", "group"}:
                parameter["schema"]["items"]["enum"] = {"region": ["035"], "group": ["asean"]}[parameter["name"]]
    return known


@pytest.fixture
def api() -> Any:
    """The document, bound to the portal in this process."""
    make_sample()
    country = get(Client(), "countries/VNM/")
    assert country["iso3"] == "VNM"
    schema = schemathesis.openapi.from_dict(with_codes(document()), config=SchemathesisConfig.from_dict(CONFIG))
    schema.app = application
    return schema


contract = schemathesis.pytest.from_fixture("api")


@contract.parametrize()
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case):
    response = case.call_and_validate()
    assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
