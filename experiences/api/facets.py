"""The counts of a search's facets as JSON."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from countries.api.fields import Document
from experiences.search.query import Search


class ChoiceDocument(Document):
    """A value of a filter, and how many entries it would show beside the other filters in use."""

    value = serializers.CharField(help_text="As the filter takes it.")
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    chosen = serializers.BooleanField(help_text="Whether the filter has it now.")
    depth = serializers.IntegerField(help_text="How deep it lies in a tree, such as that of themes.")


def counted(search: Search | None, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The facets with these names: each with its values that have entries or are chosen, in the order of the filter."""
    found = {facet.name: facet.choices for facet in search.facets} if search else {}
    return {
        name: [
            {"value": each.value, "label": each.label, "count": each.entries, "chosen": each.chosen, "depth": each.depth}
            for each in found.get(name, ())
        ]
        for name in names
    }
