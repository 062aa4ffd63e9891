"""For what a person is there: a focal point's countries and organisations, a translator's languages."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from experiences.languages import LANGUAGE_CHOICES
from experiences.models.authorities import Organisation


class Remit(models.Model):
    """One person's remit. It gives no right by itself: it says how far that of a role reaches."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="remit"
    )
    countries = models.ManyToManyField(Country, verbose_name=_("countries"), blank=True, related_name="+")
    organisations = models.ManyToManyField(Organisation, verbose_name=_("organisations"), blank=True, related_name="+")
    languages = ArrayField(
        models.CharField(max_length=10, choices=LANGUAGE_CHOICES), verbose_name=_("languages"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("remit")
        verbose_name_plural = _("remits")
        ordering = ["person__username"]

    def __str__(self) -> str:
        return str(self.person)
