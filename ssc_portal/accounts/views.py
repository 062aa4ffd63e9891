"""The pages of the library that do a little more here."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView, PasswordResetFromKeyView, PasswordResetView
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from ssc_portal.accounts.devices import remember_device
from ssc_portal.accounts.models import User
from ssc_portal.accounts.second_factor import has_second_factor, needs_second_factor, spend


def person_of(request: HttpRequest) -> User:
    """Who is signed in. Raises PermissionDenied where nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class SignInView(LoginView):
    """Name and password."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page. Who is signed in and no longer of the staff would be sent back and forth between it and the desk."""
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what else the page offers."""
        offered = {"mail_is_sent": settings.MAIL_IS_SENT, "organisation": settings.OIDC_NAME}
        return super().get_context_data(**kwargs) | offered


class NewPasswordLinkView(PasswordResetView):
    """Asks for the address that a link for a new password is to go to, where this portal sends mail."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With whether it does."""
        return super().get_context_data(**kwargs) | {"mail_is_sent": settings.MAIL_IS_SENT}


class NewPasswordView(PasswordResetFromKeyView):
    """A new password, by the link in an e-mail."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Set it. Who reads the owner's mail is no stranger: whatever others have tried does not keep this device out."""
        response = super().form_valid(form)
        remember_device(self.request, response, self.reset_user)
        return response


class SecondFactorView(IndexView):
    """What somebody has set up."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With whether it can be removed."""
        return super().get_context_data(**kwargs) | {"is_needed": needs_second_factor(person_of(self.request))}


@method_decorator(never_cache, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class SetUpView(ActivateTOTPView):
    """The second factor: set up for the first time, or moved to another phone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, also for those who have one: the library's own would have them remove it first."""
        return super(ActivateTOTPView, self).dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what the page has to say."""
        person = person_of(self.request)
        told = {"is_needed": needs_second_factor(person), "is_moved": has_second_factor(person)}
        return super().get_context_data(**kwargs) | told

    def form_valid(self, form: Any) -> HttpResponse:
        """Take the new one in place of the old one. Its first code counts as given, and is used up."""
        of_app = Authenticator.objects.filter(user=person_of(self.request), type=Authenticator.Type.TOTP)
        with transaction.atomic():
            of_app.delete()
            response = super().form_valid(form)
            authenticator = of_app.get()
            spend(authenticator, form.cleaned_data["code"])
        post_authentication(self.request, authenticator, reauthenticated=True)
        return response

    def get_success_url(self) -> str:
        """To the recovery codes, which are to be kept now."""
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "mfa_index")
