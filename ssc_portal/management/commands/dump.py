"""`manage.py dump`: a dump of everything that is published, now. The worker makes one each night."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from experiences.exports.dumps import DumpUnderWay, make_dump
from ssc_portal.address import portal_url


class Command(BaseCommand):
    """Makes a dump."""

    help = "Write all published entries to a file of packed NDJSON in DUMPS_DIR, with its SHA-256, and let go of the oldest dump."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, and print what it is. Raises CommandError where it cannot be made."""
        if settings.DUMPS_FOLDER is None:
            raise CommandError("Name a folder for dumps in DUMPS_DIR first. See docs/deploying.md.")
        try:
            dump = make_dump(settings.DUMPS_FOLDER, portal_url("").rstrip("/"))
        except DumpUnderWay:
            raise CommandError("Another dump is being made.") from None
        except OSError as error:
            raise CommandError(f"The dump cannot be written: {error}") from error
        self.stdout.write(f"{settings.DUMPS_FOLDER / dump.name}: {dump.rows} entries, {dump.size} bytes, SHA-256 {dump.sha256}")
