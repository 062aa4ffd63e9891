"""A record in unqualified Dublin Core, which every repository offers (`oai_dc`)."""

from typing import Any
from xml.etree.ElementTree import Element

from experiences.harvest.xml import add, element
from experiences.portal import PORTAL_NAME

NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def dublin_core(document: dict[str, Any]) -> Element:
    """The document of an entry in the fifteen elements. It names no author and no rights, as entries do not."""
    root = element(
        "oai_dc:dc",
        {
            "xmlns:oai_dc": NAMESPACE,
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
        },
    )
    for text in (document, *document["translations"]):
        tongue = {"xml:lang": text["language"]}
        for title in (text["title"], text["acronym"], *text["other_titles"]):
            _say(root, "title", title, tongue)
        _say(root, "description", text["summary"], tongue)
    for name, value in _said(document):
        _say(root, name, value)
    return root


def _said(document: dict[str, Any]) -> list[tuple[str, str | None]]:
    """What does not depend on the language, each thing once."""
    period = document["period"]
    return list(
        dict.fromkeys(
            [
                *(("subject", theme["label"]) for theme in document["themes"]),
                *(("contributor", each["name"]) for each in document["organisations"]),
                ("publisher", str(PORTAL_NAME)),
                ("date", document["edition"]["published_at"][:10]),
                ("type", document["kind_label"]),
                ("type", document["type_label"]),
                ("type", "Text"),
                ("format", "text/html"),
                ("identifier", document["url"]),
                ("identifier", document["ref"]),
                *(
                    ("source", ", ".join(filter(None, (each["source"]["title"], each["locator"]))))
                    for each in document["citations"]
                ),
                *(("language", code) for code in document["languages"]),
                *(("relation", each["entry"]["url"]) for each in document["relations"]),
                *(("coverage", country["name"]) for country in document["countries"]),
                ("coverage", period and period["label"]),
            ]
        )
    )


def _say(root: Element, name: str, value: str | None, attributes: dict[str, str] | None = None) -> None:
    if value:
        add(root, f"dc:{name}", value, attributes)
