"""Countries, regions and groups."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountriesConfig(AppConfig):
    """Holds the reference data that everything else points to."""

    name = "countries"
    verbose_name = _("Countries")
