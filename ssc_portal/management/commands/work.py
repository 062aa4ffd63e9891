"""`manage.py work`: a worker, which does the background jobs."""

from typing import Any

from django.core.management.base import BaseCommand

from ssc_portal.jobs.worker import Worker


class Command(BaseCommand):
    """Runs a worker until it is asked to stop. `make run` and the compose file start one beside the web server."""

    help = "Do background jobs, until SIGTERM or SIGINT."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        Worker().run()
