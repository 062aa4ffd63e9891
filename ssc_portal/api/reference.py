"""The reference of the API for people, as plain pages made from the OpenAPI document: `/api/docs/`. And the document itself."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from countries.api.fields import absolute_url, portal_address
from experiences.api.shapes import MAX_LIMIT
from ssc_portal.api.deprecations import DEPRECATIONS
from ssc_portal.api.limits import MANY_ROWS, WINDOW
from ssc_portal.api.paging import DEFAULT_LIMIT

FILE = Path(__file__).with_name("openapi.json")
_DEEPEST = 3
"""How deep the fields of documents are told where they stand in one another."""


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name, whether it is part of the address, what it takes in words and by value, and what it is for."""

    name: str
    in_path: bool
    takes: str
    values: list[str]
    said: str
    is_deprecated: bool


@dataclass(frozen=True)
class Field:
    """A name in a document: what it holds, in words and value by value, and what stands in it."""

    name: str
    holds: str
    values: list[str]
    said: str
    under: list["Field"] = field(default_factory=list)
    is_deprecated: bool = False


@dataclass(frozen=True)
class Answer:
    """A status, what it is called and what it means, and the headers that come with it."""

    status: int
    name: str
    said: str
    headers: list[str]


@dataclass(frozen=True)
class Operation:
    """What can be asked at one address."""

    id: str
    path: str
    said: list[str]
    parameters: list[Parameter]
    answers: list[Answer]
    fields: list[Field]
    curl: str
    example: str
    is_deprecated: bool


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    read: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, as it is committed."""
    return HttpResponse(FILE.read_bytes(), content_type="application/json")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What holds for all endpoints, and the way to each."""
    context = {
        "endpoints": [(each["name"], each["description"]) for each in document()["tags"]],
        "root": absolute_url(reverse("api:root"), request),
        "deprecations": DEPRECATIONS,
        "limits": settings.API_RATE_LIMITS,
        "window": WINDOW,
        "many_rows": MANY_ROWS,
        "default_limit": DEFAULT_LIMIT,
        "max_limit": MAX_LIMIT,
    }
    return render(request, "pages/api_overview.html", context)


@require_safe
def endpoint(request: HttpRequest, endpoint: str) -> HttpResponse:
    """An endpoint: its parameters, answers and fields, with examples."""
    said = next((each["description"] for each in document()["tags"] if each["name"] == endpoint), None)
    if said is None:
        raise Http404
    operations = list(_operations(endpoint, portal_address(request)))
    return render(request, "pages/api_endpoint.html", {"endpoint": endpoint, "said": said, "operations": operations})


def _operations(endpoint: str, portal: str) -> Iterator[Operation]:
    for path, methods in document()["paths"].items():
        operation = methods["get"]
        if operation["tags"] != [endpoint]:
            continue
        answered = operation["responses"]["200"]["content"]["application/json"]
        yield Operation(
            id=operation["operationId"],
            path=path,
            said=operation["description"].split("\n\n"),
            parameters=[_parameter(_shared(each)) for each in operation["parameters"]],
            answers=[_answer(int(status), _shared(each)) for status, each in sorted(operation["responses"].items())],
            fields=_fields(answered["schema"], 0),
            curl=f"curl '{portal}{_example_of(path, answered['example'])}'",
            example=json.dumps(answered["example"], ensure_ascii=False, indent=2),
            is_deprecated=operation.get("deprecated", False),
        )


def _example_of(path: str, example: dict[str, Any]) -> str:
    """The address of an example: of a list, with few rows; of a record, its own."""
    name = next((part[1:-1] for part in path.split("/") if part.startswith("{")), "")
    return path.replace(f"{{{name}}}", str(example[name])) if name else f"{path}?limit={len(example['results'])}"


def _shared(described: dict[str, Any]) -> dict[str, Any]:
    """What is told once for several operations."""
    if "$ref" not in described:
        return described
    _hash, _components, component, name = described["$ref"].split("/")
    found: dict[str, Any] = document()["components"][component][name]
    return found


def _parameter(described: dict[str, Any]) -> Parameter:
    schema = described["schema"]
    return Parameter(
        described["name"],
        described["in"] == "path",
        _holds(schema),
        [str(value) for value in _values(schema)],
        described.get("description", ""),
        described.get("deprecated", False),
    )


def _answer(status: int, described: dict[str, Any]) -> Answer:
    return Answer(status, HTTPStatus(status).phrase, described["description"], list(described.get("headers", {})))


def _fields(schema: dict[str, Any], depth: int) -> list[Field]:
    """The names in what a schema describes, with what stands in them."""
    schema = _resolved(schema)
    schema = _resolved(schema.get("items", schema))
    if depth > _DEEPEST:
        return []
    return [
        Field(
            name,
            _holds(_resolved(member)),
            [str(value) for value in _values(_resolved(member)) if value is not None],
            "" if "enum" in _resolved(member) else member.get("description", ""),
            _fields(member, depth + 1),
            member.get("deprecated", False),
        )
        for name, member in schema.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself where there is a reference to it, or it is one of two, the other being null."""
    alternatives = schema.get("oneOf") or schema.get("allOf")
    if alternatives:
        first = next(each for each in alternatives if each.get("type") != "null")
        return {**_resolved(first), "nullable": len(alternatives) > 1}
    if "$ref" in schema:
        found: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _values(schema: dict[str, Any]) -> list[Any]:
    """The values that it may be, where they are named."""
    values: list[Any] = _resolved(schema.get("items", schema)).get("enum", [])
    return values


def _holds(schema: dict[str, Any]) -> str:
    """What a schema lets through, in words."""
    kinds = [schema.get("type", "string")] if isinstance(schema.get("type", "string"), str) else list(schema["type"])
    if "null" not in kinds and (schema.get("nullable") or None in schema.get("enum", ())):
        kinds.append("null")
    words = " or ".join(_WORDS.get(kind, kind) for kind in kinds)
    if schema.get("type") == "array":
        words = f"list of {_holds(_resolved(schema['items']))}s"
    limits = {"minimum": "from {}", "maximum": "to {}", "maxLength": "of at most {} characters", "default": "default {}"}
    more = [form.format(schema[name]) for name, form in limits.items() if name in schema]
    if schema.get("format"):
        more.append({"uri": "full address", "date-time": "moment in UTC"}.get(schema["format"], schema["format"]))
    return ", ".join([words, *more])


_WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "object"}
