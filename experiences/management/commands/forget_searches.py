"""`manage.py forget_searches`: the log of searches holds no more than it is needed for."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from experiences.management.arguments import days
from experiences.search.log import forget_searches


class Command(BaseCommand):
    """Deletes old lines of the log of searches. The worker does it each night."""

    help = "Delete what was searched longer ago than some days (365 unless told otherwise)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many days are kept."""
        parser.add_argument("--older-than-days", type=days, default=365, metavar="DAYS")

    def handle(self, *args: Any, older_than_days: int, **options: Any) -> None:
        """Delete, and print how much."""
        gone = forget_searches(timezone.now().date() - timedelta(days=older_than_days))
        self.stdout.write(f"{gone} lines forgotten")
