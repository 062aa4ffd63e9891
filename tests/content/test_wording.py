"""Sentences are ours: no run of eight words in the content, the templates or the documentation is taken from the documents.

The documents themselves are not shipped. `shingles.bin` has the fingerprints of their runs: see `make_shingles.py`. Official
names and titles are facts, and as such the same everywhere: a name ends a run.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.shipped import FIXTURES

from .make_shingles import SHINGLES, SIZE, fingerprint, fingerprints, read, runs, words

ROOT = FIXTURES.parent
NAME_FIELDS = {"title", "other_titles", "acronym", "name", "other_names", "declaration_name", "creator", "locator"}
SHORTEST_NAME = 3
"""Words. A shorter name ends no run: WHO would end one at every "who"."""


def strings(value: Any, *, names: bool, within: bool = False) -> Iterator[str]:
    """The strings of a record: either those of the fields that hold names, or all the others."""
    if isinstance(value, dict):
        for field, inner in value.items():
            yield from strings(inner, names=names, within=within or field in NAME_FIELDS)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, names=names, within=within)
    elif isinstance(value, str) and within == names:
        yield value


def content_of(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def texts_of(file: Path) -> Iterator[str]:
    """The texts of ours in a file: what a reader or a curator gets to see."""
    if file.suffix == ".yaml":
        yield from strings(content_of(file), names=False)
        return
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        markup = r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>"
        for piece in re.findall(markup, text, re.DOTALL):
            yield from re.findall(r'"([^"]*)"', piece)
        text = re.sub(markup, " ", text, flags=re.DOTALL)
    yield text


def in_names(files: list[Path]) -> list[list[str]]:
    """The official names and titles in the content files, as words, longest first."""
    found = {tuple(words(name)) for file in files for name in strings(content_of(file), names=True)}
    return sorted((list(name) for name in found if len(name) >= SHORTEST_NAME), key=len, reverse=True)


def between(these: list[str], names: list[list[str]]) -> Iterator[list[str]]:
    """The stretches of words between names."""
    by_first: dict[str, list[list[str]]] = {}
    for name in names:
        by_first.setdefault(name[0], []).append(name)
    start = place = 0
    while place < len(these):
        name = next((each for each in by_first.get(these[place], []) if these[place : place + len(each)] == each), [])
        if name:
            yield these[start:place]
            start = place = place + len(name)
        else:
            place += 1
    yield these[start:]


def taken(text: str, from_these: set[bytes], names: list[list[str]]) -> list[str]:
    """The runs of a text that are among the fingerprints."""
    stretches = between(words(text), names)
    return [" ".join(run) for stretch in stretches for run in runs(stretch) if fingerprint(run) in from_these]


YAML_FILES = sorted(FIXTURES.rglob("*.yaml"))
PAGES = sorted((ROOT / "templates").rglob("*.html"))
PROSE = sorted([*(ROOT / "docs").rglob("*.md"), *FIXTURES.glob("*.md"), *ROOT.glob("*.md")])
NAMES = in_names(YAML_FILES)
DOCUMENTS = read()


@pytest.mark.parametrize("file", [*YAML_FILES, *PAGES, *PROSE], ids=lambda file: str(file.relative_to(ROOT)))
def test_no_run_of_eight_words_is_taken_from_the_documents(file: Path):
    assert [run for text in texts_of(file) for run in taken(text, DOCUMENTS, NAMES)] == []


def test_the_fingerprints_are_whole_and_sorted():
    content = SHINGLES.read_bytes()
    prints = [content[start : start + SIZE] for start in range(0, len(content), SIZE)]
    assert len(content) % SIZE == 0
    assert prints == sorted(set(prints))
    assert len(prints) > 6000


SAMPLE = "In Example, nine ministers of the Society for Small Boats counted every pupil\u2019s bicycle twice before lunch."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        # seven words
        ("They said: counted every pupil's bicycle twice before lunch. Then they left.", 0),
        # eight words, whatever the case and the signs
        ("Their boats Counted every *pupil's* bicycle, twice before — lunch!", 1),
        # most of it is a name
        ("Ministers of the Society for Small Boats counted every pupil.", 0),
        ("Nothing of this stands there, and it is a long enough sentence.", 0),
    ],
)
def test_what_counts_as_taken(text: str, count: int):
    assert len(taken(text, fingerprints([SAMPLE]), [words("Society for Small Boats")])) == count


STOLEN = "nine ministers of the society for small boats"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("entries.yaml", f"entries: [{{texts: {{en: {{title: Bicycles, summary: '{STOLEN.title()} met.'}}}}}}]"),
        ("tag.html", f'<p title="x">{{% translate "{STOLEN}" %}} of the <b>Society for</b> Small Boats</p>'),
        ("attribute.html", f'<img src="/boat.png" alt="{STOLEN}">'),
        ("markup.html", "<p>He saw <b>nine</b> ministers of the <em>Society</em> for Small Boats.</p>"),
        ("page.md", f"# Boats\n\n{STOLEN}"),
    ],
)
def test_a_sentence_of_a_document_would_be_found_in_a_file(tmp_path: Path, name: str, text: str):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert [run for each in texts_of(file) for run in taken(each, fingerprints([SAMPLE]), [])] == [STOLEN]


def test_a_title_is_a_name_and_may_be_that_of_a_document(tmp_path: Path):
    file = tmp_path / "entries.yaml"
    file.write_text(f"entries: [{{texts: {{en: {{title: {STOLEN}, summary: 'The {STOLEN} met.'}}}}}}]", encoding="utf-8")
    names = in_names([file])
    assert names == [words(STOLEN)]
    assert [run for each in texts_of(file) for run in taken(each, fingerprints([SAMPLE]), names)] == []
