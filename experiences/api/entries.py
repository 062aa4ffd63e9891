"""Entries as JSON: the card that lists hold, and the whole of an entry."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from countries.api.fields import ApiUrl, Document, PageUrl
from experiences.api.links import (
    EntryLink,
    LinkToPublished,
    OriginalText,
    PeriodField,
    RecommendationLink,
    ThemeLink,
    original_text,
    published_edition,
    with_published_edition,
)
from experiences.api.parts import (
    AssessmentDocument,
    CitationDocument,
    ContactDocument,
    CountryRoleDocument,
    FactDocument,
    LessonPart,
    OrganisationRoleDocument,
    TransferDocument,
)
from experiences.api.transfers import transfers_concerning
from experiences.models import Edition, EditionText, Relation
from experiences.querysets import EditionQuerySet
from experiences.vocabulary import INVERSE_RELATIONS, RelationType


class EditionStamp(Document):
    """Which edition of the entry this is."""

    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()


class EntryCard(Document):
    """An entry as lists hold it."""

    ref = serializers.CharField(source="entry.ref")
    key = serializers.CharField(source="entry.key")
    url = PageUrl()
    api_url = ApiUrl("api:entry-detail", "entry.ref")
    kind = serializers.CharField()
    kind_label = serializers.CharField(source="get_kind_display")
    type = serializers.CharField()
    type_label = serializers.CharField(source="get_type_display")
    title = OriginalText("title")
    acronym = OriginalText("acronym")
    other_titles = OriginalText("other_titles")
    summary = OriginalText("summary")
    language = OriginalText("language")
    languages = serializers.SerializerMethodField()
    scope = serializers.CharField()
    scope_label = serializers.CharField(source="get_scope_display")
    modality = serializers.CharField()
    modality_label = serializers.CharField(source="get_modality_display")
    status = serializers.CharField(source="agreement_status")
    status_label = serializers.CharField(source="get_agreement_status_display")
    place = serializers.CharField()
    period = PeriodField()
    countries = CountryRoleDocument(source="country_roles", many=True)
    themes = ThemeLink(many=True)
    first_published_at = serializers.DateTimeField(source="entry.first_published_at")
    edition = EditionStamp(source="*")

    def get_languages(self, edition: Edition) -> list[str]:
        """The languages that the entry can be read in, the original's first."""
        return [text.language for text in edition.texts.all()]


class TranslationDocument(Document):
    """What an entry says in another language. `outdated`: the original has changed since."""

    language = serializers.CharField()
    title = serializers.CharField()
    acronym = serializers.CharField()
    other_titles = serializers.ListField()
    summary = serializers.CharField()
    sections = serializers.SerializerMethodField()
    outdated = serializers.SerializerMethodField()

    def get_sections(self, text: EditionText) -> dict[str, str]:
        """The sections that say something, in reading order: their names and their Markdown."""
        return {name: markdown for name, _heading, markdown in text.sections()}

    def get_outdated(self, text: EditionText) -> bool:
        """Whether the original has changed since the translation was made from it."""
        return text.is_outdated(original_text(text.edition))


class EntryDocument(EntryCard):
    """An entry with everything that its published edition says."""

    sections = serializers.SerializerMethodField()
    organisations = OrganisationRoleDocument(source="organisation_roles", many=True)
    contacts = ContactDocument(many=True)
    recommendations = RecommendationLink(many=True)
    facts = FactDocument(many=True)
    lessons = LessonPart(many=True)
    relations = serializers.SerializerMethodField()
    transfers = serializers.SerializerMethodField()
    assessments = AssessmentDocument(many=True)
    citations = CitationDocument(many=True)
    translations = serializers.SerializerMethodField()

    def get_sections(self, edition: Edition) -> dict[str, str]:
        """The sections that say something, in reading order: their names and their Markdown."""
        return {name: markdown for name, _heading, markdown in original_text(edition).sections()}

    def get_relations(self, edition: Edition) -> list[dict[str, Any]]:
        """What relates this entry to published ones: what it states itself, then what the others state."""
        return [
            *(self._outgoing(relation) for relation in edition.relations.all() if published_edition(relation.target)),
            *(self._incoming(relation) for relation in edition.entry.published_relations),  # type: ignore[attr-defined]
        ]

    def _outgoing(self, relation: Relation) -> dict[str, Any]:
        link = LinkToPublished(relation.target, context=self.context)
        return _relation(relation, "outgoing", relation.get_type_display(), link)

    def _incoming(self, relation: Relation) -> dict[str, Any]:
        label = str(INVERSE_RELATIONS[RelationType(relation.type)])
        return _relation(relation, "incoming", label, EntryLink(relation.edition, context=self.context))

    def get_transfers(self, edition: Edition) -> Any:
        """The transfers that this entry tells of, and those that others tell of it."""
        return TransferDocument(transfers_concerning(edition.entry), many=True, context=self.context).data

    def get_translations(self, edition: Edition) -> Any:
        """The entry in the other languages that it can be read in."""
        texts = [text for text in edition.texts.all() if not text.is_original]
        return TranslationDocument(texts, many=True).data


def _relation(relation: Relation, direction: str, label: str, entry: Document) -> dict[str, Any]:
    return {
        "type": relation.type,
        "direction": direction,
        "label": label,
        "note": relation.note or None,
        "entry": entry.data,
    }


def whole_entries(editions: EditionQuerySet) -> EditionQuerySet:
    """Published editions with all that an `EntryDocument` shows of them. A fixed number of queries."""
    stated_by_others: QuerySet[Relation] = (
        Relation.objects.filter(edition__in=Edition.objects.published())
        .select_related("edition__entry")
        .prefetch_related("edition__texts")
        .order_by("edition__entry__ref", "pk")
    )
    return editions.with_everything().prefetch_related(
        with_published_edition("relations__target"),
        Prefetch("entry__relations_from", stated_by_others, to_attr="published_relations"),
    )
