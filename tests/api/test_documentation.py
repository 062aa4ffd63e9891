"""docs/api.md tells the truth: its examples are asked for, its tables held against the endpoints. And how the reference looks."""

import json
import re

import pytest

from tests.api.collection import errors
from tests.api.sample import PORTAL, make_sample
from tests.consoles import commands, document, shell

pytestmark = pytest.mark.django_db

PAGE = document("api.md")
HERE = "http://127.0.0.1:8000"
SHAPE = {"limit", "cursor", "fields", "expand", "facets", "lang"}
EXAMPLES = re.findall(r"```console\n(.*?)```\n\n```json\n(.*?)```", PAGE, re.DOTALL)
"""Consoles, each with one command, and the answers that the page shows."""


@pytest.fixture(autouse=True)
def _collection(settings):
    """What the examples are about."""
    settings.PORTAL_URL = PORTAL
    make_sample()


def differences(said, answered, place=""):
    """Where an example and an answer differ. The ellipsis stands for anything, and for any further names or rows."""
    if said == "…":
        return
    if isinstance(said, dict) and isinstance(answered, dict):
        unmentioned = answered.keys() - said.keys() if "…" not in said else set()
        for name in (said.keys() | unmentioned) - {"…"}:
            yield from differences(said.get(name), answered.get(name), f"{place}.{name}")
    elif isinstance(said, list) and isinstance(answered, list):
        rows = said[:-1] if said[-1:] == ["…"] else said
        if len(rows) != len(answered) and rows == said:
            yield place, len(said), len(answered)
        for number, (row, found) in enumerate(zip(rows, answered, strict=False)):
            yield from differences(row, found, f"{place}[{number}]")
    elif said != answered:
        yield place, said, answered


@pytest.mark.django_db(transaction=True)
def test_every_command_can_be_pasted_and_is_answered_as_the_page_shows(live_server, tmp_path):
    answers = []
    for console, said in EXAMPLES:
        [(command, _shown)] = commands(console)
        assert command.startswith(f"curl '{HERE}/api/v1/")
        answers.append(json.loads(shell(command.replace(HERE, live_server.url), tmp_path)))
        assert list(differences(json.loads(said), answers[-1])) == [], command
    assert len(answers) == len(re.findall(r"^\$ ", PAGE, re.MULTILINE)) >= 7
    assert list(json.loads(EXAMPLES[0][1])["results"][0]) == list(answers[0]["results"][0]), "a list's item, with all its names"


def test_the_table_of_endpoints(client):
    rows = re.findall(r"^\| `(/api/v1/[a-z]+/)` \|.*\| `(/api/v1/\S+/)` \|$", PAGE, re.MULTILINE)
    addresses = [f"https://portal.example.org{list_}" for list_, _one in rows]
    assert [*addresses, "https://portal.example.org/api/v1/changes/"] == list(client.get("/api/v1/").json().values())
    for list_, one in rows:
        assert client.get(list_).status_code == 200
        assert client.get(one).status_code == (410 if "SSC-0004" in one else 200), one


def test_the_table_of_filters(client):
    section = PAGE.partition("## Filters")[2].partition("\n## ")[0]
    told: dict[str, set[str]] = {}
    for lists, filters in re.findall(r"^\| (`.*?) \| (`.*) \|$", section, re.MULTILINE):
        told |= {name: set(re.findall(r"`(\w+)`", filters)) - SHAPE for name in re.findall(r"`(\w+)`", lists)}
    endpoints = [address.split("/")[-2] for address in client.get("/api/v1/").json().values()]
    allowed = {name: set(errors(client, f"{name}/", "colour=red")[0]["allowed"]) - SHAPE for name in endpoints}
    assert told == allowed


def test_the_table_of_what_one_entry_holds_beside_the_card(client):
    section = PAGE.partition("## One entry")[2].partition("```")[0]
    told = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    entry = client.get("/api/v1/entries/SSC-0001/").json()
    card = client.get("/api/v1/entries/?key=GP-01").json()["results"][0]
    assert told == [name for name in entry if name not in card]


def test_statuses(client):
    told = {int(status) for status in re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE)}
    assert told == {400, 404, 405, 406, 410, 429, 500, 503}
    assert client.get("/api/v1/entries/SSC-0099/").status_code == 404
    assert client.post("/api/v1/entries/").status_code == 405
    assert client.get("/api/v1/entries/", headers={"accept": "text/csv"}).status_code == 406
    assert client.get("/api/v1/entries", follow=True).redirect_chain == [("/api/v1/entries/", 301)]


def test_the_reference_shows_names_as_code(client):
    page = client.get("/api/docs/transfers/").content.decode()
    assert "Only <code>limit</code> may differ" in page
    assert "`" not in page.partition("<main")[2]
