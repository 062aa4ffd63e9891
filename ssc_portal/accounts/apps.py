"""People who can sign in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Holds the user model, from the first migration on."""

    name = "ssc_portal.accounts"
    verbose_name = _("People")
