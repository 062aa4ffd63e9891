"""What people searched: how often, what was found and which result they opened. Nothing of who they are, no time of day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchTally(models.Model):
    """All searches of a day for the same words in one language of the interface.

    `query` is in small letters, without accents; `results` and `corrected` (to another spelling) are of the last of the searches;
    `positions` is the sum of the places of the results that were opened.
    """

    day = models.DateField()
    language = models.CharField(max_length=10)
    query = models.CharField(max_length=100)
    times = models.PositiveIntegerField()
    results = models.PositiveIntegerField()
    corrected = models.BooleanField()
    clicks = models.PositiveIntegerField(default=0)
    positions = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["-day", "query"]
        constraints = [models.UniqueConstraint(fields=["day", "query", "language"], name="search_tally_once_a_day")]

    def __str__(self) -> str:
        return self.query


class SearchedQuery(models.Model):
    """A query over all the days that are kept: a view of the database over the tallies."""

    query = models.CharField(_("query"), max_length=100, primary_key=True)
    times = models.PositiveIntegerField(_("times"))
    results = models.PositiveIntegerField(_("found, last time"))
    corrected = models.BooleanField(_("other spelling"))
    clicks = models.PositiveIntegerField(_("clicks"))
    position = models.FloatField(_("mean place clicked"), null=True)
    last_day = models.DateField(_("last day"))

    class Meta:
        managed = False
        db_table = "experiences_searched_query"
        default_permissions = ("view",)
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        ordering = ["-times", "query"]

    def __str__(self) -> str:
        return self.query
