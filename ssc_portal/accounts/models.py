"""The user model."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who can sign in: UNICEF staff, or a focal point of a government. Readers have no account."""

    first_name = None  # type: ignore[assignment]  # names do not split in two everywhere
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=200, blank=True)

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")  # type: ignore[assignment]  # Django's own is narrower than it need be
        verbose_name_plural = _("people")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name to show for this person."""
        return str(self)

    def get_short_name(self) -> str:
        """The name to greet this person by."""
        return str(self)
