"""Settings of a portal on one's own machine: what `make run` and manage.py use unless told otherwise."""

import secrets
from pathlib import Path

from .base import *  # noqa: F403
from .base import BASE_DIR, DUMPS_FOLDER, OAI_ADMIN_EMAIL, OAI_HOST, STORAGES, env


def kept_secret_key(path: Path) -> str:
    """The secret key of this checkout: made at the first start, kept in a file that only its owner can read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret_key(BASE_DIR / ".data" / "secret_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DUMPS_FOLDER = DUMPS_FOLDER or BASE_DIR / (env.str("PORTAL_DATA_DIR", default="") or ".data") / "dumps"
# Mails are printed, or kept as files in a folder.
MAIL_IS_SENT = True
DEFAULT_FROM_EMAIL = "portal@localhost"
EMAIL_FILE_PATH = env.str("EMAIL_FILE_PATH", default="")
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if EMAIL_FILE_PATH else 'console'}.EmailBackend"
# Harvesters find here what they would find on a server.
OAI_ADMIN_EMAIL = OAI_ADMIN_EMAIL or "portal@localhost"
OAI_HOST = OAI_HOST or "portal.localhost"

if DEBUG:  # files as they stand, so that a change of style is seen at once and nothing need be collected
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
