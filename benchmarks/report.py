"""Reports in Markdown, with what it takes to read their numbers: when, on what machine, with which versions."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.db import connection

RESULTS = Path(__file__).parent / "results"


def write(name: str, title: str, parts: Iterable[str]) -> Path:
    """Write a report to results/<name>.md, and return where."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.md"
    path.write_text("\n\n".join([f"# {title}", _circumstances(), *parts]) + "\n", encoding="utf-8")
    return path


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown: the first column left, the others right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def milliseconds(value: float | None) -> str:
    """Three figures are enough."""
    return "-" if value is None else f"{value:.3g}" if value < 1000 else f"{value:.0f}"  # noqa: PLR2004 - no 1.2e+03


def _circumstances() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgresql = cursor.fetchone()[0]
    packages = ", ".join(f"{name} {_version(name)}" for name in ("django", "psycopg", "numpy", "tantivy", "gunicorn"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d}. {os.cpu_count()} processors ({platform.machine()}), {memory:.0f} GiB, "
        f"{platform.system()}. Python {platform.python_version()}, PostgreSQL {postgresql}, SQLite {sqlite3.sqlite_version}, "
        f"{packages}.\nTimes are medians on a warm cache; compare within a table only."
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"
