"""The documents are there, and what they point to is there as well."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "fixtures").rglob("*.md"))]
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def prose(document: Path) -> str:
    """The text of a document without its examples."""
    return FENCE.sub("", document.read_text(encoding="utf-8"))


def anchors(document: Path) -> set[str]:
    """The anchors that its headings get."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(prose(document))}


def leads_nowhere(document: Path, link: str) -> bool:
    """Whether a link to a place of the project leads to no file, or to no heading of it."""
    path, _, anchor = link.partition("#")
    target = document.parent / path if path else document
    return not target.exists() or bool(anchor and anchor not in anchors(target))


def broken(document: Path) -> list[str]:
    """The links of a document to places of the project that are not there."""
    links = [link for link in LINK.findall(prose(document)) if not re.match(r"[a-z]+:", link)]
    return [link for link in links if leads_nowhere(document, link)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path):
    assert broken(document) == []


def test_a_broken_link_is_found(tmp_path: Path):
    (tmp_path / "there.md").write_text("# What it is: one", encoding="utf-8")
    document = tmp_path / "document.md"
    text = "[a](there.md) [b](there.md#what-it-is-one) [c](https://example.org/) [d](gone.md) [e](there.md#gone) ![f](no.png)"
    document.write_text(text, encoding="utf-8")
    assert broken(document) == ["gone.md", "there.md#gone", "no.png"]


def test_every_picture_is_shown_somewhere_and_is_light():
    shown = {(document.parent / link).resolve() for document in DOCUMENTS for link in LINK.findall(prose(document))}
    pictures = [path for path in (ROOT / "docs" / "images").rglob("*") if path.is_file()]
    assert [path.name for path in pictures if path.resolve() not in shown] == []
    assert [path.name for path in pictures if path.stat().st_size > 200_000] == []


def test_the_handbooks_pictures_are_those_that_the_command_takes():
    taken = set(re.findall(r'"name": "([\w-]+)"', (ROOT / "docs" / "sample_desk.py").read_text(encoding="utf-8")))
    assert taken == {path.stem for path in (ROOT / "docs" / "images" / "curating").iterdir()}


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. "), path.name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_commands_that_a_document_names_exist(document: Path):
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|\$ )make ([a-z]+)", text)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())
    assert all(
        (ROOT / path).exists()
        for path in re.findall(r"`((?:docs|fixtures|tests|ssc_portal|experiences|countries)/[\w./]*)`", text)
    )


def test_the_templates_that_the_design_language_names_exist():
    named = re.findall(r'include "([\w/]+\.html)"', (ROOT / "docs" / "design-language.md").read_text(encoding="utf-8"))
    assert len(named) > 5
    assert [name for name in named if not (ROOT / "templates" / name).exists()] == []


def test_the_readme_names_the_two_commands():
    assert {"make run", "make test"} <= set(
        re.findall(r"^\$ (make \w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
