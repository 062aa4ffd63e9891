"""Links by which somebody without an account can read a draft."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experiences.models.edition import Edition


class PreviewLink(models.Model):
    """A link to the preview of one edition, as it is when the link is opened. It goes with its edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="preview_links")
    recipient = models.CharField(_("for whom"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    until = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    times_opened = models.PositiveIntegerField(_("opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(recipient=""), name="preview_link_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="preview_link_says_who_revoked_it",
            ),
        ]

    def __str__(self) -> str:
        return self.recipient

    @property
    def works(self) -> bool:
        """Whether the link still opens something: neither revoked nor over."""
        return self.revoked_at is None and timezone.now() < self.until
