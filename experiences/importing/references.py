"""What records point to, looked up by key."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from countries.models import Country
from experiences.models import Entry, Organisation, Recommendation, Source, Theme


class References:
    """Everything that an entry may point to, in memory: one query for each sort, made when first asked for."""

    _LOOKUPS: dict[str, tuple[Any, str]] = {
        "country": (Country, "iso3"),
        "theme": (Theme, "key"),
        "organisation": (Organisation, "key"),
        "source": (Source, "key"),
        "recommendation": (Recommendation, "key"),
        "entry": (Entry, "key"),
    }

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Any]] = {}

    def get(self, sort: str, key: str, field: str) -> Any:
        """The record of a sort with a key. Raises ValidationError, naming `field`, where there is none."""
        if sort not in self._found:
            model, column = self._LOOKUPS[sort]
            self._found[sort] = {getattr(row, column): row for row in model.objects.all()}
        try:
            return self._found[sort][key]
        except KeyError:
            reason = _("There is no %(sort)s %(key)s.") % {"sort": sort, "key": key}
            raise serializers.ValidationError({field: [reason]}) from None

    def maybe(self, sort: str, key: str, field: str) -> Any:
        """The same, or None for an empty key."""
        return self.get(sort, key, field) if key else None
