"""The addresses of signing in, beside the desk. Those of Django's admin for the same purposes are the same."""

from allauth.account import views as account
from allauth.mfa.base import views as codes
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as organisation
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from ssc_portal.accounts.views import NewPasswordView, SecondFactorView, SetUpView, SignInView

OFFERED = {"mail_is_sent": settings.MAIL_IS_SENT, "organisation": settings.OIDC_NAME}

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", SignInView.as_view(extra_context=OFFERED), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("disabled/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password_change/", account.password_change, name="account_change_password"),
    path("password_change/first/", account.password_set, name="account_set_password"),
    path("new-password/", account.PasswordResetView.as_view(extra_context=OFFERED), name="account_reset_password"),
    path("new-password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("new-password/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("new-password/<uidb36>-<path:key>/", NewPasswordView.as_view(), name="account_reset_password_from_key"),
    path("second-factor/", SecondFactorView.as_view(), name="mfa_index"),
    path("second-factor/code/", codes.authenticate, name="mfa_authenticate"),
    path("second-factor/confirm/", codes.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/set-up/", SetUpView.as_view(), name="mfa_activate_totp"),
    path("second-factor/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]

if settings.OIDC_NAME:
    urlpatterns += [
        path("", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("oidc/cancelled/", organisation.login_cancelled, name="socialaccount_login_cancelled"),
        path("oidc/refused/", organisation.login_error, name="socialaccount_login_error"),
    ]
