"""Where a text says what was searched: marks in a title, the best passage of a long text, the lesson that fits.

Only for the entries of one page. What matches is read from the index itself: the words of the collection that share a stem with
the query. Texts stay text until `marked` turns them into HTML, with everything escaped but the marks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from experiences.models import EditionText, Lesson
from experiences.search.concepts import PAIR, Reading
from experiences.search.folding import folded

PASSAGE = 260
"""The length of a passage, in characters, at the most."""

_SENTENCE_END = re.compile(r"(?<=[.!?။។。！？])\s+|\n+")
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|^\s*(?:[-*>]|#+|\d+\.)\s+|[*_`]{1,3}", re.MULTILINE)
_APOSTROPHE = re.compile("'")


@dataclass(frozen=True)
class Mark:
    """A stretch of a text that matches, with the concept that it meets."""

    start: int
    end: int
    concept: int


class Highlighter:
    """Finds in texts what a query was read as."""

    def __init__(self, reading: Reading) -> None:
        """One query, for the words of the collection that the concepts of the query cover."""
        self._concepts: dict[str, int] = {}
        covered: dict[str, int] = {}
        for number, concept in enumerate(reading.concepts):
            covered |= dict.fromkeys(concept.postings, number)
            for _language, phrase in concept.phrases:
                self._concepts.setdefault(folded(phrase), number)
        for lexeme, number in covered.items():
            if pair := PAIR.fullmatch(lexeme.partition(":")[2]):
                self._concepts["".join(chr(int(code, 16)) for code in pair.groups() if code)] = number
        with connection.cursor() as cursor:
            cursor.execute("SELECT word, lexeme FROM search_word WHERE lexeme = ANY (%s)", [list(covered)])
            self._concepts |= {word: covered[lexeme] for word, lexeme in cursor.fetchall()}
        self._pattern = self._compiled()

    def _compiled(self) -> re.Pattern[str] | None:
        terms = sorted((term for term in self._concepts if term), key=len, reverse=True)
        if not terms:
            return None
        spaced = [r"[\s\-/]+".join(map(_with_apostrophes, term.split())) for term in terms if _has_spaces(term)]
        dense = [re.escape(term) for term in terms if not _has_spaces(term)]
        either = [rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)"] if spaced else []
        return re.compile(rf"(?=({'|'.join([*either, *dense])}))")

    def marks(self, text: str) -> list[Mark]:
        """Every match in a text, in order. Those of scripts without spaces may overlap."""
        if self._pattern is None:
            return []
        found = []
        for match in self._pattern.finditer(folded(text)):
            term = re.sub(r"[\s\-/]+", " ", _APOSTROPHE.sub("", match[1]))
            found.append(Mark(*match.span(1), self._concepts.get(term, 0)))
        return found

    def marked(self, text: str) -> SafeString:
        """A text as HTML, its matches in `mark`, everything else escaped."""
        parts, place = [], 0
        for start, end in _joined(self.marks(text)):
            parts += [conditional_escape(text[place:start]), "<mark>", conditional_escape(text[start:end]), "</mark>"]
            place = end
        return mark_safe("".join([*parts, conditional_escape(text[place:])]))  # noqa: S308 - every part is escaped

    def covers(self, text: str) -> int:
        """How many of the concepts a text meets."""
        return len({mark.concept for mark in self.marks(text)})

    def passage(self, text: str) -> str:
        """The sentence of a text that meets most concepts, with what follows as far as it fits; "" where none meets any."""
        sentences = [each.strip() for each in _SENTENCE_END.split(_MARKUP.sub(r"\1", text)) if each.strip()]
        scored = [(self.covers(sentence), -place) for place, sentence in enumerate(sentences)]
        if not scored or max(scored)[0] == 0:
            return ""
        best = -max(scored)[1]
        passage = sentences[best]
        for sentence in sentences[best + 1 :]:
            if len(passage) + len(sentence) >= PASSAGE:
                break
            passage = f"{passage} {sentence}"
        return self._cut(passage)

    def _cut(self, passage: str) -> str:
        """A passage cut to its length around its first match, at spaces where there are some."""
        if len(passage) <= PASSAGE:
            return passage
        start = max(0, self.marks(passage)[0].start - PASSAGE // 3)
        start = passage.rfind(" ", max(0, start - PASSAGE // 6), start) + 1 or start
        end = min(len(passage), start + PASSAGE)
        end = (
            passage.rfind(" ", start + PASSAGE // 2, end)
            if end < len(passage) and " " in passage[start + PASSAGE // 2 : end]
            else end
        )
        return f"{'… ' if start else ''}{passage[start:end]}{' …' if end < len(passage) else ''}"


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


def _with_apostrophes(word: str) -> str:
    """The pattern of a word of the index, which has lost its apostrophes: "childrens" stands for "children's" too."""
    return "'?".join(map(re.escape, word))


def _has_spaces(term: str) -> bool:
    """Whether a term is of a script that puts spaces between words."""
    return not any("\u0e00" <= letter <= "\u0eff" or "\u1000" <= letter <= "\u109f" or "\u1780" <= letter <= "\u17ff"
                   or "\u3040" <= letter <= "\u30ff" or "\u3400" <= letter <= "\u9fff" for letter in term)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """How an entry shows what was searched.

    `text` is the text that the passage is from; `elsewhere` says that the reader's own text holds nothing of it. `lesson` is the
    lesson of the entry that fits best, if one fits.
    """

    text: EditionText
    title: SafeString
    passage: SafeString
    elsewhere: bool
    lesson: Lesson | None
    lesson_statement: SafeString


def hit_of(own: EditionText, texts: Iterable[EditionText], lessons: Iterable[Lesson], highlighter: Highlighter) -> Hit:
    """What to show of an entry with these texts and lessons. `own` is the text for the reader, searched before the others."""
    text, part = own, ""
    for each in [own, *(text for text in texts if text.pk != own.pk)]:
        parts = [each.summary, *(said for _name, _heading, said in each.sections())]
        part = max(parts, key=highlighter.covers)
        if highlighter.covers(part) or highlighter.covers("\n".join([each.title, each.acronym, *each.other_titles])):
            text = each
            break
    lesson = max(lessons, key=lambda each: highlighter.covers(each.statement), default=None)
    if lesson is not None and not highlighter.covers(lesson.statement):
        lesson = None
    return Hit(
        text=text,
        title=highlighter.marked(text.title),
        passage=highlighter.marked(highlighter.passage(part)),
        elsewhere=text.pk != own.pk,
        lesson=lesson,
        lesson_statement=highlighter.marked(lesson.statement) if lesson else SafeString(""),
    )
