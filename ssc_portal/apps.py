"""The project as an app: its commands and templates, and its admin."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    """Holds the commands that concern the portal as a whole."""

    name = "ssc_portal"


class CuratorsDeskConfig(admin_apps.AdminConfig):
    """Django's admin, with the portal's own site."""

    default = False  # of this module; the settings name it
    default_site = "ssc_portal.admin_site.CuratorsDesk"
