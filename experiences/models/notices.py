"""What people at the desk are told of: one row for each person and event, written with the event itself."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experiences.models.edition import Edition
from experiences.models.entry import Entry
from experiences.vocabulary import Event

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices."""

    def for_person(self, person: "AbstractBaseUser | AnonymousUser") -> "NoticeQuerySet":
        """The person's own, the latest first, without those about editions that he or she may no longer view."""
        visible = Q(edition=None) | Q(edition__in=Edition.objects.visible_to(person))
        return self.filter(visible, person=person.pk).select_related("entry", "edition", "by").order_by("-pk")

    def unseen(self) -> "NoticeQuerySet":
        """Those that the person has not seen on the desk yet."""
        return self.filter(seen_at=None)

    def mark_seen(self) -> int:
        """Note that these are seen now; says how many were not seen before."""
        return self.unseen().order_by().update(seen_at=timezone.now())


class Notice(models.Model):
    """Somebody is told that something happened to an edition. It outlives an edition, or an entry, that is discarded."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="+")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="notices")
    about = models.TextField(_("about"))
    """The entry's reference and title, as they were."""
    event = models.CharField(_("what happened"), max_length=30, choices=Event)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("why"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(event__in=Event.values), name="notice_event_is_known")]
        indexes = [
            models.Index(fields=["person", "at"], name="notice_unseen", condition=Q(seen_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """What happened, and who did it."""
        return str(Event(self.event).label) % {"person": self.by}
