"""The parts of an edition: who took part, what is known, what was learned, how it relates, where it comes from."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from experiences.models.authorities import Organisation, Sourced, Theme
from experiences.models.edition import Edition
from experiences.models.entry import Entry
from experiences.models.period import WithPeriod
from experiences.vocabulary import (
    CountryPart,
    Criterion,
    Extent,
    FactState,
    OrganisationPart,
    Polarity,
    RelationType,
)

PART_REF = re.compile(r"(?P<entry>SSC-\d+)-(?P<kind>[LT])(?P<number>\d{1,4})", re.ASCII | re.IGNORECASE)
"""The reference of a lesson ("L") or a transfer ("T"), which begins with that of its entry: SSC-0042-L1."""


class CountryRole(models.Model):
    """A country that has a role in an edition. The order is kept."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="country_roles")
    country = models.ForeignKey(Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="edition_roles")
    role = models.CharField(_("role"), max_length=20, choices=CountryPart)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "country", "role"], name="country_role_once_in_an_edition"),
            models.CheckConstraint(condition=Q(role__in=CountryPart.values), name="country_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.country} ({self.get_role_display()})"


class OrganisationRole(models.Model):
    """An organisation that has a role in an edition. The order is kept."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="organisation_roles")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="edition_roles"
    )
    role = models.CharField(_("role"), max_length=20, choices=OrganisationPart)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "organisation", "role"], name="organisation_role_once_in_an_edition"),
            models.CheckConstraint(condition=Q(role__in=OrganisationPart.values), name="organisation_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class Contact(models.Model):
    """Whom a reader can ask: an office or a person, and where. Public, like all that an edition says. The order is kept."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(
        _("office or person"), max_length=200, help_text=_("An office rather than a person: it stays when people move on.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("address on the web"), blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "name"], name="contact_once_in_an_edition"),
            models.CheckConstraint(condition=~Q(name=""), name="contact_has_a_name"),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(url=""),
                name="contact_can_be_reached",
                violation_error_message=_("Give an e-mail or an address on the web."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Fact(Sourced, WithPeriod):
    """A claim with its value and its source. The period is the date as of which it holds."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="facts")
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Stays with the fact in every edition."))
    label = models.CharField(_("what it says"), max_length=200)
    value = models.CharField(_("value"), max_length=100, help_text=_("As the source has it: 86, about 50,000."))
    numeric_value = models.DecimalField(
        _("plain number"), max_digits=20, decimal_places=4, null=True, blank=True, help_text=_("Where there is one.")
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    about = models.CharField(_("about whom"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=FactState, default=FactState.AS_STATED)
    disagrees_with = models.PositiveSmallIntegerField(
        _("disagrees with"), null=True, blank=True, help_text=_("The number of a fact here that says otherwise.")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["number"]
        constraints = [
            *Sourced.Meta.constraints,
            *WithPeriod.Meta.constraints,
            # `disagrees_with` is a foreign key to it, made by a migration: within the edition, by number
            models.UniqueConstraint(fields=["edition", "number"], name="fact_number_once_in_an_edition"),
            models.CheckConstraint(condition=~Q(disagrees_with=F("number")), name="fact_agrees_with_itself"),
            models.CheckConstraint(condition=Q(state__in=FactState.values), name="fact_state_is_known"),
            models.CheckConstraint(condition=~Q(label="") & ~Q(value=""), name="fact_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value} {self.unit}".strip()


class Lesson(Sourced):
    """A lesson learned: a statement that stands on its own, to be found and cited by itself."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="lessons")
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Stays with the lesson in every edition."))
    statement = models.TextField(_("lesson"), help_text=_("One sentence that makes sense without its entry."))
    polarity = models.CharField(_("kind of lesson"), max_length=10, choices=Polarity)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="lessons", blank=True)

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["edition_id", "number"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "number"], name="lesson_number_once_in_an_edition"),
            models.CheckConstraint(condition=Q(polarity__in=Polarity.values), name="lesson_polarity_is_known"),
            models.CheckConstraint(condition=~Q(statement=""), name="lesson_says_something"),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def ref(self) -> str:
        """The lesson's permanent reference, the entry's with its number: SSC-0042-L1."""
        return f"{self.edition.entry.ref}-L{self.number}"

    def get_absolute_url(self) -> str:
        """The lesson's place on the page of its entry."""
        return f"{self.edition.entry.get_absolute_url()}#L{self.number}"


class Relation(models.Model):
    """How this edition's entry relates to another entry. It points to the identity, whichever edition of it is public."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="relations")
    type = models.CharField(_("relation"), max_length=20, choices=RelationType)
    target = models.ForeignKey(Entry, verbose_name=_("other entry"), on_delete=models.PROTECT, related_name="relations_from")
    note = models.CharField(_("note"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "type", "target"], name="relation_once_in_an_edition"),
            models.CheckConstraint(condition=Q(type__in=RelationType.values), name="relation_type_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.target}"

    def clean(self) -> None:
        """Refuse a relation of an entry to itself."""
        if self.target_id and self.target_id == self.edition.entry_id:
            raise ValidationError({"target": _("This is the entry itself.")})


class Transfer(Sourced, WithPeriod):
    """Experience that moved: from which country to which, on what occasion, to what effect."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="transfers")
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("Stays with the transfer in every edition."))
    from_country = models.ForeignKey(Country, verbose_name=_("from"), on_delete=models.PROTECT, related_name="transfers_given")
    to_country = models.ForeignKey(Country, verbose_name=_("to"), on_delete=models.PROTECT, related_name="transfers_received")
    experience = models.ForeignKey(
        Entry, verbose_name=_("what was learned from"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="transfers_of",
    )  # fmt: skip
    exchange = models.ForeignKey(
        Entry, verbose_name=_("on the occasion of"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="transfers_through",
    )  # fmt: skip
    outcome = models.ForeignKey(
        Entry, verbose_name=_("what came of it"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="transfers_leading_here",
    )  # fmt: skip
    summary = models.TextField(_("what was learned, and what came of it"))
    adapted = models.TextField(_("what was adapted"), blank=True)
    extent = models.CharField(
        _("how far"), max_length=10, choices=Extent, blank=True, help_text=_("Empty where the source does not say.")
    )

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["edition_id", "number"]
        constraints = [
            *Sourced.Meta.constraints,
            *WithPeriod.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "number"], name="transfer_number_once_in_an_edition"),
            models.CheckConstraint(
                condition=~Q(from_country=F("to_country")),
                name="transfer_is_between_two_countries",
                violation_error_message=_("A country does not learn from itself here."),
            ),
            models.CheckConstraint(condition=Q(extent__in=["", *Extent.values]), name="transfer_extent_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.from_country} → {self.to_country}"

    @property
    def ref(self) -> str:
        """The transfer's permanent reference, the entry's with its number: SSC-0042-T1."""
        return f"{self.edition.entry.ref}-T{self.number}"

    def get_absolute_url(self) -> str:
        """The transfer's place on the page of the entry that tells of it."""
        return f"{self.edition.entry.get_absolute_url()}#{self.ref}"


class Assessment(Sourced):
    """A quality criterion that the entry meets, claimed only with evidence and its source."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="assessments")
    criterion = models.CharField(_("criterion"), max_length=30, choices=Criterion)
    evidence = models.TextField(_("evidence"), help_text=_("One sentence that shows it."))

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["criterion"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "criterion"], name="assessment_once_for_a_criterion"),
            models.CheckConstraint(condition=Q(criterion__in=Criterion.values), name="assessment_criterion_is_known"),
            models.CheckConstraint(condition=~Q(evidence=""), name="assessment_has_evidence"),
        ]

    def __str__(self) -> str:
        return self.get_criterion_display()


class Citation(Sourced):
    """Where what an edition says comes from."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["position", "id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "source", "locator"], name="citation_once_in_an_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.locator}"
