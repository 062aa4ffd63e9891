"""Words that mean the same to somebody who searches. Staff edit them; they work from the next search on."""

from collections.abc import Sequence

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Func
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from experiences.models.authorities import Authority


class SearchKeys(Func):
    """The forms in which the search compares terms: `search_key` of each, made by a migration."""

    function = "search_keys"
    output_field = ArrayField(models.TextField())


def validate_terms(terms: Sequence[str]) -> None:
    """Refuse fewer than two terms, and terms that are nothing or the same to the search (no capitals, accents, hyphens)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_keys(%s::text[])", [list(terms)])
        keys: list[str] = cursor.fetchone()[0] or []
    first: dict[str, str] = {}
    faults = []
    for term, key in zip(terms, keys, strict=True):
        if not key:
            faults.append(_t("“%(term)s” has no letters or numbers.") % {"term": term})
        elif key in first:
            faults.append(_t("“%(first)s” and “%(term)s” are the same to the search.") % {"first": first[key], "term": term})
        first.setdefault(key, term)
    if not faults and len(terms) < 2:  # noqa: PLR2004 - one word has no synonym
        faults.append(_t("Give at least two different terms."))
    if faults:
        raise ValidationError(faults)


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
