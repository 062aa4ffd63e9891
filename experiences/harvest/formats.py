"""The formats in which records can be had, by their metadataPrefix."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from experiences.harvest import dublin_core, mods
from experiences.harvest.errors import ProtocolError


@dataclass(frozen=True)
class Format:
    """Where a format's schema is, its namespace, and how a document becomes a record in it."""

    schema: str
    namespace: str
    write: Callable[[dict[str, Any]], Element]


FORMATS = {
    "oai_dc": Format(dublin_core.SCHEMA, dublin_core.NAMESPACE, dublin_core.dublin_core),
    "mods": Format(mods.SCHEMA, mods.NAMESPACE, mods.mods),
}


def format_of(prefix: str) -> Format:
    """The format with that prefix. Raises ProtocolError (cannotDisseminateFormat)."""
    if prefix not in FORMATS:
        raise ProtocolError("cannotDisseminateFormat", f"Records can be had as {', '.join(FORMATS)}.")
    return FORMATS[prefix]
