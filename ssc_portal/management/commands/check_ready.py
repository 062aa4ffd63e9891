"""`manage.py check_ready`: ask the portal that runs here whether it is ready. For a container's health check."""

import os
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

_TIMEOUT_SECONDS = 5


class Command(BaseCommand):
    """Fails unless /readyz of the portal on this machine's PORT answers 200."""

    help = "Ask the portal that listens on PORT of this machine whether it is ready; fail if it is not."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what /readyz says. Raises CommandError when it does not answer, or answers that it is not ready."""
        address = f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}/readyz"
        host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
        request = urllib.request.Request(address, headers={"Host": host})
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as response:  # noqa: S310 - a fixed scheme
                self.stdout.write(response.read().decode())
        except urllib.error.HTTPError as error:
            raise CommandError(f"{address} answers {error.code}: {error.read().decode()}") from error
        except OSError as error:
            raise CommandError(f"{address} does not answer: {error}") from error
