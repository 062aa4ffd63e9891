"""The entry: one permanent reference, one kind, one state, its addresses past and present.

What an entry says is not here: it belongs to an edition (see `edition.py`).
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experiences.vocabulary import EntryState, Kind, WithdrawalReason


class Entry(models.Model):
    """The identity of an experience, initiative, agreement or exchange. It outlives every edition."""

    ref = models.CharField(_("reference"), max_length=20, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=40, unique=True, help_text=_("Permanent: import files and partners refer to it."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=EntryState, default=EntryState.DRAFT, editable=False)
    slug = models.SlugField(_("address"), max_length=80, blank=True, editable=False)
    import_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(
        _("reason for withdrawal"), max_length=20, choices=WithdrawalReason, blank=True, editable=False
    )
    withdrawal_note = models.TextField(_("note on the withdrawal"), blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed", editable=False
    )

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(ref__regex=r"^SSC-\d{4,}$"), name="entry_ref_is_well_formed"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="entry_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=EntryState.values), name="entry_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=EntryState.DRAFT) | (Q(first_published_at__isnull=False) & ~Q(slug="")),
                name="entry_once_public_keeps_its_address",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[EntryState.DRAFT, EntryState.PUBLISHED], withdrawn_at__isnull=True, withdrawal_reason="")
                | Q(
                    state__in=[EntryState.WITHDRAWN, EntryState.MERGED],
                    withdrawn_at__isnull=False,
                    withdrawal_reason__in=WithdrawalReason.values,
                ),
                name="entry_withdrawn_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.MERGED, merged_into__isnull=False)
                | (~Q(state=EntryState.MERGED) & Q(merged_into__isnull=True)),
                name="entry_merged_says_into_what",
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="entry_is_not_merged_into_itself"),
            # the target of the editions' foreign key that keeps an edition's kind that of its entry
            models.UniqueConstraint(fields=["id", "kind"], name="entry_id_and_kind"),
        ]

    def __str__(self) -> str:
        return self.ref if self.key == self.ref else f"{self.ref} ({self.key})"

    def get_absolute_url(self) -> str:
        """The entry's permanent address, with its present slug once it has one."""
        if self.slug:
            return reverse("entries:detail", args=[self.ref, self.slug])
        return reverse("entries:by_ref", args=[self.ref])

    @property
    def is_gone(self) -> bool:
        """Whether the entry is withdrawn, and can no longer be read: only its tombstone is left."""
        return self.state == EntryState.WITHDRAWN and self.withdrawal_reason != WithdrawalReason.SUPERSEDED


class PastSlug(models.Model):
    """A slug that an entry had once. Links to it are redirected for ever."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="past_slugs")
    slug = models.SlugField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "slug"], name="past_slug_once_for_an_entry")]

    def __str__(self) -> str:
        return self.slug
