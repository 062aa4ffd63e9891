"""A worker on the database of the tests, with a quick heart: `python -m tests.jobs.work DATABASE MAIL_FOLDER`."""

import sys

import django
from django.conf import settings

if __name__ == "__main__":
    _this, settings.DATABASES["default"]["NAME"], settings.EMAIL_FILE_PATH = sys.argv
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    django.setup()
    from ssc_portal.jobs.worker import Worker

    Worker(beat=0.3).run()
