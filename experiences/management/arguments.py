"""Arguments that several commands take."""

from argparse import ArgumentTypeError


def days(value: str) -> int:
    """A number of days, one or more."""
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= 36_500):  # noqa: PLR2004 - a hundred years
        raise ArgumentTypeError("a number of days from 1 to 36500")
    return int(value)
