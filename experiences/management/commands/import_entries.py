"""`manage.py import_entries PATH…`: content files into the database, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError

from experiences.importing.entries import Edited
from experiences.importing.importer import ImportRefused, import_files


class Command(BaseCommand):
    """Imports content files. What the files say already is left alone, so running it twice changes nothing."""

    help = "Import entries and what they refer to from YAML files or folders (docs/content-format.md). All or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Paths, and two ways to run."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder to search through")
        parser.add_argument("--check", action="store_true", help="say what would be done, and change nothing")
        parser.add_argument(
            "--edited",
            choices=get_args(Edited),
            default="refuse",
            help="entries that the files change, but that were edited here since their last import: refuse the whole import "
            "(default), keep them as they are here, or overwrite them",
        )

    def handle(self, *args: Any, paths: list[Path], check: bool, edited: Edited, **options: Any) -> None:
        """Import, and print a line for each sort of record. Raises CommandError that lists every fault."""
        try:
            report = import_files(paths, edited=edited, dry_run=check)
        except ImportRefused as refusal:
            raise CommandError(f"Nothing was imported.\n{refusal}") from refusal
        for section, became in report.items():
            outcomes = [outcome for outcome in ("created", "changed", "unchanged", "kept") if became.get(outcome)]
            self.stdout.write(f"{section}: " + ", ".join(f"{len(became[outcome])} {outcome}" for outcome in outcomes))
        if check:
            self.stdout.write("Nothing was changed: this was a check.")
