"""Linked data as Turtle, from the same documents that are sent as JSON-LD."""

import json
from typing import Any

from rdflib import Graph


def turtle(document: dict[str, Any]) -> str:
    """A JSON-LD document, whose context stands in it, as Turtle."""
    return Graph().parse(data=json.dumps(document), format="json-ld").serialize(format="turtle")
