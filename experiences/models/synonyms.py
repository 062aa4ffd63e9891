"""Words that mean the same to somebody who searches. Staff edit them; they work from the next search on."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from experiences.models.authorities import Authority


class SearchKeys(Func):
    """The forms in which the search compares terms: `search_key` of each, made by a migration."""

    function = "search_keys"
    output_field = ArrayField(models.TextField())


@pghistory.track()
class SynonymGroup(Authority):
    """Terms that stand for one another: who searches for one finds what is written with the others."""

    terms = ArrayField(
        models.CharField(max_length=100), verbose_name=_("terms"),
        help_text=_("Words or phrases, separated by commas, such as: midwife, skilled birth attendant."),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("For staff: why these belong together."))
    search_keys = models.GeneratedField(
        expression=SearchKeys(F("terms")), output_field=ArrayField(models.TextField()), db_persist=True
    )

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["terms"]
        indexes = [GinIndex(fields=["search_keys"], name="synonym_group_search_keys")]

    def __str__(self) -> str:
        return ", ".join(self.terms)

    def clean(self) -> None:
        """Refuse a group of fewer than two terms: one word has no synonym."""
        if len({term.strip().casefold() for term in self.terms or [] if term.strip()}) < 2:  # noqa: PLR2004
            raise ValidationError({"terms": _("Give at least two different terms.")})
