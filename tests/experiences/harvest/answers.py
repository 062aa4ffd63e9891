"""Answers of OAI-PMH as a harvester reads them: each is held against what the specification fixes before it is believed."""

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from lxml import etree

HERE = Path(__file__).parent
SPECIFIED = etree.RelaxNG(file=str(HERE / "oai.rng"))
NAMES = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "mods": "http://www.loc.gov/mods/v3",
    "id": "http://www.openarchives.org/OAI/2.0/oai-identifier",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HOST = "portal.example.org"


def checked(content: bytes) -> Element:
    """The answer, if it is as the specification says."""
    root: Element = fromstring(content)  # refuses entities and document types
    assert SPECIFIED.validate(etree.fromstring(content)), SPECIFIED.error_log
    return root


def ask(client: Any, *, by: str = "get", **arguments: Any) -> Element:
    """The answer to a request; `from` is written from_."""
    given = {name.rstrip("_"): value for name, value in arguments.items()}
    response = getattr(client, by)("/oai", given)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    return checked(response.content)


def texts(root: Element, path: str) -> list[str]:
    """The text of each element that a path leads to, from anywhere in the answer."""
    return [found.text or "" for found in root.iterfind(f".//{path}", NAMES)]


def one(root: Element, path: str) -> Element:
    """The only element that a path leads to."""
    [found] = root.findall(f".//{path}", NAMES)
    return found


def error(root: Element) -> str:
    """The code of the one error."""
    found = one(root, "oai:error")
    assert found.text
    return found.attrib["code"]


def refs(root: Element, *, deleted: bool | None = None) -> list[str]:
    """The references in the headers of an answer: of all, or of those that are deleted or that are not."""
    return [
        header.findtext("oai:identifier", "", NAMES).rpartition(":")[2]
        for header in root.iterfind(".//oai:header", NAMES)
        if deleted is None or deleted == (header.get("status") == "deleted")
    ]


def token(root: Element) -> str:
    """Where the list goes on; "" at its end."""
    return root.findtext(".//oai:resumptionToken", "", NAMES)
