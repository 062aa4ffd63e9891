"""What the API gives of each entry, stored as it is sent, and when that last changed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from experiences.models.entry import Entry


class StoredDocument(models.Model):
    """The document of an entry that can be read, or what is left of one that could be: a row for each reference, for ever.

    Only functions of the database write to it, called by triggers (the migrations `stored_documents` and `documents_follow`). The
    texts are JSON in which a mark stands before each path of the portal; `documents.reading.addressed` makes full addresses of
    them.
    """

    ref = models.CharField(max_length=20, primary_key=True)
    entry = models.OneToOneField(
        Entry, null=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name="stored_document"
    )
    """None where there is no such entry any more."""
    is_listed = models.BooleanField()
    """Whether it is published. Else it is no longer in the collection, but may still have a document."""
    sets: "models.Field[list[str], list[str]]" = ArrayField(models.TextField(), default=list, db_default=[])
    """The sets in which harvesters find it, by the edition that the public reads or read last: `theme:health`, `country:VNM`."""
    item = models.TextField()
    """Its item in the feed of changes, but for the moment of the change."""
    card = models.TextField(blank=True)
    """What lists hold of it. Empty where nothing can be read."""
    document = models.TextField(blank=True)
    """The whole of it. Empty where nothing can be read."""
    digest = models.CharField(max_length=64)
    """A fingerprint of item and document (SHA-256, hexadecimal)."""
    position = models.BigIntegerField(unique=True)
    """The place of its last change among those of all entries, in the order in which they were committed."""
    changed_at = models.DateTimeField()
    """When it last changed. Never earlier than that of any lower position."""

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        indexes = [
            GinIndex(fields=["sets"], name="stored_document_sets"),
            models.Index(fields=["changed_at"], name="stored_document_changed"),
        ]

    def __str__(self) -> str:
        return self.ref
