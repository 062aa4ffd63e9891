"""XML as trees of the standard library whose names are written as they stand, prefixes and declarations of namespaces included.

So that each record declares its own namespaces, as the protocol asks: a harvester cuts it out and keeps it by itself.
"""

from xml.etree.ElementTree import Element, SubElement, tostring

from experiences.documents.characters import legal


def element(name: str, attributes: dict[str, str] | None = None) -> Element:
    """An element that stands by itself."""
    return Element(name, {key: legal(value) for key, value in (attributes or {}).items()})


def add(parent: Element, name: str, text: str = "", attributes: dict[str, str] | None = None) -> Element:
    """An element within another one, after those that are there. Returns it."""
    child = SubElement(parent, name, {key: legal(value) for key, value in (attributes or {}).items()})
    if text:
        child.text = legal(text)
    return child


def written(root: Element) -> bytes:
    """The whole document, in UTF-8."""
    document: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return document
