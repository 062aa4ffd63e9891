"""`manage.py check_search_index`: whether the search index says what the tables say."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from experiences.search.checking import differences, rebuild


class Command(BaseCommand):
    """Compares the whole search index with one that is made anew. Nobody has to wait for it."""

    help = "Check the whole search index against the tables, and say what differs. Ends with an error if anything does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to make the index anew first."""
        parser.add_argument(
            "--rebuild",
            action="store_true",
            help="make the index anew first, as it is needed when the way in which texts are read has changed; "
            "searches go on, whoever publishes waits",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and say what differs. Raises CommandError if anything does."""
        if options["rebuild"]:
            rebuild()
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            found = differences()
        if found:
            raise CommandError("The search index differs from the tables.\n" + "\n".join(map(str, found)))
        self.stdout.write("The search index says what the tables say.")
