"""Background jobs, as an app: their list in the admin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Holds the list of jobs."""

    name = "ssc_portal.jobs"
    verbose_name = _("Background jobs")
