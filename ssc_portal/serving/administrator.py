"""The first administrator, without whom nobody could sign in."""

import secrets

from django.contrib.auth import get_user_model

NAME = "admin"


def ensure_administrator() -> str | None:
    """Create an administrator unless there is one; the password made for it, or None where nothing was to do.

    The password is kept nowhere in clear: the caller shows it once.
    """
    people = get_user_model()._default_manager
    if people.filter(is_superuser=True).exists():
        return None
    password = secrets.token_hex(10)
    people.create_superuser(NAME, password=password)
    return password
