"""What a draft said after each save: so that two saves can be compared, and a save with the present."""

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from experiences.models.edition import Edition


class ExactNumbers(json.JSONDecoder):
    """Reads numbers with a fraction as they were written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"parse_float": Decimal})


class Save(models.Model):
    """A save of a draft, never changed: `content` is what the database's edition_content() gave when it was made.

    It goes with its draft when that is discarded, and by `forget_saves` a time after the publication.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="saves")
    revision = models.PositiveIntegerField(_("revision"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(decoder=ExactNumbers)

    class Meta:
        verbose_name = _("save")
        verbose_name_plural = _("saves")
        ordering = ["edition_id", "revision"]
        constraints = [models.UniqueConstraint(fields=["edition", "revision"], name="save_once_for_a_revision")]

    def __str__(self) -> str:
        return f"{self.edition_id}, {self.revision}"
