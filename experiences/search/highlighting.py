"""Where a text says what was searched: marks in a title, the best passage of a long text, the lesson that fits.

Only for the entries of one page. What matches is read from the index itself: the words of the collection that share a stem with
the query. Texts stay text until `marked` turns them into HTML, with everything escaped but the marks.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

from experiences.search.concepts import PAIR, Reading
from experiences.search.folding import folded
from experiences.search.listing import Said
from experiences.search.postings import Postings

PASSAGE = 260
"""The length of a passage, in characters, at the most."""

_SENTENCE_END = re.compile(r"[.!?။。！？\n](?:(?<=[.!?])\s+|(?<=[။。！？])\s*|(?<=\n)\n*)")
"""Begins with one character of a few: the others are passed over quickly. So do the next two."""
_MARKUP = re.compile(r"[\[*_`](?:(?<=\[)([^\]]*)\]\([^)]*\)|(?<!\[)[*_`]{0,2})")
_LIST_MARK = re.compile(r"(?:[-*>]|#+|\d+\.)\s+")
_SOFT_BREAK = re.compile(r"(?<!\n)\n(?!\n|\s*(?:[-*>#]|\d+\.)\s)")
"""A line break that Markdown does not show."""
_BETWEEN_WORDS = re.compile(r"[\s\-/]+")
_BEGINNING = 3
"""How many letters of a term tell that a text cannot hold it."""


@dataclass(frozen=True)
class Mark:
    """A stretch of a text that matches, with the concept that it meets."""

    start: int
    end: int
    concept: int


class Highlighter:
    """Finds in texts what a query was read as."""

    def __init__(self, reading: Reading, held: Mapping[str, Postings]) -> None:
        """`held` are the postings that the query rests on, with the words of the collection that share their stems."""
        self._concepts: dict[str, int] = {}
        covered: dict[str, int] = {}
        for number, concept in enumerate(reading.concepts):
            covered |= dict.fromkeys(concept.postings, number)
            for phrase in concept.phrases:
                self._concepts.setdefault(folded(phrase.said), number)
        for lexeme, number in covered.items():
            if pair := PAIR.fullmatch(lexeme.partition(":")[2]):
                self._concepts["".join(chr(int(code, 16)) for code in pair.groups() if code)] = number
            if lexeme in held:
                self._concepts |= dict.fromkeys(held[lexeme].words, number)
        self._most = len(set(self._concepts.values()))
        self._beginnings = {term[:_BEGINNING] for term in self._concepts if term}
        self._pattern = self._compiled()

    def _compiled(self) -> re.Pattern[str] | None:
        terms = sorted((term for term in self._concepts if term), key=len, reverse=True)
        if not terms:
            return None
        spaced = [
            _beginning_a_word(r"[\s\-/]+".join(map(_with_apostrophes, term.split()))) for term in terms if _has_spaces(term)
        ]
        dense = [re.escape(term) for term in terms if not _has_spaces(term)]
        if not dense:
            return re.compile(rf"({'|'.join(spaced)})(?!\w)")
        either = [rf"(?:{'|'.join(spaced)})(?!\w)"] if spaced else []
        return re.compile(rf"(?=({'|'.join([*either, *dense])}))")

    def _matches(self, text: str) -> Iterable[re.Match[str]]:
        """Every match in a text, in order. A text is gone through from where a term may begin, and most are not at all."""
        said = folded(text)
        plain = said.replace("'", "") if "'" in said else said
        places = [place for beginning in self._beginnings if (place := plain.find(beginning)) >= 0]
        return self._pattern.finditer(said, min(places)) if places and self._pattern else ()

    def marks(self, text: str) -> list[Mark]:
        """Every match in a text, in order. Those of scripts without spaces may overlap."""
        return [Mark(*match.span(1), self._concept(match[1])) for match in self._matches(text)]

    def _concept(self, said: str) -> int:
        plain = said.replace("'", "")
        return self._concepts.get(plain) or self._concepts.get(_BETWEEN_WORDS.sub(" ", plain), 0)

    def marked(self, text: str) -> SafeString:
        """A text as HTML, its matches in `mark`, everything else escaped."""
        return _html(text, self.marks(text))

    def covers(self, text: str) -> int:
        """How many of the concepts a text meets."""
        met: set[int] = set()
        for match in self._matches(text):
            met.add(self._concept(match[1]))
            if len(met) == self._most:
                break
        return len(met)

    def best_of(self, texts: Iterable[str]) -> tuple[int, str]:
        """How many of the concepts one of the texts meets at the most, and the first of them that does; (0, "") for none."""
        most, best = 0, ""
        for text in texts:
            if (covered := self.covers(text)) > most:
                most, best = covered, text
            if most == self._most:
                break
        return most, best

    def passage(self, text: str) -> SafeString:
        """The sentence of a text that meets most concepts, with what follows as far as it fits, as HTML; "" where none does."""
        flowing = _SOFT_BREAK.sub(" ", text) if "\n" in text else text
        marks = self.marks(flowing)
        if not marks:
            return SafeString()
        starts = [0, *(end.end() for end in _SENTENCE_END.finditer(flowing)), len(flowing)]
        met: dict[int, set[int]] = defaultdict(set)
        for mark in marks:
            met[bisect_right(starts, mark.start) - 1].add(mark.concept)
        first = max(met, key=lambda sentence: len(met[sentence]))
        passage = ""
        for start, end in pairwise(starts[first:]):
            sentence = _plain(flowing[start:end].strip())
            if passage and len(passage) + len(sentence) >= PASSAGE:
                break
            passage = f"{passage} {sentence}".strip()
        marks = self.marks(passage)
        if not marks:  # what matched is the address behind a link
            return SafeString()
        return _html(passage, marks) if len(passage) <= PASSAGE else self.marked(_cut(passage, marks[0].start))


def _cut(passage: str, first: int) -> str:
    """A passage cut to its length around its first match, which begins there, at spaces where there are some."""
    start = max(0, first - PASSAGE // 3)
    start = passage.rfind(" ", max(0, start - PASSAGE // 6), start) + 1 or start
    end = min(len(passage), start + PASSAGE)
    if end < len(passage) and " " in passage[start + PASSAGE // 2 : end]:
        end = passage.rfind(" ", start + PASSAGE // 2, end)
    return f"{'… ' if start else ''}{passage[start:end]}{' …' if end < len(passage) else ''}"


def _html(text: str, marks: Iterable[Mark]) -> SafeString:
    """A text as HTML, in `mark` what is marked, everything else escaped."""
    parts, place = [], 0
    for start, end in _joined(marks):
        parts += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    return mark_safe("".join([*parts, escape(text[place:])]))  # noqa: S308 - every part is escaped


def _plain(sentence: str) -> str:
    """A sentence without the signs of Markdown."""
    mark = _LIST_MARK.match(sentence)
    return _MARKUP.sub(r"\1", sentence[mark.end() :] if mark else sentence)


def _joined(marks: Iterable[Mark]) -> Iterable[tuple[int, int]]:
    """Where marks begin and end, those that touch or overlap as one."""
    stretch: list[int] = []
    for mark in marks:
        if stretch and mark.start <= stretch[1]:
            stretch[1] = max(stretch[1], mark.end)
            continue
        if stretch:
            yield stretch[0], stretch[1]
        stretch = [mark.start, mark.end]
    if stretch:
        yield stretch[0], stretch[1]


def _beginning_a_word(pattern: str) -> str:
    """The pattern for where a word begins. Its first letter comes first: whatever begins otherwise is passed over quickly."""
    first = pattern[: 2 if pattern[0] == "\\" else 1]
    return rf"{first}(?<!\w{first}){pattern[len(first) :]}"


def _with_apostrophes(word: str) -> str:
    """The pattern of a word of the index, which has lost its apostrophes: "childrens" stands for "children's" too."""
    return "'?".join(map(re.escape, word))


def _has_spaces(term: str) -> bool:
    """Whether a term is of a script that puts spaces between words."""
    return not any("\u0e00" <= letter <= "\u0eff" or "\u1000" <= letter <= "\u109f" or "\u1780" <= letter <= "\u17ff"
                   or "\u3040" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff" for letter in term)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """How an entry shows what was searched: the text it is in, its title and a passage of it, and the lesson that fits best.

    `passage` is empty where the entry was found by something else than its words; `lesson` is a number, 0 for none.
    """

    text: Said
    title: SafeString
    passage: SafeString
    lesson: int
    statement: SafeString


def hit_of(texts: Sequence[Said], lessons: Iterable[tuple[int, str]], highlighter: Highlighter) -> Hit:
    """What to show of an entry with these texts, the reader's own first, and these numbered lessons."""
    text, part = texts[0], ""
    for each in texts:
        covered, part = highlighter.best_of(each.parts)
        if covered or highlighter.covers(f"{each.title}\n{each.names}"):
            text = each
            break
    statements = {statement: number for number, statement in lessons}
    _covered, statement = highlighter.best_of(statements)
    return Hit(
        text=text,
        title=highlighter.marked(text.title),
        passage=highlighter.passage(part),
        lesson=statements.get(statement, 0),
        statement=highlighter.marked(statement),
    )
