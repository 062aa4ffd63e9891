"""The parts of an entry as JSON: parties, facts, lessons, transfers, assessments, citations."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from countries.api.fields import ApiUrl, Document, Made, PageUrl, PeriodField
from countries.api.serializers import CountryLink
from experiences.api.links import EntryLink, LinkToPublished, SourcedDocument, SourceLink, ThemeLink
from experiences.models import Entry, Lesson
from experiences.vocabulary import (
    CountryPart,
    Criterion,
    Extent,
    FactState,
    OrganisationPart,
    Polarity,
    SourceType,
    WithdrawalReason,
)


class NumberField(serializers.Field):
    """A decimal number of the database as a plain number of JSON: 86, 18.5."""

    def to_representation(self, value: Decimal) -> int | float:
        """An integer where there is nothing behind the point."""
        return int(value) if value == value.to_integral_value() else float(value)


class WithdrawnDocument(Document):
    """When and why an entry that can still be read was withdrawn; null where it stands."""

    at = serializers.DateTimeField(source="withdrawn_at")
    reason = serializers.ChoiceField(choices=WithdrawalReason.choices, source="withdrawal_reason")
    reason_label = serializers.CharField(source="get_withdrawal_reason_display")
    note = serializers.CharField(source="withdrawal_note", allow_null=True)

    def to_representation(self, instance: Entry) -> Any:
        """What is to be said of an entry."""
        return super().to_representation(instance) if instance.withdrawn_at else None


class CountryRoleDocument(Document):
    """A country with its role."""

    iso3 = serializers.CharField(source="country.iso3")
    iso2 = serializers.CharField(source="country.iso2")
    m49 = serializers.CharField(source="country.m49")
    name = serializers.CharField(source="country.name")
    url = PageUrl("country")
    role = serializers.ChoiceField(choices=CountryPart.choices)
    role_label = serializers.CharField(source="get_role_display")


class OrganisationRoleDocument(Document):
    """An organisation with its role."""

    key = serializers.CharField(source="organisation.key")
    slug = serializers.CharField(source="organisation.slug")
    name = serializers.CharField(source="organisation.name")
    acronym = serializers.CharField(source="organisation.acronym", allow_null=True)
    url = PageUrl("organisation")
    role = serializers.ChoiceField(choices=OrganisationPart.choices)
    role_label = serializers.CharField(source="get_role_display")


class ContactDocument(Document):
    """Whom a reader can ask, and where."""

    name = serializers.CharField()
    email = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)


class FactDocument(SourcedDocument):
    """A fact with its source. `disagrees_with` is the number of a fact of the same entry that says otherwise."""

    number = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    numeric_value = NumberField(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    about = serializers.CharField(allow_null=True)
    as_of = PeriodField(source="period", allow_null=True)
    state = serializers.ChoiceField(choices=FactState.choices)
    state_label = serializers.CharField(source="get_state_display")
    disagrees_with = serializers.IntegerField(allow_null=True)
    note = serializers.CharField(allow_null=True)


class LessonPart(SourcedDocument):
    """A lesson within its entry."""

    ref = serializers.CharField()
    url = PageUrl()
    api_url = ApiUrl("api:lesson-detail", "ref")
    statement = serializers.CharField()
    polarity = serializers.ChoiceField(choices=Polarity.choices)
    polarity_label = serializers.CharField(source="get_polarity_display")
    themes = Made(ThemeLink(many=True))

    def get_themes(self, lesson: Lesson) -> list[dict[str, Any]]:
        """The themes that the lesson is on: its own, or where it has none, those of its entry."""
        themes = list(lesson.themes.all()) or list(lesson.edition.themes.all())
        return [dict(link) for link in ThemeLink(themes, many=True, context=self.context).data]


class LessonDocument(LessonPart):
    """A lesson by itself, with the entry that it was learned in."""

    entry = EntryLink(source="edition")
    countries = CountryRoleDocument(source="edition.country_roles", many=True)
    withdrawn = WithdrawnDocument(source="edition.entry", allow_null=True)


class TransferPart(SourcedDocument):
    """A transfer within an entry: experience that moved from one country to another. `entry` is the entry that tells of it."""

    ref = serializers.CharField()
    url = PageUrl()
    api_url = ApiUrl("api:transfer-detail", "ref")
    to = CountryLink(source="to_country")
    experience = LinkToPublished(allow_null=True)
    exchange = LinkToPublished(allow_null=True)
    outcome = LinkToPublished(allow_null=True)
    summary = serializers.CharField()
    adapted = serializers.CharField(allow_null=True)
    extent = serializers.ChoiceField(choices=Extent.choices, allow_null=True)
    extent_label = serializers.CharField(source="get_extent_display", allow_null=True)
    period = PeriodField(allow_null=True)
    entry = EntryLink(source="edition")

    def get_fields(self) -> dict[str, serializers.Field]:
        """The declared fields, and `from`, which Python does not let one declare."""
        fields = super().get_fields()
        first = {name: fields[name] for name in ("ref", "url", "api_url")}
        return {**first, "from": CountryLink(source="from_country"), **fields}


class TransferDocument(TransferPart):
    """A transfer by itself."""

    withdrawn = WithdrawnDocument(source="edition.entry", allow_null=True)


class AssessmentDocument(SourcedDocument):
    """A quality criterion that the entry meets, with the evidence."""

    criterion = serializers.ChoiceField(choices=Criterion.choices)
    criterion_label = serializers.CharField(source="get_criterion_display")
    evidence = serializers.CharField()


class SourceDocument(SourceLink):
    """A source with its bibliographic data."""

    type = serializers.ChoiceField(choices=SourceType.choices)
    type_label = serializers.CharField(source="get_type_display")
    creator = serializers.CharField(allow_null=True)
    publisher = serializers.CharField(allow_null=True)
    issued = PeriodField(source="period", allow_null=True)
    language = serializers.CharField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    note = serializers.CharField(allow_null=True)


class CitationDocument(SourcedDocument):
    """Where what the entry says comes from, with the source's bibliographic data."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """The source in full, and the place in it."""
        return super().get_fields() | {"source": SourceDocument()}
