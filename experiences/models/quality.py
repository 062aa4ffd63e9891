"""How much each rule of the quality checklist weighs. The rules themselves are in experiences/quality/."""

from typing import Any

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from experiences.vocabulary import Kind, RuleWeight


def _weight(kind: Kind) -> "models.CharField[str, str]":
    return models.CharField(kind.label, max_length=10, choices=RuleWeight, blank=True)


@pghistory.track()
class QualityRule(models.Model):
    """A rule, and its weight for each kind of entry, empty where it does not concern the kind. Migrations make the rows."""

    name = models.SlugField(_("name"), max_length=40, unique=True, editable=False)
    experience = _weight(Kind.EXPERIENCE)
    initiative = _weight(Kind.INITIATIVE)
    agreement = _weight(Kind.AGREEMENT)
    exchange = _weight(Kind.EXCHANGE)

    class Meta:
        verbose_name = _("rule of the checklist")
        verbose_name_plural = _("rules of the checklist")
        ordering = ["id"]
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{kind}__in": ["", *RuleWeight.values]}), name=f"quality_rule_weight_for_{kind}_is_known"
            )
            for kind in Kind.values
        ]

    def __str__(self) -> str:
        return self.name

    def weight_for(self, kind: Kind) -> Any:
        """The weight for a kind; "" where the rule does not concern it."""
        return getattr(self, kind)
