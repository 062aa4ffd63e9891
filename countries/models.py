"""Countries and territories, the regions they lie in, and the groups they belong to."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Fold(Func):
    """The sort and comparison form of a text: lower case, accents taken off (Å as a, É as e).

    The embedded server has no ICU, so byte order would put Å behind Z. The function is made by this app's first migration.
    """

    function = "fold"
    output_field = models.TextField()


def refuse_circle(record: models.Model) -> None:
    """Refuse a record of a tree that lies, directly or not, under itself. Raises ValidationError on its `parent`."""
    above = getattr(record, "parent", None)
    while above is not None:
        if above.pk == record.pk:
            raise ValidationError({"parent": _("It would lie under itself.")})
        above = above.parent


@pghistory.track()
class Region(models.Model):
    """A region or subregion of the United Nations' M49 standard."""

    m49 = models.CharField(_("M49 code"), max_length=3, primary_key=True, help_text=_("Three digits, such as 035."))
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="subregions"
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(m49__regex=r"^\d{3}$"), name="region_m49_is_three_digits")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep the regions a tree."""
        refuse_circle(self)


class CountryQuerySet(models.QuerySet["Country"]):
    """Countries, as lists want them."""

    def asia_pacific(self) -> "CountryQuerySet":
        """The countries and territories of Asia and the Pacific, which are those on the tile map."""
        return self.filter(tile_column__isnull=False)


@pghistory.track()
class Country(models.Model):
    """A country or territory of the M49 standard, with the names that people know it by."""

    iso3 = models.CharField(_("ISO 3166 alpha-3"), max_length=3, unique=True)
    iso2 = models.CharField(_("ISO 3166 alpha-2"), max_length=2, unique=True)
    m49 = models.CharField(_("M49 code"), max_length=3, unique=True, help_text=_("Three digits, such as 004."))
    name = models.CharField(_("name"), max_length=100, help_text=_("The short name that readers see."))
    sort_name = models.GeneratedField(expression=Fold(F("name")), output_field=models.TextField(), db_persist=True)
    declaration_name = models.CharField(
        _("name in the Beijing Declaration"),
        max_length=100,
        blank=True,
        help_text=_("As its paragraph 1 writes it. Only for the 28 governments that adopted it."),
    )
    region = models.ForeignKey(Region, verbose_name=_("subregion"), on_delete=models.PROTECT, related_name="countries")
    tile_column = models.PositiveSmallIntegerField(_("column on the tile map"), null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(_("row on the tile map"), null=True, blank=True)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = CountryQuerySet.as_manager()

    class Meta:
        verbose_name = _("country or territory")
        verbose_name_plural = _("countries and territories")
        ordering = ["sort_name"]
        constraints = [
            models.CheckConstraint(condition=Q(iso3__regex=r"^[A-Z]{3}$"), name="country_iso3_is_three_capitals"),
            models.CheckConstraint(condition=Q(iso2__regex=r"^[A-Z]{2}$"), name="country_iso2_is_two_capitals"),
            models.CheckConstraint(condition=Q(m49__regex=r"^\d{3}$"), name="country_m49_is_three_digits"),
            models.CheckConstraint(
                # "is not null" in so many words: a comparison with NULL is no refusal
                condition=Q(tile_column__isnull=True, tile_row__isnull=True)
                | Q(tile_column__isnull=False, tile_row__isnull=False, tile_column__gte=1, tile_row__gte=1),
                name="country_tile_is_a_place_or_nothing",
            ),
            models.UniqueConstraint(fields=["tile_column", "tile_row"], name="country_tile_is_its_own"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address of the country's page, by its ISO 3166 alpha-3 code."""
        return reverse("countries:detail", args=[self.iso3.lower()])


@pghistory.track()
class CountryName(models.Model):
    """A further name of a country, in some language: what people type, or how the country writes itself."""

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="other_names")
    language = models.CharField(_("language"), max_length=10, help_text=_("BCP 47 code, such as vi or zh-Hans."))
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["language", "name"]
        constraints = [models.UniqueConstraint(fields=["country", "language", "name"], name="country_name_once_in_a_language")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class CountryGroup(models.Model):
    """A group of countries: a regional body, or those that took part in something."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    members = models.ManyToManyField(Country, verbose_name=_("members"), related_name="groups", blank=True)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("group of countries")
        verbose_name_plural = _("groups of countries")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.acronym or self.name
