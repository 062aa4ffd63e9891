"""What the portal calls itself, where it speaks of itself to people and machines."""

from django.utils.translation import gettext_lazy as _

PORTAL_NAME = _("Country Experiences for Child Rights")
