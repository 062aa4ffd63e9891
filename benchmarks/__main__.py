"""`python -m benchmarks`: measure, and write the reports. README.md says what for."""

import argparse
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
django.setup()

from benchmarks import partners, relevance, report, search, web  # noqa: E402 - after the settings are there
from benchmarks.scratch import database_url, entries_held, fill, scratch_database  # noqa: E402
from benchmarks.serving import served_portal  # noqa: E402


def main() -> None:
    """Read what is to be measured, and measure it."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measure the portal's search beside its peers.")
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000], help="how many entries (default: both)")
    parser.add_argument("--million", action="store_true", help="measure at 1,000,000 entries too")
    parser.add_argument("--judged", nargs="*", type=Path, default=[], metavar="FOLDER", help="judged collections")
    parser.add_argument("--only", choices=("search", "web", "partners", "relevance"), help="one measure instead of all")
    parser.add_argument(
        "--databases", nargs="+", default=[], metavar="NAME", help="measure in databases of generated entries that are there"
    )
    options = parser.parse_args()
    if options.judged and options.only in (None, "relevance"):
        measure_relevance(options.judged)
    if options.only in (None, "search"):
        measure_search([*options.sizes, *([1_000_000] if options.million else [])], options.databases)
    if options.only in (None, "web"):
        measure_web(max(options.sizes), options.databases)
    if options.only in (None, "partners"):
        measure_partners(max(options.sizes), options.databases)


def measure_search(sizes: list[int], databases: list[str]) -> None:
    """Search at each size, the smaller first, in one database that grows; or in each of the databases."""
    parts: list[str] = []
    for name in databases:
        with scratch_database(name):
            parts += _searched()
            path = report.write("search", "Search with facets", parts)
    if not databases:
        with scratch_database():
            for size in sorted(sizes):
                fill(size)
                parts += _searched()
            path = report.write("search", "Search with facets", parts)
    print(path)  # noqa: T201 - a program for the terminal


def _searched() -> list[str]:
    return [_heading(), search.compared(), search.completed(), search.alone()]


def measure_web(size: int, databases: list[str]) -> None:
    """Pages of a portal over that many entries, or over the last of the databases, beside a view that does nothing."""
    with scratch_database(databases[-1] if databases else ""):
        if not databases:
            fill(size)
        with served_portal(database_url()) as portal:
            found = web.rates(web.pages(portal))
        print(report.write("web", "Pages", [_heading(), web.as_table(found)]))  # noqa: T201 - a program for the terminal


def measure_partners(size: int, databases: list[str]) -> None:
    """What partner systems ask for, of a portal over that many entries, or over the last of the databases."""
    with scratch_database(databases[-1] if databases else ""):
        if not databases:
            fill(size)
        with served_portal(database_url()) as portal:
            tables = partners.report(portal)
        print(report.write("partners", "Partner systems", [_heading(), *tables]))  # noqa: T201 - a program for the terminal


def _heading() -> str:
    return f"## {entries_held():,} entries"


def measure_relevance(folders: list[Path]) -> None:
    """Each collection in a database of its own."""
    rows = []
    for folder in folders:
        with scratch_database():
            found = relevance.quality(folder)
            means = (found.ndcg_10, found.mean_precision, found.recall_100)
            rows.append([folder.name, found.queries, *(f"{mean:.3f}" for mean in means)])
            table = report.table(["collection", "queries judged", "nDCG@10", "MAP", "recall@100"], rows)
            path = report.write("relevance", "Relevance of judged collections", [table])
    print(path)  # noqa: T201 - a program for the terminal


if __name__ == "__main__":
    main()
