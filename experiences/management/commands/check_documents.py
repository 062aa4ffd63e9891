"""`manage.py check_documents`: whether the stored documents say what the tables say."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from experiences.documents.checking import differences, refresh


class Command(BaseCommand):
    """Compares all stored documents with what is made anew. Nobody has to wait for it."""

    help = "Check all stored documents against the tables, and say what differs. Ends with an error if anything does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to make the documents anew first."""
        parser.add_argument("--refresh", action="store_true", help="make all documents anew first; whoever publishes waits")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and say what differs. Raises CommandError if anything does."""
        if options["refresh"]:
            refresh()
        if found := differences():
            raise CommandError("The stored documents differ from the tables.\n" + "\n".join(map(str, found)))
        self.stdout.write("The stored documents say what the tables say.")
