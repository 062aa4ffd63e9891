"""The differences between two texts, word by word; character by character in scripts that set no spaces between words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Sort = Literal["same", "removed", "added", "left out"]

# Thai, Lao, Tibetan, Burmese, Khmer, and the scripts of Chinese and Japanese.
_UNSPACED = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_SENTENCE = re.compile(r".+?(?:[.!?।॥۔؟。！？၊။។]+\s*|\n+|$)", re.DOTALL)
_MOST_PAIRS = 300_000
"""Of how many pairs of equal words the right ones are looked for: more take too long, and the passages are shown as replaced."""
_LEAST_ALIKE = 0.25
"""What part of two passages must be the same for their words to be compared: else one stands in place of the other."""
_AROUND = 12
"""How many words and marks of what has not changed are shown on either side of a change."""


@dataclass(frozen=True)
class Run:
    """A stretch of text that is the same, was removed, was added, or is the same and left out."""

    sort: Sort
    text: str


def runs_between(before: str, after: str) -> list[Run]:
    """The runs that lead from one text to another: without the added ones they are `before`, without the removed ones `after`."""
    return _joined(_compared(_sentences(before), _sentences(after), finer=_words_between))


def shortened(runs: list[Run]) -> list[Run]:
    """The runs without the middle of what has long not changed."""
    short: list[Run] = []
    for place, run in enumerate(runs):
        if run.sort != "same":
            short.append(run)
            continue
        words = tokens(run.text)
        first = words[:_AROUND] if place else []
        last = words[-_AROUND:] if place < len(runs) - 1 else []
        if len(words) <= len(first) + len(last) + _AROUND:
            short.append(run)
        else:
            parts = (Run("same", "".join(first)), Run("left out", ""), Run("same", "".join(last)))
            short += [part for part in parts if part.text or part.sort == "left out"]
    return short


def tokens(text: str) -> list[str]:
    """The text in words and single marks, each with the space that follows it.

    Characters of scripts without spaces between words stand alone, with what combines with them.
    """
    found: list[str] = []
    former = ""
    for character in text:
        sort = _sort_of(character)
        if found and (sort in {"combining", "space"} or (sort == former == "word")):
            found[-1] += character
        else:
            found.append(character)
        former = former if sort == "combining" else sort
    return found


def _sort_of(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "M" or character in "\u200c\u200d":
        return "combining"
    if character.isspace():
        return "space"
    if _IS_UNSPACED.match(character):
        return "alone"
    return "word" if category[0] in "LN" else "mark"


def _sentences(text: str) -> list[str]:
    return _SENTENCE.findall(text)


def _words_between(before: list[str], after: list[str]) -> list[Run]:
    """The runs between two passages. Where hardly a word is the same, one stands in place of the other."""
    one, other = "".join(before), "".join(after)
    runs = _joined(_compared(tokens(one), tokens(other), finer=_replaced))
    the_same = sum(len(run.text) for run in runs if run.sort == "same" and not _says_nothing(run.text))
    if the_same < _LEAST_ALIKE * max(len(one), len(other)):
        return _replaced(before, after)
    return _without_crumbs(runs)


Finer = Callable[[list[str], list[str]], list[Run]]


def _compared(before: list[str], after: list[str], finer: Finer) -> Iterator[Run]:
    """What two sequences have in common but for the spaces at the ends of its members, and `finer` between that.

    Beginnings and ends that are the same cost nothing.
    """
    olds, news = [each.rstrip() for each in before], [each.rstrip() for each in after]
    first = _length_in_common(olds, news)
    last = _length_in_common(olds[first:][::-1], news[first:][::-1])
    end, new_end = len(olds) - last, len(news) - last
    yield from _in_common(before[:first], after[:first])
    for how, i, j, k, m in _opcodes(olds[first:end], news[first:new_end]):
        old, new = before[first + i : first + j], after[first + k : first + m]
        yield from _in_common(old, new) if how == "equal" else finer(old, new) if how == "replace" else _replaced(old, new)
    yield from _in_common(before[end:], after[new_end:])


def _opcodes(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """As difflib gives them. With too many pairs of equals, which takes it time without end, all of it is replaced."""
    there = Counter(after)
    if sum(count * there[each] for each, count in Counter(before).items()) > _MOST_PAIRS:
        return [("delete", 0, len(before), 0, 0), ("insert", 0, 0, 0, len(after))]
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def _length_in_common(before: list[str], after: list[str]) -> int:
    unlike = (place for place, (old, new) in enumerate(zip(before, after, strict=False)) if old != new)
    return next(unlike, min(len(before), len(after)))


def _in_common(before: list[str], after: list[str]) -> Iterator[Run]:
    for old, new in zip(before, after, strict=True):
        if old == new:
            yield Run("same", old)
        else:
            said = old.rstrip()
            yield from (Run("same", said), Run("removed", old[len(said) :]), Run("added", new[len(said) :]))


def _replaced(before: list[str], after: list[str]) -> list[Run]:
    return [Run("removed", "".join(before)), Run("added", "".join(after))]


def _without_crumbs(runs: list[Run]) -> list[Run]:
    """The runs, where spaces and marks alone between two changes are part of the change."""
    whole: list[Run] = []
    for place, run in enumerate(runs):
        is_crumb = run.sort == "same" and _says_nothing(run.text) and 0 < place < len(runs) - 1
        whole += [Run("removed", run.text), Run("added", run.text)] if is_crumb else [run]
    return whole


def _says_nothing(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _joined(runs: Iterable[Run]) -> list[Run]:
    """The runs without empty ones, neighbours joined: of each change first all that was removed, then all that was added.

    Spaces with which both end are the same.
    """
    joined: list[Run] = []
    kept = ""
    for is_same, some in groupby((run for run in runs if run.text), key=lambda run: run.sort == "same"):
        stretch = list(some)
        if is_same:
            joined.append(Run("same", kept + "".join(run.text for run in stretch)))
            kept = ""
            continue
        old, new = ("".join(run.text for run in stretch if run.sort == sort) for sort in ("removed", "added"))
        kept = _spaces_at_both_ends(old, new)
        joined += [Run("removed", old.removesuffix(kept)), Run("added", new.removesuffix(kept))]
    return [run for run in [*joined, Run("same", kept)] if run.text]


def _spaces_at_both_ends(old: str, new: str) -> str:
    spaces = old[len(old.rstrip()) :]
    return next((spaces[place:] for place in range(len(spaces)) if new.endswith(spaces[place:])), "")
