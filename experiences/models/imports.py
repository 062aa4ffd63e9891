"""What was brought in from files or made up in numbers: each run under a name of its own, so that the history can tell of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports, and what came of them."""

    def with_outcome(self) -> "ImportQuerySet":
        """Each with `is_running`, how many entries it wrote (`entry_count`), how many editions it published (`edition_count`)."""
        editions, steps = (self.model._meta.get_field(name).related_model for name in ("editions", "steps"))
        session_is_there = models.Func("session", function="session_is_there", output_field=models.BooleanField())
        return self.annotate(
            is_running=models.Q(finished_at=None) & models.Q(session_is_there),
            entry_count=_counted(steps, "by_import", "entry"),
            edition_count=_counted(editions, "published_by_import", "pk"),
        )


def _counted(model: Any, by: str, what: str) -> Any:
    rows = model._default_manager.order_by().filter(**{by: models.OuterRef("pk")}).values(by)
    counted = rows.annotate(count=models.Count(what, distinct=True)).values("count")
    return Coalesce(models.Subquery(counted), 0)


class Import(models.Model):
    """One run of the importer or of the generator.

    While it runs, and only then, it may publish what it wrote. It runs in one session of the database, and ends with that: if
    the process is killed, nobody publishes under its name any more.
    """

    name = models.CharField(_("name"), max_length=200)
    mirrors = models.URLField(_("portal that is mirrored"), blank=True, editable=False)
    digest = models.CharField(_("fingerprint of what came in"), max_length=64, blank=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)
    broken_off = models.BooleanField(default=False, editable=False)
    session = models.CharField(
        max_length=60, editable=False, db_default=models.Func(function="this_session", output_field=models.CharField())
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="import_has_a_name")]

    def __str__(self) -> str:
        return self.name
