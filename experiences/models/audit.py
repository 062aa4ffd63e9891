"""The audit trail: what the database itself notes of every change of a row, whoever makes it and however (migration 0020)."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from experiences.models.entry import Entry


class AuditEvent(models.Model):
    """A row that was added, changed or deleted. It outlives what it tells of, and is never changed itself.

    `before` and `after` are the whole row as JSON, by column, without what says nothing (generated columns) and what nobody
    should read (passwords). `way` is the method and path of a request, else the program that spoke to the database, such as
    "manage.py shell"; and the name of the import under which it did so.
    """

    class Operation(models.TextChoices):
        """What was done to the row."""

        INSERT = "INSERT", _("Added")
        UPDATE = "UPDATE", _("Changed")
        DELETE = "DELETE", _("Deleted")

    at = models.DateTimeField(_("when"))
    table = models.CharField(_("what"), max_length=63)
    row = models.CharField(_("number of the row"), max_length=40)
    operation = models.CharField(_("how"), max_length=6, choices=Operation)
    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), null=True, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False,
        related_name="+",
    )  # fmt: skip
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.DO_NOTHING, db_constraint=False,
        db_index=False, related_name="+",
    )  # fmt: skip
    address = models.GenericIPAddressField(_("from where"), null=True)
    way = models.TextField(_("by what"), blank=True)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("audit trail")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["entry", "id"], name="audit_of_an_entry"),
            models.Index(fields=["person", "id"], name="audit_of_a_person"),
            models.Index(fields=["table", "id"], name="audit_of_a_table"),
            BrinIndex(fields=["at"], name="audit_of_a_day", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.get_operation_display()}"
