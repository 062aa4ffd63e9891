"""`manage.py forget_sign_ins`: the log of signing in holds addresses of people, and no more of them than it is needed for."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from experiences.management.arguments import days
from ssc_portal.accounts.sign_in_log import forget_events


class Command(BaseCommand):
    """Deletes old events of the sign-in page. The worker does it each night."""

    help = "Delete sign-ins and refusals of longer ago than some days (365 unless told otherwise)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many days are kept."""
        parser.add_argument("--older-than-days", type=days, default=365, metavar="DAYS")

    def handle(self, *args: Any, older_than_days: int, **options: Any) -> None:
        """Delete, and print how much."""
        gone = forget_events(timezone.now() - timedelta(days=older_than_days))
        self.stdout.write(f"{gone} events forgotten")
