"""Answers as JSON. What is stored as JSON already (`orjson.Fragment`) goes out as it is."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer
from rest_framework.utils.encoders import JSONEncoder


class StoredJSONRenderer(BaseRenderer):
    """Compact JSON in UTF-8."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The bytes of an answer; none for an answer without data."""
        return b"" if data is None else orjson.dumps(data, default=JSONEncoder().default)
