"""A process that works at the desk as it is told, a line for each task, so that it or its database can be killed meanwhile.

Each task comes to a new connection, as each request does after the old one was lost, and is answered with one line.
"""

import sys
from collections.abc import Callable

import django


def tasks() -> dict[str, Callable[[str], object]]:
    """What can be told."""
    from django.core.management import CommandError, call_command
    from django.db import connection
    from django.test import Client

    from experiences import editorial
    from experiences.models import Edition, Entry
    from tests.desk import approved, publisher, start_edition
    from tests.factories import add_fact, add_lesson, make_entry

    def make_tables(_nothing: str) -> str:
        call_command("migrate", verbosity=0)
        edition = make_entry(title="The first title", countries=["VNM"], themes=["health"], publish=False)
        add_fact(edition)
        add_lesson(edition, themes=["health"])
        editorial.publish(approved(edition), by=publisher())
        return "made"

    def address(_nothing: str) -> str:
        parameters = connection.get_connection_params()
        connection.ensure_connection()
        info = connection.connection.info
        return f"host={info.host} port={info.port} user={info.user} dbname={parameters['dbname']}"

    def prepare(title: str) -> int:
        draft = start_edition(Entry.objects.get())
        draft.texts.update(title=title)
        return approved(draft).pk

    def publish(edition: str) -> str:
        editorial.publish(Edition.objects.get(pk=edition), by=publisher())
        return "published"

    def check(_nothing: str) -> str:
        try:
            call_command("check_search_index", stdout=sys.stderr)
        except CommandError as error:
            return " ".join(str(error).split())
        return "well"

    def search(words: str) -> int:
        entries = Client().get("/api/v1/entries/", {"q": words}, headers={"host": "localhost"}).json()
        return int(entries["count"])

    return {function.__name__: function for function in (make_tables, address, prepare, publish, check, search)}


def work() -> None:
    """Do what comes in, until nothing more does."""
    django.setup()
    from django.db import Error, connection

    from experiences.editorial import EditorialError

    known = tasks()
    for line in sys.stdin:
        task, _space, told = line.strip().partition(" ")
        connection.close()
        try:
            print(known[task](told), flush=True)  # noqa: T201
        except (Error, EditorialError) as error:
            print(type(error).__name__, flush=True)  # noqa: T201


if __name__ == "__main__":
    work()
