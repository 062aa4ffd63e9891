"""How a reader wants documents: with which of their names, with what in full, in which language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rest_framework import serializers

from countries.api.fields import Made

Names = dict[str, "Names"]
"""Names of a document, each with the names of what stands under it."""


@dataclass(frozen=True)
class Shape:
    """What is wanted: some names (all where there are none), what is to be told in full, a language ("": the original's)."""

    names: Names = field(default_factory=dict)
    expand: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Expansion:
    """Short forms that can be told in full: the member that they stand in, the code in them, and what looks the records up.

    `records` takes codes and the context of serializers, and gives the whole document of each by its code.
    """

    member: str
    code: str
    records: Callable[[Sequence[str], dict[str, Any]], dict[str, dict[str, Any]]]

    def apply(self, documents: list[dict[str, Any]], context: dict[str, Any]) -> None:
        """Put the whole of each record in the place of its short form, and keep what else stands there, such as its role."""
        links = [link for document in documents for link in document.get(self.member) or ()]
        whole = self.records(list(dict.fromkeys(link[self.code] for link in links)), context)
        for link in links:
            said = dict(link)
            link.clear()
            link.update(whole.get(said[self.code], {}) | said)


def names_of(document: serializers.BaseSerializer | serializers.Field | None) -> Names:
    """The names of a document, and of what stands in it."""
    if isinstance(document, serializers.ListSerializer):
        return names_of(document.child)
    if isinstance(document, serializers.Serializer):
        return {name: names_of(member) for name, member in document.fields.items()}
    if isinstance(document, Made):
        return names_of(document.holds)
    return {name: {} for name in getattr(document, "NAMES", ())}


def only(document: Any, names: Names) -> Any:
    """What a document says under some names, in its own order; everything where there are none."""
    if not names:
        return document
    if isinstance(document, list):
        return [only(each, names) for each in document]
    if isinstance(document, dict):
        return {name: only(value, names[name]) for name, value in document.items() if name in names}
    return document
