"""Words to write with: those of the shipped entries, and made-up ones, as frequent as words are in real texts (Zipf)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiences.importing.files import read
from experiences.languages import LANGUAGES

ENGLISH_WORDS, OTHER_WORDS = 60_000, 3_000
"""How many different words the texts are written with: in English, and in each other language."""

_ONSETS = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
]
_VOWELS = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "u", "ai", "ea", "ou"]
_ENDS = ["", "", "", "n", "r", "l", "s", "nd", "nt", "m", "t", "tion", "ing"]
# Letters of each script, from the first to the last of its main block; marks and signs are left out.
_LETTERS = {
    "Arab": (0x0627, 0x064A),
    "Beng": (0x0995, 0x09B9),
    "Cyrl": (0x0430, 0x044F),
    "Deva": (0x0915, 0x0939),
    "Hang": (0xAC00, 0xADFF),
    "Hani": (0x4E00, 0x55FF),
    "Jpan": (0x3042, 0x3093),
    "Khmr": (0x1780, 0x17A2),
    "Laoo": (0x0E81, 0x0EAE),
    "Mymr": (0x1000, 0x1021),
    "Sinh": (0x0D9A, 0x0DC6),
    "Taml": (0x0B95, 0x0BB9),
    "Thaa": (0x0780, 0x07A5),
    "Thai": (0x0E01, 0x0E2E),
    "Tibt": (0x0F40, 0x0F6A),
}
_UNSPACED = {"Hani", "Jpan", "Khmr", "Laoo", "Mymr", "Thai"}
"""The scripts that put no space between words."""


def english(fixtures: Path, random: np.random.Generator) -> "Words":
    """The words of the shipped entries under `fixtures`, the most frequent first, and after them made-up ones."""
    records, _faults = read([fixtures / "entries"])
    said = " ".join(str(text) for record in records for text in record.data.get("texts", {}).get("en", {}).values())
    real = [word for word, _times in Counter(re.findall(r"[a-y][a-z]+", said.lower())).most_common()]
    return Words([*real, *_made_up(ENGLISH_WORDS - len(real), set(real), random)], " ")


def in_language(code: str, random: np.random.Generator) -> "Words":
    """Made-up words of a language other than English, in its script."""
    script = LANGUAGES[code].script
    separator = "" if script in _UNSPACED else " "
    if script == "Latn":
        return Words(_made_up(OTHER_WORDS, set(), random), separator)
    first, last = _LETTERS[script]
    letters = np.array([chr(point) for point in range(first, last + 1) if unicodedata.category(chr(point)).startswith("L")])
    lengths = random.integers(1, 4, OTHER_WORDS) if script in {"Hani", "Hang", "Jpan"} else random.integers(3, 8, OTHER_WORDS)
    drawn = "".join(random.choice(letters, int(lengths.sum())).tolist())
    ends = np.cumsum(lengths).tolist()
    return Words([drawn[start:end] for start, end in pairwise([0, *ends])], separator)


def _made_up(count: int, taken: set[str], random: np.random.Generator) -> list[str]:
    """That many different words of two to four syllables, none of them taken, none with a z."""
    made: dict[str, None] = {}
    while len(made) < count:
        syllables = [random.choice(part, (count, 4)).tolist() for part in (_ONSETS, _VOWELS)]
        ends, lengths = random.choice(_ENDS, count).tolist(), random.integers(2, 5, count).tolist()
        for onsets, vowels, end, length in zip(*syllables, ends, lengths, strict=True):
            word = "".join([onset + vowel for onset, vowel in zip(onsets[:length], vowels, strict=False)]) + end
            if word not in taken:
                made[word] = None
    return list(made)[:count]


class Words:
    """A vocabulary, the most frequent word first, and how to draw from it: the word of rank r about 1/r as often as the first."""

    def __init__(self, words: Sequence[str], separator: str) -> None:
        self.separator = separator
        self._words = np.array(words, dtype=object)
        weights = 1 / (np.arange(len(words)) + 1.5) ** 1.1
        self._cumulated = np.cumsum(weights / weights.sum())

    def draw(self, count: int, topic: int, random: np.random.Generator) -> NDArray[np.object_]:
        """That many words. One in four belongs to the topic (a number): each topic prefers other words."""
        ranks = np.searchsorted(self._cumulated, random.random(count))
        of_topic = random.random(count) < 0.25  # noqa: PLR2004 - see the docstring
        ranks[of_topic] = ranks[of_topic] * 7 + 200 + topic * 97
        return np.asarray(self._words[ranks % len(self._words)])

    def sentences(self, drawn: Sequence[str]) -> str:
        """Drawn words as text: a sentence is a dozen words."""
        stop = ". " if self.separator else "\u3002"
        parts = [self.separator.join(drawn[start : start + 12]) for start in range(0, len(drawn), 12)]
        return stop.join(part[:1].upper() + part[1:] for part in parts) + stop.rstrip()

    def title(self, drawn: Sequence[str]) -> str:
        """Drawn words as a title."""
        said = self.separator.join(drawn)
        return (said[:1].upper() + said[1:])[:200]
