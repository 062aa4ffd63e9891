"""What people at the desk say to each other about a draft. All of it is only ever added to; the database sees to it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from experiences.models.edition import Edition
from experiences.models.entry import Entry
from experiences.vocabulary import CommentAct


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments on entries."""

    def unresolved(self) -> "CommentQuerySet":
        """Those that wait for somebody."""
        return self.filter(is_resolved=False)

    def shown_with(self, edition: Edition) -> "CommentQuerySet":
        """Those made on an edition, with those of earlier ones, discarded ones too, that were still open when it was started."""
        answered_since = Exists(Answer.objects.filter(comment=OuterRef("pk"), at__gte=edition.created_at))
        made_since = Q(at__gte=edition.created_at)
        upto = Q(edition_number__lte=edition.number)
        return self.filter(upto, made_since | Q(is_resolved=False) | answered_since, entry=edition.entry_id)


class Comment(models.Model):
    """A remark on an edition: on all of it, or on what `about` names (see experiences/editorial/topics.py).

    It belongs to the entry, so that what is open is still there with the next edition, and when a draft was discarded.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="comments")
    edition_number = models.PositiveIntegerField(_("edition"))
    about = models.CharField(_("about"), max_length=60, blank=True)
    body = models.TextField(_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    is_resolved = models.BooleanField(_("resolved"), default=False, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="comment_says_something")]
        indexes = [models.Index(fields=["entry"], condition=Q(is_resolved=False), name="comment_unresolved")]

    def __str__(self) -> str:
        return self.body


class Answer(models.Model):
    """What was said to a comment, or done with it: it was answered, resolved or opened again."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="answers")
    act = models.CharField(max_length=10, choices=CommentAct, default=CommentAct.ANSWERED)
    body = models.TextField(_("answer"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=CommentAct.values), name="answer_act_is_known"),
            models.CheckConstraint(condition=~Q(act=CommentAct.ANSWERED) | ~Q(body=""), name="answer_says_something"),
        ]

    def __str__(self) -> str:
        return self.body or self.get_act_display()
