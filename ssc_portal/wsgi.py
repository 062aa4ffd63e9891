"""The WSGI entry point, for gunicorn."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssc_portal.settings.prod")
django.setup(set_prefix=False)

from ssc_portal.utf8 import Utf8Handler  # noqa: E402 - it reads the settings

application = Utf8Handler()
