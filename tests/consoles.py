"""The commands in consoles of the documents, run as a reader runs them."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def document(name: str) -> str:
    """A document of docs/."""
    return (Path(settings.BASE_DIR) / "docs" / name).read_text(encoding="utf-8")


def blocks(text: str) -> list[tuple[str, str]]:
    """The code blocks of a document: (language, content)."""
    return re.findall(r"^```(\w+)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(console: str) -> Iterator[tuple[str, str]]:
    """The commands of a console, each with what the document shows of its answer."""
    for said in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        command, _end, shown = said.partition("\n")
        yield command, shown.strip()


def shell(command: str, folder: Path) -> str:
    """What a command prints, which must end well."""
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout
