"""Countries as JSON."""

from rest_framework import serializers

from countries.api.fields import ApiUrl, Document, EntriesUrl, Made, PageUrl
from countries.models import Country, Region


class CountryLink(Document):
    """A country where another record names it."""

    iso3 = serializers.CharField()
    iso2 = serializers.CharField()
    m49 = serializers.CharField()
    name = serializers.CharField()
    url = PageUrl()


class CountryNameDocument(Document):
    """A further name of a country."""

    language = serializers.CharField()
    name = serializers.CharField()


class WideRegionDocument(Document):
    """A region that others lie in."""

    m49 = serializers.CharField()
    name = serializers.CharField()


class RegionDocument(Document):
    """A region of M49, with the one that it lies in."""

    m49 = serializers.CharField()
    name = serializers.CharField()
    parent = Made(WideRegionDocument(allow_null=True))  # type: ignore[assignment]

    def get_parent(self, region: Region) -> dict[str, str] | None:
        """The region around it."""
        return {"m49": region.parent.m49, "name": region.parent.name} if region.parent else None


class GroupDocument(Document):
    """A group of countries."""

    slug = serializers.CharField()
    name = serializers.CharField()
    acronym = serializers.CharField(allow_null=True)


class GroupWithMembers(GroupDocument):
    """A group of countries with its members."""

    api_url = ApiUrl("api:group-detail", "slug")
    members = CountryLink(many=True)
    entries_url = EntriesUrl("group")


class RegionRecord(RegionDocument):
    """A region of M49 by itself."""

    api_url = ApiUrl("api:region-detail", "m49")
    entries_url = EntriesUrl("region", "m49")


class TileField(serializers.Field):
    """The place of a country on the tile map, counted from 1; null for one that is not on it."""

    NAMES = ("column", "row")

    def to_representation(self, country: Country) -> dict[str, int] | None:
        """Column and row."""
        return {"column": country.tile_column, "row": country.tile_row} if country.tile_column and country.tile_row else None


class CountryDocument(CountryLink):
    """A country or territory."""

    api_url = ApiUrl("api:country-detail", "iso3")
    declaration_name = serializers.CharField(allow_null=True)
    other_names = CountryNameDocument(many=True)
    region = RegionDocument()
    groups = GroupDocument(many=True)
    tile = TileField(source="*", allow_null=True)
    entries_url = EntriesUrl("country", "iso3")
