"""Entries as JSON: the card that lists hold, and the whole of an entry.

The database makes and stores these documents (the migration `stored_documents`); here stands what they hold, name by name.
"""

from rest_framework import serializers

from countries.api.fields import ApiUrl, Document, PageUrl, PeriodField
from experiences.api.links import EntryLink, RecommendationLink, ThemeLink
from experiences.api.parts import (
    AssessmentDocument,
    CitationDocument,
    ContactDocument,
    CountryRoleDocument,
    FactDocument,
    LessonPart,
    OrganisationRoleDocument,
    TransferPart,
    WithdrawnDocument,
)
from experiences.vocabulary import AgreementStatus, EntryType, Kind, Modality, RelationType, Scope


class EditionStamp(Document):
    """Which edition of the entry this is."""

    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()


class EntryCard(Document):
    """An entry as lists hold it. Title, summary and what belongs to them are those of the original text."""

    ref = serializers.CharField()
    key = serializers.CharField()
    url = PageUrl()
    api_url = ApiUrl("api:entry-detail", "ref")
    kind = serializers.ChoiceField(choices=Kind.choices)
    kind_label = serializers.CharField()
    type = serializers.ChoiceField(choices=EntryType.choices)
    type_label = serializers.CharField()
    title = serializers.CharField()
    acronym = serializers.CharField(allow_null=True)
    other_titles = serializers.ListField(child=serializers.CharField())
    summary = serializers.CharField()
    language = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField(), help_text="The original's first.")
    scope = serializers.ChoiceField(choices=Scope.choices)
    scope_label = serializers.CharField()
    modality = serializers.ChoiceField(choices=Modality.choices, allow_null=True)
    modality_label = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(choices=AgreementStatus.choices, allow_null=True)
    status_label = serializers.CharField(allow_null=True)
    place = serializers.CharField(allow_null=True)
    period = PeriodField(allow_null=True)
    countries = CountryRoleDocument(many=True)
    themes = ThemeLink(many=True)
    first_published_at = serializers.DateTimeField()
    edition = EditionStamp()


class RelationDocument(Document):
    """How the entry relates to a published one: `outgoing` if it states so itself, `incoming` if the other does.

    `position` is its place among those of the entry that states it.
    """

    type = serializers.ChoiceField(choices=RelationType.choices)
    direction = serializers.ChoiceField(["outgoing", "incoming"])
    label = serializers.CharField()  # type: ignore[assignment]
    position = serializers.IntegerField()
    note = serializers.CharField(allow_null=True)
    entry = EntryLink()


class TranslationDocument(Document):
    """What an entry says in another language. `outdated`: the original has changed since."""

    language = serializers.CharField()
    title = serializers.CharField()
    acronym = serializers.CharField(allow_null=True)
    other_titles = serializers.ListField(child=serializers.CharField())
    summary = serializers.CharField(allow_null=True)
    sections = serializers.DictField(child=serializers.CharField())
    outdated = serializers.BooleanField()


class EntryDocument(EntryCard):
    """An entry with everything that its edition says."""

    sections = serializers.DictField(child=serializers.CharField())
    organisations = OrganisationRoleDocument(many=True)
    contacts = ContactDocument(many=True)
    recommendations = RecommendationLink(many=True)
    facts = FactDocument(many=True)
    lessons = LessonPart(many=True)
    relations = RelationDocument(many=True)
    transfers = TransferPart(many=True)
    assessments = AssessmentDocument(many=True)
    citations = CitationDocument(many=True)
    translations = TranslationDocument(many=True)
    slug = serializers.CharField()
    past_slugs = serializers.ListField(child=serializers.CharField())
    withdrawn = WithdrawnDocument(allow_null=True)
