"""What it takes to tell whether a text of ours was taken from the five source documents, which are not shipped.

`shingles.bin` holds a fingerprint of every run of eight words of the documents: the first eight bytes of BLAKE2b of the words
joined by spaces, sorted, one after the other, nothing between them. Words are normalised (see `words`). The documents cannot be
read from it. Made by

    python -m tests.content.make_shingles DOCUMENT...
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

SHINGLES = Path(__file__).with_name("shingles.bin")
RUN = 8
"""How many words make a run."""

SIZE = 8
"""Bytes of a fingerprint."""


def words(text: str) -> list[str]:
    """The words of a text in lower case, letters and digits only: "Children's rights" is childrens, rights."""
    return re.findall(r"[^\W_]+", re.sub("['`\u2019]", "", text.lower()))


def runs(these: list[str]) -> Iterator[tuple[str, ...]]:
    """Every run of eight words."""
    for start in range(len(these) - RUN + 1):
        yield tuple(these[start : start + RUN])


def fingerprint(run: tuple[str, ...]) -> bytes:
    """The fingerprint of a run."""
    return hashlib.blake2b(" ".join(run).encode(), digest_size=SIZE).digest()


def fingerprints(texts: Iterable[str]) -> set[bytes]:
    """The fingerprints of all runs of some texts."""
    return {fingerprint(run) for text in texts for run in runs(words(text))}


def read(file: Path = SHINGLES) -> set[bytes]:
    """The fingerprints that a file holds."""
    content = file.read_bytes()
    return {content[start : start + SIZE] for start in range(0, len(content), SIZE)}


if __name__ == "__main__":
    SHINGLES.write_bytes(b"".join(sorted(fingerprints(Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]))))
