"""The project as an app: its commands and templates."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Holds the commands that concern the portal as a whole."""

    name = "ssc_portal"
