"""What a draft said after each save: so that two saves can be compared, and a save with the present."""

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from experiences.models.edition import Edition
from experiences.models.imports import Import


class ExactNumbers(json.JSONDecoder):
    """Reads numbers with a fraction as they were written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"parse_float": Decimal})


class Save(models.Model):
    """A save of a draft, by a person or an import, never changed: `content` is what edition_content() gave when it was made.

    It goes with its draft when that is discarded, and by `forget_saves` a time after the publication.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="saves")
    revision = models.PositiveIntegerField(_("revision"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+")
    by_import = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="saves")
    content = models.JSONField(decoder=ExactNumbers)

    class Meta:
        verbose_name = _("save")
        verbose_name_plural = _("saves")
        ordering = ["edition_id", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "revision"], name="save_once_for_a_revision"),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(by_import__isnull=False), name="save_says_by_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}, {self.revision}"

    @property
    def by_whom(self) -> str:
        """The person, or the import by its name."""
        return str(self.by) if self.by else _t("import “%(name)s”") % {"name": self.by_import}
