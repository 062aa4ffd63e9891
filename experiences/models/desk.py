"""What happens to a draft on the desk. All of these are only ever added to; the database sees to it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from experiences.models.edition import Edition
from experiences.models.entry import Entry
from experiences.models.imports import Import
from experiences.vocabulary import Verb, WithdrawalReason


class Contributor(models.Model):
    """Somebody who has worked on an edition, and so is not the one to approve it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="contributors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="contributor_once_for_an_edition")]

    def __str__(self) -> str:
        return str(self.person)


class Approval(models.Model):
    """An edition was found good, exactly as it was: `fingerprint` is what the database's edition_fingerprint() gave.

    The database calls it void once the draft is no longer approved, for whatever reason. It never counts again.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="approvals")
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_void = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d}"


class EmergencyReview(models.Model):
    """A second person has looked at what one person published in an emergency."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="emergency_review")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d}"


class Takedown(models.Model):
    """A published edition was withdrawn with its entry: when, and why. It stays when the entry is published again."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="takedown")
    at = models.DateTimeField()
    reason = models.CharField(max_length=20, choices=WithdrawalReason)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(reason__in=WithdrawalReason.values), name="takedown_says_why")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}, {self.at:%Y-%m-%d}"


class Step(models.Model):
    """A verb that was carried out on an entry: the entry's way so far. It outlives an edition that is discarded."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="steps")
    edition_number = models.PositiveIntegerField(_("edition"))
    verb = models.CharField(_("what"), max_length=30, choices=Verb)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by_import = models.ForeignKey(Import, null=True, blank=True, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    note = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(verb__in=Verb.values), name="step_verb_is_known"),
            models.CheckConstraint(
                condition=models.Q(by__isnull=False) | models.Q(by_import__isnull=False), name="step_says_by_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}, {self.by or self.by_import}"
