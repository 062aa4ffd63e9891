"""What a generated entry says: a text in English of about 4,500 characters, and for one in eight one more in another language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from experiences.generating.markers import markers_of
from experiences.generating.words import Words, english, in_language
from experiences.languages import LANGUAGES
from experiences.vocabulary import SECTIONS, Kind

TITLE, SUMMARY, BODY, STATEMENT = 7, 55, 520, 18
"""The words of a title, a summary, all sections together, and a lesson."""
ONE_IN = 8
ORIGINAL = 0.4
"""How many entries there are to each that has a second text, and of these the share in which that text is the original."""


@dataclass
class Text:
    """A text in one language."""

    language: str
    is_original: bool
    title: str
    acronym: str
    summary: str
    sections: dict[str, str] = field(default_factory=dict)


class Writer:
    """Writes texts, the same from the same seed."""

    def __init__(self, fixtures: Path, seed: int) -> None:
        self._english = english(fixtures, np.random.default_rng([seed, 0]))
        self._seed = seed
        self._others = sorted(set(LANGUAGES) - {"en"})
        self._in_language = cache(self._words_of)

    def _words_of(self, language: str) -> Words:
        return in_language(language, np.random.default_rng([self._seed, 1 + self._others.index(language)]))

    def write(self, number: int, kind: Kind, topic: int, random: np.random.Generator) -> list[Text]:
        """The texts of the entry of that number, its original first."""
        text = self._text("en", kind, topic, random, markers=markers_of(number))
        if number % ONE_IN:
            return [text]
        language = self._others[number // ONE_IN % len(self._others)]
        other = self._text(language, kind, topic, random)
        other.is_original = random.random() < ORIGINAL
        text.is_original = not other.is_original
        return sorted([text, other], key=lambda each: not each.is_original)

    def statements(self, count: int, topic: int, random: np.random.Generator) -> list[str]:
        """That many English sentences, for lessons, facts and transfers."""
        drawn = list(self._english.draw(count * STATEMENT, topic, random))
        return [self._english.sentences(drawn[at : at + STATEMENT]) for at in range(0, len(drawn), STATEMENT)]

    def _text(self, language: str, kind: Kind, topic: int, random: np.random.Generator, *, markers: Sequence[str] = ()) -> Text:
        words = self._english if language == "en" else self._in_language(language)
        titled = int(random.integers(3, 2 * TITLE - 2))
        body = BODY if language == "en" else BODY // 3
        drawn = list(words.draw(titled + SUMMARY + body, topic, random))
        for place, marker in zip(random.integers(0, len(drawn), len(markers)), markers, strict=True):
            drawn[place] = marker
        title = words.title(drawn[:titled])
        acronym = "".join(word[0] for word in drawn[:titled] if len(word) > 3).upper() if random.random() < 0.1 else ""  # noqa: PLR2004
        headings = list(SECTIONS[kind])
        used = headings[: int(random.integers(1, len(headings) + 1))]
        said = _cut(drawn[titled + SUMMARY :], len(used))
        return Text(
            language=language,
            is_original=True,
            title=title,
            acronym=acronym[:40],
            summary=words.sentences(drawn[titled : titled + SUMMARY]),
            sections={name: words.sentences(part) for name, part in zip(used, said, strict=True)},
        )


def _cut(words: list[str], pieces: int) -> list[list[str]]:
    """Words in that many pieces of about the same length."""
    edges = [place * len(words) // pieces for place in range(pieces + 1)]
    return [words[start:end] for start, end in pairwise(edges)]
