"""Settings of signing in: passwords, the second factor, an organisation's own sign-in. See docs/decisions/0010-sign-in.md."""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

AUTH_USER_MODEL = "accounts.User"
# The first signs people in, and gives no rights. The second answers the admin's questions about records and people from the
# desk's policy, which is the only source of them.
AUTHENTICATION_BACKENDS = [
    "ssc_portal.accounts.backend.SignInBackend",
    "experiences.record_rights.DeskBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"  # where a link to the sign-in page names no page of the portal to go to
LOGOUT_REDIRECT_URL = "account_login"
# Long, and none of those that everybody tries; no rotation and no rules about kinds of characters (NIST SP 800-63B, 3.1.1.2).
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

ACCOUNT_ADAPTER = "ssc_portal.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators enter the addresses
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]  # for the library's own checks: nobody registers
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# These count by account or address alone. ssc_portal.accounts.throttle counts instead, so that nobody can be shut out.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": None}
# How many proxies add to X-Forwarded-For, which says where a request comes from.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0

SECOND_FACTOR_GROUPS: list[str] = []
"""Groups whose people need a second factor. None on one's own machine; see `prod`. Superusers count to "administrator"."""
MFA_ADAPTER = "ssc_portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Country Experiences for Child Rights"
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1  # a code may be a period too early or late: phones' clocks differ, and links are slow
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "ssc_portal.accounts.forms.SignInCodeForm",
    "reauthenticate": "ssc_portal.accounts.forms.ConfirmCodeForm",
}

SOCIALACCOUNT_ADAPTER = "ssc_portal.accounts.adapter.OrganisationAdapter"


def oidc_from_environment() -> dict[str, Any]:
    """The provider that OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET describe; nothing where none of them is set.

    Raises ImproperlyConfigured where only some are set, or where the issuer is no https address.
    """
    values = {
        "OIDC_ISSUER": env.str("OIDC_ISSUER", default="").strip(),
        "OIDC_CLIENT_ID": env.str("OIDC_CLIENT_ID", default="").strip(),
        "OIDC_CLIENT_SECRET": env.str("OIDC_CLIENT_SECRET", default="").strip(),
    }
    name = env.str("OIDC_NAME", default="").strip()
    missing = [variable for variable, value in values.items() if not value]
    if len(missing) == len(values) and not name:
        return {}
    if missing:
        raise ImproperlyConfigured(f"Sign-in with OpenID Connect is half set up. Set {', '.join(missing)} too, or none of them.")
    issuer = urlsplit(values["OIDC_ISSUER"])
    if issuer.scheme != "https" or not issuer.netloc:
        raise ImproperlyConfigured("OIDC_ISSUER must be an https address, such as https://login.example.org/tenant")
    app = {
        "provider_id": "staff",
        "name": name or issuer.hostname,
        "client_id": values["OIDC_CLIENT_ID"],
        "secret": values["OIDC_CLIENT_SECRET"],
        "settings": {"server_url": values["OIDC_ISSUER"].rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


SOCIALACCOUNT_PROVIDERS = oidc_from_environment()
_oidc = SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
OIDC_NAME = _oidc[0]["name"] if _oidc else ""
"""What the button on the sign-in page says; empty where there is none."""
# A form of ours leads there, which the content security policy has to allow.
OIDC_ORIGINS = ["https://" + urlsplit(app["settings"]["server_url"]).netloc for app in _oidc]
