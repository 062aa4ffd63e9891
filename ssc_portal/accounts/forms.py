"""The library's forms for a code, with our own count of refusals, and with codes that are used once."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError

from ssc_portal.accounts.devices import device_signed_in
from ssc_portal.accounts.models import SignInEvent
from ssc_portal.accounts.second_factor import spend
from ssc_portal.accounts.sign_in_log import begin, conclude, turn_away
from ssc_portal.accounts.throttle import is_too_many

What = SignInEvent.What


class _CountedCode(BaseAuthenticateForm):
    """Takes a code of the app or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update({"autocapitalize": "off", "spellcheck": "false", "autofocus": True})

    def clean_code(self) -> str:
        """The code, if it is right and was not used before."""
        device = device_signed_in(context.request, self.user)
        tried = begin(context.request, What.CODE_REFUSED, self.user, self.user.username, device)
        if is_too_many(tried):
            turn_away(tried)
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            code = super().clean_code()
            if self.authenticator.type == Authenticator.Type.TOTP and not spend(self.authenticator, code):
                raise get_adapter().validation_error("incorrect_code")
        except ValidationError:
            conclude(tried, What.CODE_REFUSED)
            raise
        conclude(tried, What.CODE_RIGHT)
        return str(code)


class SignInCodeForm(_CountedCode, AuthenticateForm):
    """The second step of signing in."""


class ConfirmCodeForm(_CountedCode, ReauthenticateForm):
    """Asked again before something that matters."""
