"""Records where another record names them: enough to show them, and to find them."""

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from countries.api.fields import ApiUrl, Document, PageUrl
from experiences.models import Edition, EditionText, Entry


def original_text(edition: Edition) -> EditionText:
    """The text that an edition was written in. No query where texts are prefetched."""
    return next(text for text in edition.texts.all() if text.is_original)


def with_published_edition(path: str) -> Prefetch:
    """Prefetches, for the entries that `path` leads to, what a `LinkToPublished` shows of them. Two queries."""
    editions = Edition.objects.published().prefetch_related("texts")
    return Prefetch(f"{path}__editions", editions, to_attr="published_editions")


def published_edition(entry: Entry) -> Edition | None:
    """What the public reads of an entry that was fetched by `with_published_edition`."""
    return next(iter(entry.published_editions), None)  # type: ignore[attr-defined]


class OriginalText(serializers.Field):
    """What the text that an edition was written in says under a name, such as its title."""

    def __init__(self, name: str, holds: serializers.Field | None = None) -> None:
        """`holds` says what it is, for the schema: a string, unless told otherwise."""
        super().__init__(source="*", read_only=True)
        self.name = name
        self.holds = holds or serializers.CharField()

    def to_representation(self, edition: Edition) -> Any:
        """The words, or the list of them."""
        return getattr(original_text(edition), self.name)


class EntryLink(Document):
    """An entry, by its published edition."""

    ref = serializers.CharField(source="entry.ref")
    key = serializers.CharField(source="entry.key")
    kind = serializers.CharField()
    title = OriginalText("title")
    url = PageUrl()
    api_url = ApiUrl("api:entry-detail", "entry.ref")


class LinkToPublished(EntryLink):
    """An entry, where it is published; null where it is not. Its query goes through `with_published_edition`."""

    def to_representation(self, entry: Entry) -> Any:
        """The entry as its published edition has it."""
        edition = published_edition(entry)
        return super().to_representation(edition) if edition else None


class ThemeLink(Document):
    """A theme."""

    key = serializers.CharField()
    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # fields have a `label` of their own, which is gone here
    url = PageUrl()


class OrganisationLink(Document):
    """An organisation."""

    key = serializers.CharField()
    slug = serializers.CharField()
    name = serializers.CharField()
    acronym = serializers.CharField(allow_null=True)
    url = PageUrl()


class RecommendationLink(Document):
    """A recommendation or commitment of the Beijing Declaration."""

    key = serializers.CharField()
    slug = serializers.CharField()
    paragraph = serializers.CharField()
    title = serializers.CharField()
    url = PageUrl()


class SourceLink(Document):
    """A source."""

    key = serializers.CharField()
    title = serializers.CharField()


class SourcedDocument(Document):
    """What rests on a source: its last two names say which one, and where in it."""

    def get_fields(self) -> dict[str, serializers.Field]:
        """The declared fields, then the source and the place in it."""
        return {**super().get_fields(), "source": SourceLink(), "locator": serializers.CharField()}
