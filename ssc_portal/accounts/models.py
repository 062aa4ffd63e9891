"""People who can sign in, and what happened at the door."""

import uuid
from collections.abc import Iterator

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Digest(models.TextChoices):
    """How often a person gets an e-mail about what happened on the desk."""

    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week, on Monday")
    NONE = "none", _("Never")


class User(AbstractUser):
    """A person who can sign in: UNICEF staff, or a focal point of a government. Readers have no account."""

    first_name = None  # type: ignore[assignment]  # names do not split in two everywhere
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    digest = models.CharField(_("e-mail about the desk"), max_length=10, choices=Digest, default=Digest.DAILY)
    sessions_key = models.UUIDField(default=uuid.uuid4, editable=False)
    """Part of the seal on each of this person's sessions. The database alone changes it, when the account is disabled."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")  # type: ignore[assignment]  # Django's own is narrower than it need be
        verbose_name_plural = _("people")  # type: ignore[assignment]
        triggers = (
            pgtrigger.Trigger(
                name="disabling_ends_sessions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    NEW.sessions_key = OLD.sessions_key;
                    IF OLD.is_active AND NOT NEW.is_active THEN
                        NEW.sessions_key = gen_random_uuid();
                    END IF;
                    RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name to show for this person."""
        return str(self)

    def get_short_name(self) -> str:
        """The name to greet this person by."""
        return str(self)

    def get_session_auth_hash(self) -> str:
        """The seal that a session must carry: of the password, and of the key that a disabled account loses."""
        return self._with_key(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same, as older secret keys would have it."""
        return map(self._with_key, super().get_session_auth_fallback_hash())

    def _with_key(self, seal: str) -> str:
        return salted_hmac("ssc_portal.accounts.sessions", f"{seal}{self.sessions_key}", algorithm="sha256").hexdigest()


class SignInEvent(models.Model):
    """One thing that happened at the sign-in page. Refusals are counted here too (`throttle`)."""

    class What(models.TextChoices):
        """What happened. Nothing here says a password or a code."""

        SIGNED_IN = "signed_in", _("Signed in")
        SIGNED_OUT = "signed_out", _("Signed out")
        PASSWORD_RIGHT = "password_right", _("Password right")
        PASSWORD_REFUSED = "password_refused", _("Refused: name or password wrong")
        CODE_RIGHT = "code_right", _("Code right")
        CODE_REFUSED = "code_refused", _("Refused: code wrong or used before")
        TOO_MANY = "too_many", _("Refused: too many tries")
        DISABLED = "disabled", _("Refused: the account is disabled")
        NO_ACCOUNT = "no_account", _("Refused: no account for this person")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        RESET_SENT = "reset_sent", _("Link for a new password sent")
        SECOND_FACTOR_SET_UP = "second_factor_set_up", _("Second factor set up")
        SECOND_FACTOR_REMOVED = "second_factor_removed", _("Second factor removed")
        NEW_RECOVERY_CODES = "new_recovery_codes", _("New recovery codes")

        @property
        def is_refusal(self) -> bool:
            """Whether somebody was not let in."""
            return self in {self.PASSWORD_REFUSED, self.CODE_REFUSED, self.TOO_MANY, self.DISABLED, self.NO_ACCOUNT}

    at = models.DateTimeField(_("time"), auto_now_add=True)
    what = models.CharField(_("what happened"), max_length=24, choices=What.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="sign_in_events",
        help_text=_("Empty where the name that was typed is nobody's."),
    )
    name_key = models.CharField(max_length=64, editable=False)
    """A keyed hash of the name that was typed. The name itself is not kept: some type their password there."""
    address = models.GenericIPAddressField(_("address"), null=True, help_text=_("Empty for what a command on the server did."))
    network = models.CharField(_("network"), max_length=50)
    device = models.CharField(max_length=32, blank=True, editable=False)
    """The device's id: refusals of a known device are counted apart."""
    device_was_known = models.BooleanField(_("known device"))

    class Meta:
        verbose_name = _("sign-in event")
        verbose_name_plural = _("sign-ins and refusals")
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=["network", "at"], name="sign_in_network"),
            models.Index(fields=["device", "at"], name="sign_in_device", condition=~models.Q(device="")),
            models.Index(fields=["at"], name="sign_in_time"),
        )

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.at:%Y-%m-%d %H:%M}"
