"""`manage.py import_entries PATH…`: content files into the database, all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from experiences.importing.importer import ImportRefused, import_files


class Command(BaseCommand):
    """Imports content files. What the files say already is left alone, so running it twice changes nothing."""

    help = "Import entries and what they refer to from YAML files or folders (docs/content-format.md). All or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Paths, and two ways to run."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder to search through")
        parser.add_argument("--check", action="store_true", help="say what would be done, and change nothing")
        parser.add_argument(
            "--overwrite", action="store_true", help="entries edited here since their last import become what the files say"
        )

    def handle(self, *args: Any, paths: list[Path], check: bool, overwrite: bool, **options: Any) -> None:
        """Import, and print a line for each sort of record. Raises CommandError that lists every fault."""
        try:
            report = import_files(paths, overwrite=overwrite, dry_run=check)
        except ImportRefused as refusal:
            raise CommandError(f"Nothing was imported.\n{refusal}") from refusal
        for section, counts in report.items():
            said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in ("created", "changed", "unchanged") if counts[outcome])
            self.stdout.write(f"{section}: {said}")
        if check:
            self.stdout.write("Nothing was changed: this was a check.")
