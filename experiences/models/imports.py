"""What was brought in from files or made up in numbers: each run under a name of its own, so that the history can tell of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One run of the importer or of the generator. While it runs, and only then, it may publish what it wrote."""

    name = models.CharField(_("name"), max_length=200)
    digest = models.CharField(_("fingerprint of what came in"), max_length=64, blank=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="import_has_a_name")]

    def __str__(self) -> str:
        return self.name
