"""What somebody typed, taken apart: plain words, phrases in quotes, and what is excluded with a minus."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import get_language

from experiences.languages import LANGUAGES

_PIECE = re.compile(r'(-?)"([^"]*)"?|(?:(?<=\s)|^)-(?=\w)(\S+)|(\S+)')

_SCRIPTS = {
    "Latn": "a-zA-Z\u00c0-\u024f\u1e00-\u1eff",
    "Arab": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "Beng": "\u0980-\u09ff",
    "Cyrl": "\u0400-\u04ff",
    "Deva": "\u0900-\u097f",
    "Hang": "\uac00-\ud7af\u1100-\u11ff",
    "Hani": "\u3400-\u9fff\uf900-\ufaff",
    "Jpan": "\u3040-\u30ff\u3400-\u9fff",
    "Khmr": "\u1780-\u17ff",
    "Laoo": "\u0e80-\u0eff",
    "Mymr": "\u1000-\u109f",
    "Sinh": "\u0d80-\u0dff",
    "Taml": "\u0b80-\u0bff",
    "Thaa": "\u0780-\u07bf",
    "Thai": "\u0e00-\u0e7f",
    "Tibt": "\u0f00-\u0fff",
}
_WRITTEN_IN = {script: re.compile(f"[{characters}]") for script, characters in _SCRIPTS.items()}
"""The characters of each script (ISO 15924) that a language of the content is written in."""


@dataclass(frozen=True)
class Wording:
    """A query as it is meant: words of which any may match, phrases that must, and words and phrases that must not."""

    plain: str = ""
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def everything(self) -> str:
        """All that is looked for, as one line of plain words."""
        return " ".join([self.plain, *self.phrases]).strip()


def take_apart(q: str) -> Wording:
    """Read a query. A quote that is never closed runs to the end; a minus counts only before a word or a quote."""
    plain: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for minus, quoted, negated, word in _PIECE.findall(q):
        if quoted:
            (excluded if minus else phrases).append(quoted.strip())
        elif negated:
            excluded.append(negated)
        elif word and word != '""':
            plain.append(word)
    return Wording(" ".join(plain), tuple(filter(None, phrases)), tuple(excluded))


def languages_of(text: str, held: Collection[str]) -> list[str]:
    """The languages that a query is read in: those of its scripts that the collection holds, and the reader's own.

    The reader's own comes first where it has one of the scripts; else last, for what the words mean the same as in it.
    """
    scripts = {script for script, characters in _WRITTEN_IN.items() if characters.search(text)}
    suggested = [code for code in LANGUAGES if code in held and (not scripts or LANGUAGES[code].script in scripts)]
    own = get_language() or ""
    return sorted(suggested, key=lambda code: code != own) if own in suggested else [*suggested, own]
