"""`manage.py mirror URL`: a copy of another portal, made and kept in step through its API."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from experiences.api.shapes import MAX_LIMIT
from experiences.mirroring.mirror import MirrorRefused, mirror
from experiences.mirroring.portal import PAGE


def portal_address(value: str) -> str:
    """The address of a portal."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ArgumentTypeError("an address such as https://portal.example.org")
    return value


def page_size(value: str) -> int:
    """A number of changes that the API gives at a time."""
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(MAX_LIMIT)) and 1 <= int(value) <= MAX_LIMIT):
        raise ArgumentTypeError(f"a number from 1 to {MAX_LIMIT}")
    return int(value)


class Command(BaseCommand):
    """Makes the copy at first, and takes over what has changed from then on. For a job that runs every few minutes."""

    help = (
        "Bring an empty portal in step with another one, through nothing but its API; later, take over what has changed. "
        "What was broken off goes on where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address of the portal that is copied, and how much is taken over at a time."""
        parser.add_argument("address", type=portal_address, metavar="URL", help="the portal, such as https://portal.example.org")
        parser.add_argument(
            "--page", type=page_size, default=PAGE, metavar="N", help=f"take over so many changes at a time ({PAGE})"
        )

    def handle(self, *args: Any, address: str, page: int, **options: Any) -> None:
        """Mirror, and print a line for each page of changes. Raises CommandError where it cannot go on."""
        try:
            mirror(address, page=page, say=self.stdout.write)
        except MirrorRefused as refusal:
            raise CommandError(str(refusal)) from refusal
