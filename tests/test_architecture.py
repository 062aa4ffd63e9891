"""The layout is kept by machine: imports run one way, and files stay of a size that a person can hold in their head."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("countries", "experiences", "ssc_portal")
LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 50

# What a layer may import of the project: itself and those to its right. The first that fits a module's name counts.
LAYERS = [
    ("ssc_portal", ("ssc_portal", "experiences", "countries")),
    ("experiences.management", ("experiences", "countries")),
    ("experiences.urls", ("experiences", "countries")),
    ("experiences.pages", ("experiences", "countries")),
    ("experiences.api", ("experiences", "countries")),
    ("experiences.admin", ("experiences", "countries")),
    ("experiences.exports", ("experiences", "countries")),
    ("experiences.templatetags", ("experiences", "countries")),
    ("experiences.importing", ("experiences.importing", "experiences.editorial", "experiences.models", "countries")),
    (
        "experiences.generating",
        ("experiences.generating", "experiences.importing", "experiences.editorial", "experiences.models", "countries"),
    ),
    (
        "experiences.harvest",
        ("experiences.harvest", "experiences.documents", "experiences.models", "experiences.portal", "countries"),
    ),
    ("experiences.documents", ("experiences.documents", "experiences.models", "countries")),
    ("experiences.search", ("experiences.search", "experiences.models", "experiences.querysets", "countries")),
    (
        "experiences.editorial",
        (
            "experiences.editorial",
            "experiences.models",
            "experiences.permissions",
            "experiences.quality",
            "experiences.querysets",
            "countries",
        ),
    ),
    ("experiences.quality", ("experiences.quality", "experiences.models", "countries")),
    ("experiences.differences", ("experiences.differences", "experiences.models", "countries")),
    ("experiences.models", ("experiences.models", "experiences.querysets", "countries")),
    ("experiences.permissions", ("experiences.models", "experiences.querysets", "countries")),
    ("experiences.querysets", ("experiences.models", "experiences.permissions", "countries")),
    ("experiences.vocabulary", ()),
    ("experiences.languages", ()),
    ("experiences", ("experiences", "countries")),
    ("countries", ("countries",)),
]
FOR_ALL = ("experiences.vocabulary", "experiences.languages")
# pages, API and admin are built beside one another, not on one another
BESIDE = ("experiences.pages", "experiences.api", "experiences.admin")
FOLDERS_WITHOUT_A_SUBJECT = {"utils", "core", "common", "helpers", "services", "misc"}


def modules() -> Iterator[tuple[str, Path]]:
    """(dotted name, file) of every module of the project but migrations."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                yield ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), file


def imports(file: Path) -> Iterator[str]:
    """Every module of the project that a file imports when it runs: `from a import b` as a.b."""
    tree = ast.parse(file.read_text())
    for_types_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if within(alias.name, PACKAGES))
        elif isinstance(node, ast.ImportFrom) and node.module and within(node.module, PACKAGES):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


@pytest.mark.parametrize(("name", "file"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_imports_run_one_way(name, file):
    layer, allowed = next((layer, allowed) for layer, allowed in LAYERS if within(name, (layer,)))
    for imported in imports(file):
        assert within(imported, (*allowed, *FOR_ALL)), f"{name} ({layer}) imports {imported}"
        if within(name, BESIDE):
            others = tuple(beside for beside in BESIDE if not within(name, (beside,)))
            assert not within(imported, others), f"{name} imports {imported}, which stands beside it"


@pytest.mark.parametrize(("name", "file"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_files_and_functions_stay_small(name, file):
    source = file.read_text()
    assert len(source.splitlines()) <= LINES_OF_A_FILE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LINES_OF_A_FUNCTION, f"{name}.{node.name} has {length} lines"


def test_every_folder_has_a_subject():
    named = {part for name, _file in modules() for part in name.split(".")}
    assert not named & FOLDERS_WITHOUT_A_SUBJECT


def test_no_signals_between_our_own_modules():
    for name, file in modules():
        assert "django.dispatch" not in file.read_text(), name
        assert "models.signals" not in file.read_text(), name


def test_third_party_browser_code_is_not_pasted_in():
    files = subprocess.run(["git", "ls-files", "static"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    assert not [file for file in files if ".min." in file or "vendor" in file]
