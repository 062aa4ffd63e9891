"""Linked data as Turtle, from the same documents that are sent as JSON-LD."""

import json
from typing import Any


def turtle(document: dict[str, Any]) -> str:
    """A JSON-LD document, whose context stands in it, as Turtle."""
    from rdflib import Graph  # noqa: PLC0415 - a library that takes long to load, and is for the few who ask for Turtle

    return Graph().parse(data=json.dumps(document), format="json-ld").serialize(format="turtle")
