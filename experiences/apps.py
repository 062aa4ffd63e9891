"""Entries and everything around them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExperiencesConfig(AppConfig):
    """Holds entries, their editions, the vocabularies, and what is done with them."""

    name = "experiences"
    verbose_name = _("Entries")
