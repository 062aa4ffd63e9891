"""The command behind `make run`."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from ssc_portal.embedded_postgres.usage import release_server
from ssc_portal.serving.address import address_from_environment, ensure_free
from ssc_portal.serving.keeping import kept_running
from ssc_portal.serving.preparation import Preparation
from ssc_portal.serving.stopping import StopSignals


class Command(BaseCommand):
    """Prepares whatever the portal needs and runs it until it is asked to stop."""

    help = "Start the whole portal: database, tables, content, static files, administrator, web server, worker."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run the portal until SIGINT or SIGTERM. Raises CommandError when something it needs is not to be had."""
        signals = StopSignals()
        signals.install()
        address = address_from_environment()
        ensure_free(address)
        preparation = Preparation(self.stdout, address.url)
        try:
            for step in preparation.steps:
                step()
                signals.check()
            connections.close_all()
            preparation.say(f"The portal: {address.url} (Ctrl-C stops it)")
            environment = os.environ | address.environment | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
            mails_link_to = {"PORTAL_URL": settings.PORTAL_URL or address.url}
            signals.only_note()
            with kept_running(
                [sys.executable, "manage.py", "work"], settings.BASE_DIR, environment | mails_link_to, preparation.say
            ):
                status = signals.run_server(
                    [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "ssc_portal.wsgi:application"],
                    settings.BASE_DIR,
                    environment,
                )
        except KeyboardInterrupt:
            status = 0
        finally:
            signals.only_note()
            connections.close_all()
            stopped = release_server()
        if not signals.received:
            raise CommandError(f"The web server ended by itself, with status {status}. What it said is above.")
        preparation.say("Stopped the portal" + (" and its database." if stopped else "."))
