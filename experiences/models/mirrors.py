"""Other portals that this one is a copy of."""

from django.db import models


class MirroredPortal(models.Model):
    """A portal that this one mirrors, and how far: the place in its feed of changes up to which everything was taken over."""

    address = models.URLField(unique=True)
    since = models.CharField(max_length=100, blank=True)
    """Empty until the first page of the feed was taken over."""
    read_at = models.DateTimeField(null=True, blank=True)
    """When its feed was last read to the end."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.address
