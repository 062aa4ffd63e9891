"""Regions, groups and countries from content files (format: docs/content-format.md), and what all content records share."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from countries.models import Country, CountryGroup, CountryName, Region


class RecordSchema(serializers.Serializer[Any]):
    """The form of a record. A field that it does not name is a fault: nothing in a file is ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """The record with every field checked. Raises ValidationError, by field."""
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        if unknown:
            raise serializers.ValidationError({str(name): [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


class NamesField(serializers.DictField):
    """Names by language: {en: [Vietnam], vi: [Việt Nam]}."""

    child = serializers.ListField(child=serializers.CharField(max_length=100))


class RegionSchema(RecordSchema):
    """A region of the M49 standard."""

    m49 = serializers.CharField(validators=[RegexValidator(r"^\d{3}$", _("Three digits, quoted."))])
    name = serializers.CharField(max_length=100)
    parent = serializers.CharField(required=False)  # type: ignore[assignment]


class GroupSchema(RecordSchema):
    """A group of countries."""

    slug = serializers.SlugField()
    name = serializers.CharField(max_length=100)
    acronym = serializers.CharField(max_length=20, required=False)
    members = serializers.ListField(child=serializers.CharField(), default=list)


class TileSchema(RecordSchema):
    """A place on the tile map, counted from 1."""

    column = serializers.IntegerField(min_value=1, max_value=100)
    row = serializers.IntegerField(min_value=1, max_value=100)


class CountrySchema(RecordSchema):
    """A country or territory."""

    iso3 = serializers.CharField(validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capitals."))])
    iso2 = serializers.CharField(validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capitals."))])
    m49 = serializers.CharField(validators=[RegexValidator(r"^\d{3}$", _("Three digits, quoted."))])
    name = serializers.CharField(max_length=100)
    declaration_name = serializers.CharField(max_length=100, required=False)
    other_names = NamesField(default=dict)
    region = serializers.CharField()
    tile = TileSchema(required=False)


def digest_of(record: Mapping[str, Any]) -> str:
    """A fingerprint (SHA-256, hexadecimal) of a record as a file has it, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(record, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def write_region(record: dict[str, Any], digest: str) -> str:
    """Create or update a region. Returns "created", "changed" or "unchanged"."""
    parent = Region.objects.filter(m49=record.get("parent", "")).first()
    if record.get("parent") and parent is None:
        raise serializers.ValidationError({"parent": [_no_such("region", record["parent"])]})
    region = Region.objects.filter(m49=record["m49"]).first()
    if region is None:
        Region.objects.create(m49=record["m49"], name=record["name"], parent=parent)
        return "created"
    if (region.name, region.parent) == (record["name"], parent):
        return "unchanged"
    region.name, region.parent = record["name"], parent
    region.save()
    return "changed"


def write_country(record: dict[str, Any], digest: str) -> str:
    """Create or update a country with its names. Returns "created", "changed" or "unchanged"."""
    country = Country.objects.filter(iso3=record["iso3"]).first()
    if country and country.import_digest == digest:
        return "unchanged"
    outcome = "changed" if country else "created"
    region = Region.objects.filter(m49=record["region"]).first()
    if region is None:
        raise serializers.ValidationError({"region": [_no_such("region", record["region"])]})
    country = country or Country(iso3=record["iso3"])
    tile = record.get("tile") or {}
    country.iso2, country.m49, country.name = record["iso2"], record["m49"], record["name"]
    country.declaration_name = record.get("declaration_name", "")
    country.region = region
    country.tile_column, country.tile_row = tile.get("column"), tile.get("row")
    country.import_digest = digest
    country.save()
    country.other_names.all().delete()
    CountryName.objects.bulk_create(
        CountryName(country=country, language=language, name=name)
        for language, names in record["other_names"].items()
        for name in names
    )
    return outcome


def write_group(record: dict[str, Any], digest: str) -> str:
    """Create or update a group with its members. Returns "created", "changed" or "unchanged"."""
    group = CountryGroup.objects.filter(slug=record["slug"]).first()
    if group and group.import_digest == digest:
        return "unchanged"
    outcome = "changed" if group else "created"
    members = {country.iso3: country for country in Country.objects.filter(iso3__in=record["members"])}
    if missing := [iso3 for iso3 in record["members"] if iso3 not in members]:
        raise serializers.ValidationError({"members": [_no_such("country", iso3) for iso3 in missing]})
    group = group or CountryGroup(slug=record["slug"])
    group.name, group.acronym, group.import_digest = record["name"], record.get("acronym", ""), digest
    group.save()
    group.members.set(members.values())
    return outcome


def _no_such(kind: str, key: str) -> str:
    return _t("There is no %(kind)s %(key)s.") % {"kind": kind, "key": key}
