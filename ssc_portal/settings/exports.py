"""Settings of the downloads: where the nightly dump of everything is kept."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def _folder(name: str, given: str) -> Path | None:
    """The folder that a variable names, None where it names none. Raises ImproperlyConfigured where it is not there."""
    if given and not (Path(given).is_absolute() and Path(given).is_dir()):
        raise ImproperlyConfigured(f'{name} must be the whole path of a folder that is there, not "{given}".')
    return Path(given) if given else None


DUMPS_FOLDER = _folder("DUMPS_DIR", env.str("DUMPS_DIR", default=""))
"""Where dumps are kept. None: none are made."""
