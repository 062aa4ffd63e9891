"""`manage.py generate_entries --count N`: a collection that nobody wrote, for tests and benchmarks."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from experiences.generating import GenerationRefused, generate


class Command(BaseCommand):
    """Generates entries. Never for readers: what they say means nothing."""

    help = (
        "Add generated entries, for tests and benchmarks only: made-up words, real countries, themes and organisations. "
        "Refuses a database that holds entries of its own."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, from which seed, and whether beside real ones."""
        parser.add_argument("--count", type=int, required=True, metavar="N", help="how many entries to add")
        parser.add_argument("--seed", type=int, default=1, help="the same seed and count give the same entries (default: 1)")
        parser.add_argument("--mixed", action="store_true", help="add them even where there are entries that somebody wrote")

    def handle(self, *args: Any, count: int, seed: int, mixed: bool, **options: Any) -> None:
        """Generate, and print a line for each batch. Raises CommandError where entries would be mixed."""
        try:
            generate(count, fixtures=settings.BASE_DIR / "fixtures", seed=seed, mixed=mixed, say=self.stdout.write)
        except GenerationRefused as refusal:
            raise CommandError(f"{refusal} To do so all the same, add --mixed.") from refusal
