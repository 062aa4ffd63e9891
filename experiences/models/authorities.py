"""The records that editions point to and that stand outside them: themes, organisations, sources, recommendations.

Every change to them is kept by a database trigger (django-pghistory), whoever makes it.
"""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import Country, Fold, refuse_circle
from experiences.languages import LANGUAGE_CHOICES
from experiences.models.period import WithPeriod
from experiences.vocabulary import LabelType, OrganisationType, RecommendationArea, RecommendationType, SourceType


class Authority(models.Model):
    """What the records share: a key for files and partners, and what the importer last wrote."""

    key = models.SlugField(_("key"), max_length=40, unique=True, help_text=_("Permanent: files refer to it."))
    import_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


@pghistory.track()
class Theme(Authority):
    """A subject, in a tree from broad to narrow. Exported as a SKOS concept."""

    slug = models.SlugField(_("address"), unique=True, help_text=_("Part of the page's address. Never changes."))
    label = models.CharField(_("label"), max_length=100)
    sort_label = models.GeneratedField(expression=Fold(F("label")), output_field=models.TextField(), db_persist=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("broader theme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
    )
    scope_note = models.TextField(_("scope note"), blank=True, help_text=_("One sentence: what belongs here."))
    gap = models.BooleanField(
        _("gap"), default=False, help_text=_("The sources name it as an area where little has been shared so far.")
    )

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["sort_label"]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="theme_is_not_its_own_parent")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """The address of the theme's page."""
        return reverse("themes:detail", args=[self.slug])

    def clean(self) -> None:
        """Keep the themes a tree."""
        refuse_circle(self)


@pghistory.track()
class ThemeLabel(models.Model):
    """A further label of a theme: in another language, an alternative that people type, an acronym."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES, default="en")
    type = models.CharField(_("what it is"), max_length=20, choices=LabelType, default=LabelType.ALTERNATIVE)
    text = models.CharField(_("label"), max_length=100)

    class Meta:
        verbose_name = _("further label")
        verbose_name_plural = _("further labels")
        ordering = ["language", "type", "text"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "language", "text"], name="theme_label_once_in_a_language"),
            models.UniqueConstraint(
                fields=["theme", "language"],
                condition=Q(type=LabelType.PREFERRED),
                name="theme_one_preferred_label_in_a_language",
            ),
            models.CheckConstraint(
                condition=~Q(type=LabelType.PREFERRED, language="en"),
                name="theme_label_in_english_is_the_themes_own",
                violation_error_message=_("The preferred label in English is the theme's own label."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class Organisation(Authority):
    """An organisation, under the name by which it is known."""

    slug = models.SlugField(_("address"), unique=True, help_text=_("Part of the page's address. Never changes."))
    name = models.CharField(_("name"), max_length=200)
    sort_name = models.GeneratedField(expression=Fold(F("name")), output_field=models.TextField(), db_persist=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    other_names = ArrayField(
        models.CharField(max_length=200), verbose_name=_("other names"), default=list, blank=True,
        help_text=_("Names that people may search for, separated by commas."),
    )  # fmt: skip
    type = models.CharField(_("type"), max_length=20, choices=OrganisationType)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="branches"
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What a reader should know, in a sentence."))

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_name"]
        constraints = [models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_is_not_its_own_parent")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The address of the organisation's page."""
        return reverse("organisations:detail", args=[self.slug])

    def clean(self) -> None:
        """Keep the organisations a forest."""
        refuse_circle(self)


@pghistory.track()
class Source(Authority, WithPeriod):
    """A document that entries cite. Its period is when it was issued."""

    title = models.CharField(_("title"), max_length=300)
    type = models.CharField(_("type"), max_length=20, choices=SourceType)
    creator = models.CharField(_("author or issuing body"), max_length=200, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES, blank=True)
    url = models.URLField(_("address on the web"), blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(WithPeriod.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Sourced(models.Model):
    """What rests on a source: which one, and where in it."""

    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="+")
    locator = models.CharField(
        _("place in the source"), max_length=200, help_text=_("A paragraph, a page or a heading. Never empty.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(locator=""),
                name="%(class)s_has_a_locator",
                violation_error_message=_("Say where in the source."),
            )
        ]


@pghistory.track()
class Recommendation(Authority, Sourced):
    """What the Beijing Declaration recommends (paragraph 23) or commits to (paragraphs 14, 22 and 24)."""

    slug = models.SlugField(_("address"), unique=True, help_text=_("Part of the page's address. Never changes."))
    type = models.CharField(_("type"), max_length=20, choices=RecommendationType)
    paragraph = models.CharField(_("paragraph"), max_length=20)
    area = models.CharField(_("area"), max_length=30, choices=RecommendationArea)
    title = models.CharField(_("title"), max_length=150)
    description = models.TextField(_("description"))
    position = models.PositiveSmallIntegerField(_("order"))

    class Meta(Sourced.Meta):
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.paragraph} {self.title}"

    def get_absolute_url(self) -> str:
        """The address of the recommendation's page."""
        return reverse("recommendations:detail", args=[self.slug])
