"""Settings of the tests: a real PostgreSQL, quick password hashing, nothing written outside the test database."""

from .base import *  # noqa: F403
from .base import DATABASES, STORAGES

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MAIL_IS_SENT = True  # pytest-django keeps mails in memory
DEFAULT_FROM_EMAIL = "portal@example.org"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
API_RATE_LIMITS = {"search": 1_000_000, "bulk": 1_000_000, "export": 1_000_000}
OAI_RATE_LIMIT = 1_000_000
OAI_ADMIN_EMAIL = "data@example.org"
OAI_HOST = "portal.example.org"
# A lock that nobody gives back ends the test that waits for it, not the patience of whoever runs the tests.
DATABASES["default"]["OPTIONS"]["options"] += " -c lock_timeout=120s"
