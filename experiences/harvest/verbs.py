"""What the portal answers to each of the six verbs (section 4 of the protocol), as an element of that name."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from django.conf import settings

from experiences.harvest.arguments import RESUMPTION, Asked
from experiences.harvest.errors import ProtocolError
from experiences.harvest.formats import FORMATS, format_of
from experiences.harvest.records import Page, Record, earliest, find, identifier_of, page_at
from experiences.harvest.sets import sets
from experiences.harvest.tokens import Place, place_of
from experiences.harvest.xml import add, element
from experiences.portal import PORTAL_NAME

IDENTIFIERS = "http://www.openarchives.org/OAI/2.0/oai-identifier"


@dataclass(frozen=True)
class Portal:
    """Where the portal stands: its own address, and that of the harvest, both in full."""

    address: str
    base_url: str


def answer(asked: Asked, portal: Portal) -> Element:
    """The answer. Raises ProtocolError for what cannot be answered."""
    return _ANSWERS[asked.verb](asked, portal)


def moment(at: datetime.datetime) -> str:
    """A moment as the protocol writes it: in UTC, to the second."""
    return f"{at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _identify(asked: Asked, portal: Portal) -> Element:
    root = element("Identify")
    add(root, "repositoryName", str(PORTAL_NAME))
    add(root, "baseURL", portal.base_url)
    add(root, "protocolVersion", "2.0")
    add(root, "adminEmail", settings.OAI_ADMIN_EMAIL)
    add(root, "earliestDatestamp", moment(earliest()))
    add(root, "deletedRecord", "persistent")
    add(root, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    add(root, "compression", "gzip")
    location = {"xmlns": IDENTIFIERS, "xsi:schemaLocation": f"{IDENTIFIERS} {IDENTIFIERS}.xsd"}
    described = add(add(root, "description"), "oai-identifier", attributes=location)
    add(described, "scheme", "oai")
    add(described, "repositoryIdentifier", settings.OAI_HOST)
    add(described, "delimiter", ":")
    add(described, "sampleIdentifier", identifier_of("SSC-0001"))
    return root


def _list_metadata_formats(asked: Asked, portal: Portal) -> Element:
    identifier = asked.arguments.get("identifier")
    if identifier is not None and find(identifier, portal.address).is_deleted:
        raise ProtocolError("noMetadataFormats", "The record is deleted: it has no metadata in any format.")
    root = element("ListMetadataFormats")
    for prefix, form in FORMATS.items():
        described = add(root, "metadataFormat")
        add(described, "metadataPrefix", prefix)
        add(described, "schema", form.schema)
        add(described, "metadataNamespace", form.namespace)
    return root


def _list_sets(asked: Asked, portal: Portal) -> Element:
    if RESUMPTION in asked.arguments:
        raise ProtocolError("badResumptionToken", "The list of sets is given whole.")
    root = element("ListSets")
    for spec, name in sets():
        each = add(root, "set")
        add(each, "setSpec", spec)
        add(each, "setName", name)
    return root


def _get_record(asked: Asked, portal: Portal) -> Element:
    prefix = asked.arguments["metadataPrefix"]
    format_of(prefix)
    root = element("GetRecord")
    _add_record(root, find(asked.arguments["identifier"], portal.address), prefix)
    return root


def _list_records(asked: Asked, portal: Portal) -> Element:
    root, place = element("ListRecords"), _place(asked)
    page = page_at(place, portal.address)
    for record in page.records:
        _add_record(root, record, place.prefix)
    _add_token(root, place, page)
    return root


def _list_identifiers(asked: Asked, portal: Portal) -> Element:
    root, place = element("ListIdentifiers"), _place(asked)
    page = page_at(place, portal.address)
    for record in page.records:
        _add_header(root, record)
    _add_token(root, place, page)
    return root


def _place(asked: Asked) -> Place:
    """The beginning of the list that is asked for, or where it goes on."""
    given = asked.arguments
    if RESUMPTION in given:
        return place_of(given[RESUMPTION], asked.verb)
    format_of(given["metadataPrefix"])
    return Place(asked.verb, given["metadataPrefix"], given.get("set", ""), given.get("from", ""), given.get("until", ""))


def _add_record(parent: Element, record: Record, prefix: str) -> None:
    root = add(parent, "record")
    _add_header(root, record)
    if record.document is not None:
        add(root, "metadata").append(format_of(prefix).write(record.document))


def _add_header(parent: Element, record: Record) -> None:
    header = add(parent, "header", attributes={"status": "deleted"} if record.is_deleted else None)
    add(header, "identifier", record.identifier)
    add(header, "datestamp", moment(record.changed_at))
    for spec in record.sets:
        add(header, "setSpec", spec)


def _add_token(parent: Element, place: Place, page: Page) -> None:
    """Where the list goes on; empty at the end of one that was resumed, and absent where all of it is here."""
    if page.following or place.cursor:
        token = page.following.token() if page.following else ""
        add(parent, RESUMPTION, token, {"completeListSize": str(page.size), "cursor": str(place.cursor)})


_ANSWERS: dict[str, Callable[[Asked, Portal], Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_metadata_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}
