"""The addresses of signing in, beside the desk. Those of Django's admin for the same purposes are the same."""

from allauth.account import views as account
from allauth.mfa.base import views as codes
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as organisation
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import never_cache

from ssc_portal.accounts.notices import NoticesView
from ssc_portal.accounts.views import NewPasswordLinkView, NewPasswordView, SecondFactorView, SetUpView, SignInView

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("notices/", NoticesView.as_view(), name="account_notices"),
    path("disabled/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password_change/", account.password_change, name="account_change_password"),
    path("password_change/first/", account.password_set, name="account_set_password"),
    path("new-password/", NewPasswordLinkView.as_view(), name="account_reset_password"),
    path("new-password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("new-password/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", SecondFactorView.as_view(), name="mfa_index"),
    path("second-factor/code/", codes.authenticate, name="mfa_authenticate"),
    path("second-factor/confirm/", codes.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/set-up/", SetUpView.as_view(), name="mfa_activate_totp"),
    path("second-factor/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]

of_organisation: list[URLPattern | URLResolver] = [
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("oidc/cancelled/", organisation.login_cancelled, name="socialaccount_login_cancelled"),
    path("oidc/refused/", organisation.login_error, name="socialaccount_login_error"),
]
if settings.OIDC_NAME:
    urlpatterns += of_organisation
for pattern in urlpatterns:
    if isinstance(pattern, URLPattern):  # codes and keys are shown here: nothing in between keeps a copy
        pattern.callback = never_cache(pattern.callback)
