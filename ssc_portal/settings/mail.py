"""Settings of e-mail: the server that EMAIL_HOST names. Where it is not set, no mail is sent, and no page offers any."""

import re

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""How the connection to the server is encrypted, and the port that is usual for it."""

CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
"""Whom readers can write to about the portal: shown on the page about it."""
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_HOST_USER = env.str("EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_PASSWORD", default="")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default="")
_encryption = env.str("EMAIL_ENCRYPTION", default="") or "starttls"

if not EMAIL_HOST and (EMAIL_HOST_USER or EMAIL_HOST_PASSWORD or DEFAULT_FROM_EMAIL):
    raise ImproperlyConfigured("E-mail is half set up: EMAIL_HOST is missing. See docs/deploying.md.")
if CONTACT_EMAIL and not re.fullmatch(r"[^\s@]+@[^\s@]+", CONTACT_EMAIL):
    raise ImproperlyConfigured(f'CONTACT_EMAIL must be an e-mail address, not "{CONTACT_EMAIL}".')
if EMAIL_HOST and not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("E-mail is half set up: EMAIL_FROM is missing. See docs/deploying.md.")
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    raise ImproperlyConfigured("E-mail is half set up: set EMAIL_USER and EMAIL_PASSWORD, or neither.")
if _encryption not in PORTS:
    raise ImproperlyConfigured(f'EMAIL_ENCRYPTION must be one of {", ".join(PORTS)}, not "{_encryption}".')

EMAIL_PORT = int(env.str("EMAIL_PORT", default="") or PORTS[_encryption])
EMAIL_USE_TLS = _encryption == "starttls"
EMAIL_USE_SSL = _encryption == "tls"
EMAIL_TIMEOUT = 20
MAIL_IS_SENT = bool(EMAIL_HOST)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_IS_SENT else 'dummy'}.EmailBackend"
