"""`manage.py forget_saves`: the saves in between are kept no longer than somebody may ask for them."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from experiences.editorial import forget_saves
from experiences.management.arguments import days


class Command(BaseCommand):
    """Deletes saves of editions published long ago; those of drafts stay, editions for ever. The worker does it each night."""

    help = "Delete the saves in between of editions that were published longer ago than some days (365 unless told otherwise)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many days after the publication they are kept."""
        parser.add_argument("--older-than-days", type=days, default=365, metavar="DAYS")

    def handle(self, *args: Any, older_than_days: int, **options: Any) -> None:
        """Delete, and print how many."""
        self.stdout.write(f"{forget_saves(timezone.now() - timedelta(days=older_than_days))} saves forgotten")
