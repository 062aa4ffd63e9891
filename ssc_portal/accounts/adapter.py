"""Where the portal differs from what django-allauth does by itself. See docs/decisions/0010-sign-in.md."""

import logging
import time
from datetime import timedelta
from typing import Any, cast

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ssc_portal.accounts.devices import remember_device
from ssc_portal.accounts.models import SignInEvent, User
from ssc_portal.accounts.new_password import queue_link
from ssc_portal.accounts.second_factor import needs_second_factor
from ssc_portal.accounts.sign_in_log import begin, conclude, note, turn_away
from ssc_portal.accounts.throttle import is_too_many

_logger = logging.getLogger("ssc_portal.sign_in")
What = SignInEvent.What
RESET_MAILS_AN_HOUR = 3
NOTED = {
    "account/email/password_changed": What.PASSWORD_CHANGED,
    "account/email/password_set": What.PASSWORD_CHANGED,
    "account/email/password_reset": What.PASSWORD_CHANGED,
    "mfa/email/totp_activated": What.SECOND_FACTOR_SET_UP,
    "mfa/email/totp_deactivated": What.SECOND_FACTOR_REMOVED,
    "mfa/email/recovery_codes_generated": What.NEW_RECOVERY_CODES,
}
"""The changes of an account that its owner is told by e-mail, and how the log calls them."""


class AccountAdapter(DefaultAccountAdapter):
    """Passwords: who may try, what is written down, which mails go out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or the password is not right. Capital and small letters count."),
        "incorrect_code": _("This code is not right, or was used before. Wait for the next one and type that."),
        "too_many_login_attempts": _(
            "There were too many wrong tries. Wait 15 minutes, then try again. On a device where you have signed in before, "
            "you can sign in now. If you have forgotten your password, ask for a new one."
        ),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody registers: administrators make the accounts."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Whose name and password these are. Raises ValidationError for who has tried too often."""
        name = credentials["username"]
        tried = begin(request, What.PASSWORD_REFUSED, User.objects.filter(username__iexact=name).first(), name)
        if is_too_many(tried):
            turn_away(tried)
            raise self.validation_error("too_many_login_attempts")
        person = cast("User | None", super().authenticate(request, **credentials))
        if person is None or not person.is_staff:
            conclude(tried, What.PASSWORD_REFUSED)
            return None
        conclude(tried, What.PASSWORD_RIGHT if person.is_active else What.DISABLED)
        return person

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The library would count by account, so that a stranger could shut its owner out. `authenticate` counts."""

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The way on for somebody who is in now, with whatever factors it took."""
        response = super().post_login(request, user, **kwargs)
        note(request, What.SIGNED_IN, user, remember_device(request, response, user))
        return response

    def logout(self, request: HttpRequest) -> None:
        """End the session."""
        if isinstance(request.user, User):
            note(request, What.SIGNED_OUT, request.user)
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask for the password again: not of somebody who has just given it."""
        records = get_authentication_records(context.request, context.request.user)
        fresh = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > fresh for record in records) and super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How to ask again: for a code where there is a second factor, for the password where there is none."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] == "mfa_reauthenticate"] or methods

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Note a change of an account, and tell its owner."""
        if template_prefix in NOTED:
            note(self.request, NOTED[template_prefix], user)
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Queue the link for a new password, unless enough of them are on their way: nobody's mailbox is to be flooded."""
        lately = timezone.now() - timedelta(hours=1)
        if user.sign_in_events.filter(what=What.RESET_SENT, at__gt=lately).count() < RESET_MAILS_AN_HOUR:
            note(self.request, What.RESET_SENT, user)
            queue_link(user, f"{settings.PORTAL_URL}/" if settings.PORTAL_URL else self.request.build_absolute_uri("/"))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail. One that cannot be sent is logged: what it tells of has happened all the same."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # no answer of the server, or one of its refusals
            _logger.exception("mail not sent: %s", template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Your role needs a second factor. You can move it to another phone, but not remove it."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether its owner may remove it."""
        return not needs_second_factor(authenticator.user)


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Sign-in through an organisation's own sign-in page (OpenID Connect): for people who have an account here, no others."""

    def is_open_for_signup(self, request: HttpRequest, _sociallogin: SocialLogin) -> bool:
        """Nobody gets an account by it. Whom it would have made one for is refused."""
        note(request, What.NO_ACCOUNT)
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the organisation's account to ours at the first time, by an e-mail address that the organisation vouches for."""
        if sociallogin.is_existing:
            return
        vouched = [address.email for address in sociallogin.email_addresses if address.verified and address.email]
        people = User.objects.filter(email__in=vouched, is_staff=True)[:2]
        if len(people) == 1:
            sociallogin.connect(request, people[0])

    def on_authentication_error(self, request: HttpRequest, *_details: Any, **_more: Any) -> None:
        """The organisation's page sent somebody back without a sign-in."""
        note(request, What.NO_ACCOUNT)
