"""A record in MODS 3.8 (Library of Congress), the richer format that catalogues of libraries take: `mods`.

It keeps apart what Dublin Core runs together: languages, roles, codes of countries and places in sources.
"""

from typing import Any
from xml.etree.ElementTree import Element

from experiences.harvest.xml import add, element
from experiences.portal import PORTAL_NAME

NAMESPACE = "http://www.loc.gov/mods/v3"
SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"

_RELATED = {
    ("part_of", "outgoing"): "host",
    ("part_of", "incoming"): "constituent",
    ("followed_by", "outgoing"): "succeeding",
    ("followed_by", "incoming"): "preceding",
    ("replaces", "outgoing"): "preceding",
    ("replaces", "incoming"): "succeeding",
}
"""What MODS calls the other entry, where it has a word for it."""


def mods(document: dict[str, Any]) -> Element:
    """The document of an entry as a bibliographic description. The sections and facts of an entry are in its JSON only."""
    root = element(
        "mods:mods",
        {
            "xmlns:mods": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "version": "3.8",
        },
    )
    for part in (_identifiers, _texts, _names, _what_it_is, _origin, _subjects, _related, _sources, _lessons, _keeping):
        part(root, document)
    return root


def _identifiers(root: Element, document: dict[str, Any]) -> None:
    add(root, "mods:identifier", document["ref"], {"type": "local"})
    add(root, "mods:identifier", document["key"], {"type": "local", "displayLabel": "Key"})
    location = add(root, "mods:location")
    add(location, "mods:url", document["url"], {"usage": "primary", "access": "object in context"})
    add(location, "mods:url", document["api_url"], {"access": "raw object", "note": "application/json"})


def _texts(root: Element, document: dict[str, Any]) -> None:
    """Titles and summaries: of the original, then of each translation."""
    for text in (document, *document["translations"]):
        tongue = {"xml:lang": text["language"]}
        _title(root, text["title"], tongue | ({"usage": "primary"} if text is document else {"type": "translated"}))
        if text["acronym"]:
            _title(root, text["acronym"], tongue | {"type": "abbreviated"})
        for title in text["other_titles"]:
            _title(root, title, tongue | {"type": "alternative"})
        if text["summary"]:
            add(root, "mods:abstract", text["summary"], tongue)


def _title(parent: Element, title: str, attributes: dict[str, str] | None = None) -> None:
    add(add(parent, "mods:titleInfo", attributes=attributes), "mods:title", title)


def _names(root: Element, document: dict[str, Any]) -> None:
    """The organisations, each once for each of its roles."""
    for organisation in document["organisations"]:
        name = add(root, "mods:name", attributes={"type": "corporate", "valueURI": organisation["url"]})
        add(name, "mods:namePart", organisation["name"])
        add(add(name, "mods:role"), "mods:roleTerm", organisation["role_label"], {"type": "text"})


def _what_it_is(root: Element, document: dict[str, Any]) -> None:
    add(root, "mods:typeOfResource", "text")
    for label in (document["kind_label"], document["type_label"], document["modality_label"], document["status_label"]):
        if label:
            add(root, "mods:genre", label, {"xml:lang": "en"})
    for code in document["languages"]:
        language = add(root, "mods:language")
        add(language, "mods:languageTerm", code, {"type": "code", "authority": "rfc5646"})


def _origin(root: Element, document: dict[str, Any]) -> None:
    origin = add(root, "mods:originInfo")
    add(origin, "mods:publisher", str(PORTAL_NAME))
    add(origin, "mods:dateIssued", document["first_published_at"][:10], {"encoding": "w3cdtf", "keyDate": "yes"})
    add(origin, "mods:dateModified", document["edition"]["published_at"][:10], {"encoding": "w3cdtf"})
    add(origin, "mods:edition", str(document["edition"]["number"]))


def _subjects(root: Element, document: dict[str, Any]) -> None:
    """Themes, countries with their codes and roles, and the period."""
    for theme in document["themes"]:
        add(add(root, "mods:subject", attributes={"xml:lang": "en"}), "mods:topic", theme["label"], {"valueURI": theme["url"]})
    for country in document["countries"]:
        subject = add(root, "mods:subject", attributes={"xml:lang": "en", "displayLabel": country["role_label"]})
        add(subject, "mods:geographic", country["name"], {"valueURI": country["url"]})
        add(subject, "mods:geographicCode", country["iso2"].lower(), {"authority": "iso3166"})
    if period := document["period"]:
        subject = add(root, "mods:subject", attributes={"xml:lang": "en", "displayLabel": period["label"]})
        add(subject, "mods:temporal", period["from"], {"encoding": "w3cdtf"} | ({"point": "start"} if period["to"] else {}))
        if period["to"]:
            add(subject, "mods:temporal", period["to"], {"encoding": "w3cdtf", "point": "end"})


def _related(root: Element, document: dict[str, Any]) -> None:
    """The entries that this one has to do with, and the recommendations of the Declaration that it answers."""
    for relation in document["relations"]:
        kind = _RELATED.get((relation["type"], relation["direction"]))
        known_as = {"type": kind} if kind else {"otherType": relation["label"]}
        _item(root, relation["entry"], known_as | {"displayLabel": relation["label"]}, uri=relation["entry"]["url"])
    for recommendation in document["recommendations"]:
        answered = {"otherType": "Answers", "displayLabel": f"Answers paragraph {recommendation['paragraph']}"}
        _item(root, recommendation, answered, uri=recommendation["url"])


def _sources(root: Element, document: dict[str, Any]) -> None:
    """What the entry rests on, with the place in it."""
    for citation in document["citations"]:
        source = citation["source"]
        item = _item(root, source, {"type": "references"}, uri=source["url"])
        if source["creator"]:
            add(add(item, "mods:name"), "mods:namePart", source["creator"])
        if source["publisher"] or source["issued"]:
            origin = add(item, "mods:originInfo")
            if source["publisher"]:
                add(origin, "mods:publisher", source["publisher"])
            if source["issued"]:
                add(origin, "mods:dateIssued", source["issued"]["label"])
        if citation["locator"]:
            add(add(item, "mods:part"), "mods:text", citation["locator"])


def _item(root: Element, said: dict[str, Any], attributes: dict[str, str], *, uri: str | None) -> Element:
    item = add(root, "mods:relatedItem", attributes=attributes)
    _title(item, said["title"])
    if uri:
        add(item, "mods:identifier", uri, {"type": "uri"})
    return item


def _lessons(root: Element, document: dict[str, Any]) -> None:
    for lesson in document["lessons"]:
        attributes = {"type": "lesson learned", "displayLabel": lesson["polarity_label"], "ID": lesson["ref"]}
        add(root, "mods:note", lesson["statement"], attributes | {"xml:lang": document["language"]})


def _keeping(root: Element, document: dict[str, Any]) -> None:
    """Of the record itself: whose it is, and since when it says this."""
    info = add(root, "mods:recordInfo")
    add(info, "mods:recordContentSource", str(PORTAL_NAME))
    add(info, "mods:recordIdentifier", document["ref"])
    add(info, "mods:recordCreationDate", document["first_published_at"], {"encoding": "w3cdtf"})
    add(info, "mods:recordChangeDate", document["edition"]["published_at"], {"encoding": "w3cdtf"})
    catalogued = add(info, "mods:languageOfCataloging")
    add(catalogued, "mods:languageTerm", "en", {"type": "code", "authority": "rfc5646"})
