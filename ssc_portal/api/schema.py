"""The OpenAPI document: what drf-spectacular makes of views and serializers, with what it cannot know.

`make schema` writes it to openapi.json beside this file, whence it is served; `make check` says when that is out of date.
"""

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.urls import reverse
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from countries.api.fields import Made, PeriodField
from countries.api.serializers import TileField
from experiences.api.facets import ChoiceDocument
from experiences.api.problems import GoneDocument, ProblemDocument
from ssc_portal.api.deprecations import DEPRECATIONS, Deprecation
from ssc_portal.api.errors import MEDIA_TYPE
from ssc_portal.api.limits import WINDOW
from ssc_portal.api.parameters import parameters
from ssc_portal.api.sharing import share

EXAMPLES = Path(__file__).parent / "examples"
"""An answer of each operation, as a test compares it with what the portal answers; in `problems`, one with each error status."""
_PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "Something in the query string cannot be used: `errors` says what, and what can be.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address, or nothing public.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Only GET, HEAD and OPTIONS are answered.",
    HTTPStatus.NOT_ACCEPTABLE: "Only `application/json` is written.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many costly requests in a minute: come again after as many seconds as `Retry-After` says.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A fault of the portal.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The database does not answer: come again after as many seconds as `Retry-After` says.",
}
_HEADERS = {
    "ETag": "A strong entity tag, for `If-None-Match`.",
    "Last-Modified": "When the collection changed last, for `If-Modified-Since`.",
    "Link": "The links of a list (RFC 8288): `first`, `prev`, `next`. `deprecation` where something is deprecated.",
    "RateLimit-Policy": f"Of costly requests: how many are allowed in {WINDOW} seconds.",
    "RateLimit": "Of costly requests: how many are left, and for how many seconds.",
    "Content-Language": "The languages of what is told.",
    "Deprecation": "Since when something that the request uses is deprecated (RFC 9745).",
    "Sunset": "When it ends (RFC 8594).",
    "Retry-After": "In how many seconds to come again.",
    "Location": "Where to go.",
    "Allow": "What is answered.",
}
_ALWAYS = ("ETag", "Last-Modified", "Content-Language", "Deprecation", "Sunset", "RateLimit-Policy", "RateLimit")
_LISTED = ("Link",)
_OF_STATUS = {
    HTTPStatus.MOVED_PERMANENTLY: ("Location",),
    HTTPStatus.NOT_MODIFIED: ("ETag", "Last-Modified"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Allow",),
    HTTPStatus.TOO_MANY_REQUESTS: ("Retry-After", "RateLimit-Policy", "RateLimit"),
    HTTPStatus.SERVICE_UNAVAILABLE: ("Retry-After",),
}


class Schema(AutoSchema):
    """One operation of the API."""

    @property
    def is_list(self) -> bool:
        """Whether it gives a list."""
        return getattr(self.view, "detail", None) is False

    @property
    def endpoint(self) -> str:
        """The name of the endpoint in addresses; "" for the root."""
        return self.path.removeprefix(reverse("api:root")).partition("/")[0]

    def get_operation_id(self) -> str:
        """Such as `entries_list` and `entries_retrieve`."""
        return f"{self.endpoint}_{'list' if self.is_list else 'retrieve'}" if self.endpoint else "root"

    def get_tags(self) -> list[str]:
        """The endpoint."""
        return [self.endpoint or "root"]

    def get_summary(self) -> str:
        """The first sentence of what the view says of itself."""
        said = " ".join((self.view.__doc__ or "").split())
        return said.partition(". ")[0].rstrip(".")

    def get_description(self) -> str:  # type: ignore[override]
        """All that the view says of itself."""
        return "\n\n".join(" ".join(part.split()) for part in (self.view.__doc__ or "").split("\n\n") if part.strip())

    def get_auth(self) -> list[Any]:
        """None is needed."""
        return []

    def _get_parameters(self) -> list[dict[str, Any]]:
        return [*map(self._in_path, self._names_in_path()), *parameters(self.view)]

    def _names_in_path(self) -> list[str]:
        return [part[1:-1] for part in self.path.split("/") if part.startswith("{")]

    def _in_path(self, name: str) -> dict[str, Any]:
        view: Any = self.view
        schema = {"type": "string", "pattern": f"^{view.lookup_value_regex}$"}
        said = {
            "ref": "The permanent reference, in any case.",
            "iso3": "ISO 3166 code, alpha-3 or alpha-2, in any case.",
            "m49": "M49 code.",
            "key": "The key.",
        }
        return {"in": "path", "name": name, "required": True, "schema": schema, "description": said.get(name, "The slug.")}

    def get_response_serializers(self) -> dict[Any, Any]:  # type: ignore[override]
        """What each status means."""
        found: dict[Any, Any] = {HTTPStatus.OK.value: self._found()}
        found[HTTPStatus.NOT_MODIFIED.value] = OpenApiResponse(None, "The copy that the request names is still true.")
        if hasattr(type(self.view), "entry_ref") and not self.is_list:
            merged = "The entry was merged into another: this is its address."
            found[HTTPStatus.MOVED_PERMANENTLY.value] = OpenApiResponse(None, merged)
            gone = "The entry was withdrawn: when, and why."
            found[HTTPStatus.GONE.value, MEDIA_TYPE] = OpenApiResponse(GoneDocument, gone)
        for status, said in _PROBLEMS.items():
            found[status.value, MEDIA_TYPE] = OpenApiResponse(ProblemDocument, said)
        return found

    def _found(self) -> OpenApiResponse:
        if not self.endpoint:
            addresses = {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}
            return OpenApiResponse(addresses, "The endpoints, each with its address.")
        serializer = self._get_serializer()
        is_list = "A piece of the list." if self.is_list else "The record."
        return OpenApiResponse(serializer, is_list)

    def _get_response_headers_for_code(self, status_code: str, direction: str = "response") -> dict[str, Any]:
        status = HTTPStatus(int(status_code))
        names = (*_ALWAYS, *(_LISTED if self.is_list else ())) if status == HTTPStatus.OK else _OF_STATUS.get(status, ())
        return {name: {"description": _HEADERS[name], "schema": {"type": "string"}} for name in names}


class MadeExtension(OpenApiSerializerFieldExtension):
    """What a field says that it holds."""

    target_class = "countries.api.fields.Made"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Any:
        """The schema of that."""
        made: Made = self.target
        return auto_schema._map_serializer_field(made.holds, direction)


class OriginalTextExtension(OpenApiSerializerFieldExtension):
    """What the original text of an entry says."""

    target_class = "experiences.api.links.OriginalText"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Any:
        """The schema of that."""
        return auto_schema._map_serializer_field(self.target.holds, direction)


class AddressExtension(OpenApiSerializerFieldExtension):
    """Full addresses."""

    target_class = "countries.api.fields._Address"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Any:
        """A URI."""
        return {"type": "string", "format": "uri"}


class NumberExtension(OpenApiSerializerFieldExtension):
    """Numbers."""

    target_class = "experiences.api.parts.NumberField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Any:
        """With or without a fraction."""
        return {"type": "number"}


class PeriodExtension(OpenApiSerializerFieldExtension):
    """Periods, with their precision."""

    target_class = "countries.api.fields.PeriodField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Any:
        """Its parts, and the whole in words."""
        date = {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
        qualifiers = ["since", "as_of", "before", "about", "planned", None]
        known = {"from": date, "to": date, "qualifier": {"enum": qualifiers}, "label": {"type": "string"}}
        return {"type": "object", "properties": {name: known[name] for name in PeriodField.NAMES}}


class TileExtension(OpenApiSerializerFieldExtension):
    """Places on the tile map."""

    target_class = "countries.api.serializers.TileField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Any:
        """Column and row."""
        return {"type": "object", "properties": {name: {"type": "integer", "minimum": 1} for name in TileField.NAMES}}


_ALWAYS_WHOLE = ("Paginated", "Change", "MergedInto", "Problem", "Gone", "WrongParameter")
"""With what the names of those schemas begin of which `fields` leaves nothing out, so that names in them are required."""


def finish(result: dict[str, Any], generator: Any, **_more: Any) -> dict[str, Any]:
    """The document with what stands in no view: facets, what is deprecated; and without what `fields` can leave out."""
    schemas = result["components"]["schemas"]
    for name, schema in schemas.items():
        if not name.startswith(_ALWAYS_WHOLE):
            schema.pop("required", None)
    _without_marks(result)
    card = schemas["PaginatedEntryCardList"]["properties"]
    choice = {name: _type_of(field) for name, field in ChoiceDocument().fields.items()}
    values = {"type": "array", "items": {"type": "object", "properties": choice}}
    card["facets"] = {"type": "object", "description": "Only with `facets`.", "additionalProperties": values}
    for operation in (path["get"] for path in result["paths"].values()):
        for status, response in operation["responses"].items():
            _add_examples(response.get("content", {}), status, operation["operationId"])
    for deprecation in DEPRECATIONS:
        _deprecate(result, deprecation)
    share(result)
    described = {
        operation["tags"][0]: operation["description"] for path in result["paths"].values() for operation in path.values()
    }
    result["tags"] = [
        {"name": name, "description": said.partition("\n")[0]} for name, said in described.items() if name != "root"
    ]
    return result


def _add_examples(content: dict[str, Any], status: str, operation: str) -> None:
    """Show what such an answer looks like: of an operation its own, of an error status one for all."""
    for media_type, answer in content.items():
        file = EXAMPLES / (f"problems/{status}.json" if media_type == MEDIA_TYPE else f"{operation}.json")
        answer["example"] = json.loads(file.read_text(encoding="utf-8"))


def _type_of(field: Any) -> dict[str, Any]:
    kinds = {"IntegerField": "integer", "BooleanField": "boolean", "CharField": "string"}
    said = {"description": field.help_text} if field.help_text else {}
    return {"type": kinds[type(field).__name__], **said}


def _without_marks(schema: Any) -> None:
    """Take out what drf-spectacular notes for itself."""
    if isinstance(schema, dict):
        schema.pop("x-spec-enum-id", None)
        schema.pop("readOnly", None)
    for each in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _without_marks(each)


def _deprecate(result: dict[str, Any], deprecation: Deprecation) -> None:
    """Mark an endpoint, a parameter or a field as deprecated."""
    begun = f"{reverse('api:root')}{deprecation.endpoint}/"
    for path, operations in result["paths"].items():
        if path.startswith(begun):
            operation = operations["get"]
            if deprecation.parameter:
                marked = [each for each in operation["parameters"] if each["name"] == deprecation.parameter]
            elif deprecation.field:
                marked = _fields(result, operation, deprecation.field)
            else:
                marked = [operation]
            for each in marked:
                each["deprecated"] = True
                each["description"] = f"{each.get('description', '')} Deprecated: {deprecation.instead}".strip()


def _fields(result: dict[str, Any], operation: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The field of that name in the documents that an operation gives."""
    schemas = result["components"]["schemas"]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    schema = schemas[answer["$ref"].rpartition("/")[2]]
    listed = schema["properties"].get("results")
    if listed:
        schema = schemas[listed["items"]["$ref"].rpartition("/")[2]]
    return [schema["properties"][name]] if name in schema["properties"] else []
