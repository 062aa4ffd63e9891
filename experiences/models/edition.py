"""The edition: everything that an entry says, at one time. A published edition never changes; the database sees to it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _

from experiences.models.authorities import Recommendation, Theme
from experiences.models.entry import Entry
from experiences.models.imports import Import
from experiences.models.period import Qualifier, WithPeriod
from experiences.querysets import EditionQuerySet
from experiences.vocabulary import TYPES, AgreementStatus, EditionState, EntryType, Kind, Modality, Scope, Stage

_KIND_HAS_TYPE = Q()
for _kind, _types in TYPES.items():
    _KIND_HAS_TYPE |= Q(kind=_kind, type__in=[type_.value for type_ in _types])


class YearOf(Func):
    """The year of a partial date column as an integer; NULL where it is empty."""

    template = "NULLIF(left(%(expressions)s, 4), '')::integer"
    arity = 1
    output_field = models.IntegerField()


class Edition(WithPeriod):
    """One edition of an entry. The texts and all other parts point to it (see `text.py` and `parts.py`)."""

    entry = models.ForeignKey(Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="editions")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, editable=False)
    number = models.PositiveIntegerField(_("edition"), editable=False)
    state = models.CharField(_("state"), max_length=20, choices=EditionState, default=EditionState.DRAFT, editable=False)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, default=Stage.DRAFTING, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who has it now"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", editable=False,
    )  # fmt: skip
    type = models.CharField(_("type"), max_length=30, choices=EntryType)
    scope = models.CharField(
        _("scope"), max_length=10, choices=Scope, default=Scope.CORE,
        help_text=_("Context is left out of lists unless a reader asks for it."),
    )  # fmt: skip
    modality = models.CharField(
        _("modality"), max_length=20, choices=Modality, blank=True, help_text=_("Empty where the sources do not say.")
    )
    agreement_status = models.CharField(_("status"), max_length=20, choices=AgreementStatus, blank=True)
    place = models.CharField(_("place"), max_length=150, blank=True, help_text=_("Where it was held or adopted."))
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="editions", blank=True)
    recommendations = models.ManyToManyField(
        Recommendation, verbose_name=_("answers"), related_name="editions", blank=True,
        help_text=_("The recommendations of the Beijing Declaration that it answers."),
    )  # fmt: skip
    curator_note = models.TextField(_("curator's note"), blank=True, help_text=_("For staff. Never published."))
    revision = models.PositiveIntegerField(default=1, editable=False)
    is_as_imported = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    published_by_import = models.ForeignKey(
        Import, null=True, blank=True, on_delete=models.PROTECT, related_name="editions", editable=False
    )
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True, editable=False)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    scheduled_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    """What the edition was when it got its time of publication. Only that is published then."""
    emergency_reason = models.TextField(_("why it was published by one person"), blank=True, editable=False)
    first_year = models.GeneratedField(expression=YearOf(F("period_from")), output_field=models.IntegerField(), db_persist=True)
    last_year = models.GeneratedField(
        expression=Case(
            When(period_qualifier=Qualifier.SINCE, then=Value(9999)),
            When(~Q(period_to=""), then=YearOf(F("period_to"))),
            default=YearOf(F("period_from")),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    objects = EditionQuerySet.as_manager()

    class Meta(WithPeriod.Meta):
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["entry_id", "number"]
        constraints = [
            *WithPeriod.Meta.constraints,
            models.UniqueConstraint(fields=["entry", "number"], name="edition_number_once_for_an_entry"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state=EditionState.PUBLISHED), name="edition_one_published_for_an_entry"
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state=EditionState.DRAFT), name="edition_one_draft_for_an_entry"
            ),
            models.CheckConstraint(condition=Q(state__in=EditionState.values), name="edition_state_is_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="edition_stage_is_known"),
            models.CheckConstraint(
                condition=Q(emergency_reason="") | (~Q(state=EditionState.DRAFT) & Q(published_by__isnull=False)),
                name="edition_emergency_says_who",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True, scheduled_by__isnull=True, scheduled_fingerprint="")
                | (
                    Q(state=EditionState.DRAFT, publish_at__isnull=False, scheduled_by__isnull=False)
                    & ~Q(scheduled_fingerprint="")
                ),
                name="edition_schedule_is_of_a_draft_and_whole",
            ),
            models.CheckConstraint(
                condition=_KIND_HAS_TYPE,
                name="edition_type_belongs_to_kind",
                violation_error_message=_("This type belongs to another kind of entry."),
            ),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="edition_scope_is_known"),
            models.CheckConstraint(condition=Q(modality__in=["", *Modality.values]), name="edition_modality_is_known"),
            models.CheckConstraint(
                condition=Q(agreement_status="") | Q(kind=Kind.AGREEMENT, agreement_status__in=AgreementStatus.values),
                name="edition_only_agreements_have_a_status",
                violation_error_message=_("Only agreements have a status."),
            ),
            models.CheckConstraint(
                condition=Q(place="") | Q(kind__in=[Kind.AGREEMENT, Kind.EXCHANGE]),
                name="edition_only_what_is_held_has_a_place",
                violation_error_message=_("Only agreements and exchanges have a place."),
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.DRAFT, published_at__isnull=True)
                | (~Q(state=EditionState.DRAFT) & Q(published_at__isnull=False)),
                name="edition_published_says_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "kind", "scope"], name="edition_public_lists")]

    def __str__(self) -> str:
        return f"{self.entry.ref}, edition {self.number}"

    def get_absolute_url(self) -> str:
        """The address of the entry that this is an edition of."""
        return self.entry.get_absolute_url()

    @property
    def is_draft(self) -> bool:
        """Whether the edition can still be changed."""
        return self.state == EditionState.DRAFT

    @property
    def misses_its_time(self) -> bool:
        """Whether it has a time of publication, but will not be published then: it is no longer approved."""
        return self.publish_at is not None and self.stage != Stage.APPROVED

    @property
    def is_flagged(self) -> bool:
        """Whether one person published it in an emergency, and nobody else has reviewed it yet."""
        return bool(self.emergency_reason) and not hasattr(self, "emergency_review")


class _KindManager(models.Manager.from_queryset(EditionQuerySet)):  # type: ignore[misc]
    """The editions of one kind of entry."""

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> EditionQuerySet:
        queryset: EditionQuerySet = super().get_queryset().filter(kind=self.kind)
        return queryset


class Experience(Edition):
    """What a country, or several, did and learned."""

    objects: ClassVar[Any] = _KindManager(Kind.EXPERIENCE)

    class Meta:
        proxy = True
        verbose_name = _("experience")
        verbose_name_plural = _("experiences")


class Initiative(Edition):
    """Something that stands and goes on."""

    objects: ClassVar[Any] = _KindManager(Kind.INITIATIVE)

    class Meta:
        proxy = True
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")


class Agreement(Edition):
    """An instrument between parties."""

    objects: ClassVar[Any] = _KindManager(Kind.AGREEMENT)

    class Meta:
        proxy = True
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")


class Exchange(Edition):
    """An occasion on which experience moved."""

    objects: ClassVar[Any] = _KindManager(Kind.EXCHANGE)

    class Meta:
        proxy = True
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
