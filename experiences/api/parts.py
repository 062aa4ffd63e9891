"""The parts of an entry as JSON: parties, facts, lessons, transfers, assessments, citations."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from countries.api.fields import ApiUrl, Document, PageUrl
from countries.api.serializers import CountryLink
from experiences.api.links import EntryLink, LinkToPublished, PeriodField, SourcedDocument, SourceLink, ThemeLink
from experiences.models import Lesson


class NumberField(serializers.Field):
    """A decimal number of the database as a plain number of JSON: 86, 18.5."""

    def to_representation(self, value: Decimal) -> int | float:
        """An integer where there is nothing behind the point."""
        return int(value) if value == value.to_integral_value() else float(value)


class CountryRoleDocument(Document):
    """A country with its role."""

    iso3 = serializers.CharField(source="country.iso3")
    iso2 = serializers.CharField(source="country.iso2")
    m49 = serializers.CharField(source="country.m49")
    name = serializers.CharField(source="country.name")
    url = PageUrl("country")
    role = serializers.CharField()
    role_label = serializers.CharField(source="get_role_display")


class OrganisationRoleDocument(Document):
    """An organisation with its role."""

    key = serializers.CharField(source="organisation.key")
    slug = serializers.CharField(source="organisation.slug")
    name = serializers.CharField(source="organisation.name")
    acronym = serializers.CharField(source="organisation.acronym")
    url = PageUrl("organisation")
    role = serializers.CharField()
    role_label = serializers.CharField(source="get_role_display")


class ContactDocument(Document):
    """Whom a reader can ask, and where."""

    name = serializers.CharField()
    email = serializers.CharField()
    url = serializers.CharField()


class FactDocument(SourcedDocument):
    """A fact with its source. `disagrees_with` is the number of a fact of the same entry that says otherwise."""

    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    numeric_value = NumberField()
    unit = serializers.CharField()
    about = serializers.CharField()
    as_of = PeriodField(source="period")
    state = serializers.CharField()
    state_label = serializers.CharField(source="get_state_display")
    disagrees_with = serializers.IntegerField()
    note = serializers.CharField()


class LessonPart(SourcedDocument):
    """A lesson within its entry."""

    ref = serializers.CharField()
    url = PageUrl()
    api_url = ApiUrl("api:lesson-detail", "ref")
    statement = serializers.CharField()
    polarity = serializers.CharField()
    polarity_label = serializers.CharField(source="get_polarity_display")
    themes = serializers.SerializerMethodField()

    def get_themes(self, lesson: Lesson) -> list[dict[str, Any]]:
        """The themes that the lesson is on: its own, or where it has none, those of its entry."""
        themes = list(lesson.themes.all()) or list(lesson.edition.themes.all())
        return [dict(link) for link in ThemeLink(themes, many=True, context=self.context).data]


class LessonDocument(LessonPart):
    """A lesson by itself, with the entry that it was learned in."""

    entry = EntryLink(source="edition")
    countries = CountryRoleDocument(source="edition.country_roles", many=True)


class TransferDocument(SourcedDocument):
    """Experience that moved from one country to another. `entry` is the entry that tells of it."""

    ref = serializers.CharField()
    url = PageUrl()
    api_url = ApiUrl("api:transfer-detail", "ref")
    to = CountryLink(source="to_country")
    experience = LinkToPublished()
    exchange = LinkToPublished()
    outcome = LinkToPublished()
    summary = serializers.CharField()
    adapted = serializers.CharField()
    extent = serializers.CharField()
    extent_label = serializers.CharField(source="get_extent_display")
    period = PeriodField()
    entry = EntryLink(source="edition")

    def get_fields(self) -> dict[str, serializers.Field]:
        """The declared fields, and `from`, which Python does not let one declare."""
        fields = super().get_fields()
        first = {name: fields[name] for name in ("ref", "url", "api_url")}
        return {**first, "from": CountryLink(source="from_country"), **fields}


class AssessmentDocument(SourcedDocument):
    """A quality criterion that the entry meets, with the evidence."""

    criterion = serializers.CharField()
    criterion_label = serializers.CharField(source="get_criterion_display")
    evidence = serializers.CharField()


class SourceDocument(SourceLink):
    """A source with its bibliographic data."""

    type = serializers.CharField()
    type_label = serializers.CharField(source="get_type_display")
    creator = serializers.CharField()
    publisher = serializers.CharField()
    issued = PeriodField(source="period")
    language = serializers.CharField()
    url = serializers.CharField()
    note = serializers.CharField()


class CitationDocument(SourcedDocument):
    """Where what the entry says comes from, with the source's bibliographic data."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """The source in full, and the place in it."""
        return super().get_fields() | {"source": SourceDocument()}
