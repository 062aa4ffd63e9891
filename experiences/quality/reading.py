"""How a text is read by the checklist: how much it says, which figures it gives, whether a note says anything."""

import re
import unicodedata

from experiences.models import Edition

_LETTERS_OF_A_SIGN = {"CJK UNIFIED": 3, "HIRAGANA": 2, "KATAKANA": 2, "HANGUL": 2}
"""How many letters of an alphabet one sign says about as much as; every other letter counts as one."""
_NUMBER = re.compile(r"\d+(?:[,.\u066b\u066c ]\d{3}(?!\d))*")
_PLACEHOLDERS = {"na", "none", "nil", "tba", "tbc", "tbd", "todo", "unknown", "xxx"}


def length(text: str) -> int:
    """How much a text says, in letters of an alphabet. Spaces and punctuation do not count, so that no script gains by them."""
    return sum(_weight(sign) for sign in text if unicodedata.category(sign)[0] in "LMN")


def _weight(sign: str) -> int:
    name = unicodedata.name(sign, "")
    return next((weight for start, weight in _LETTERS_OF_A_SIGN.items() if name.startswith(start)), 1)


def says_something(note: str) -> bool:
    """Whether a note is more than a dash, dots or a word that stands for nothing."""
    letters = "".join(sign for sign in note.lower() if sign.isalnum())
    return bool(letters) and letters not in _PLACEHOLDERS


def figures(text: str) -> set[int]:
    """The whole numbers that a text gives in digits of any script, thousands separators taken out."""
    return {int(re.sub(r"\D", "", number)) for number in _NUMBER.findall(text)}


def figures_with_source(edition: Edition) -> set[int]:
    """The numbers that an edition has a source for: those of its facts, and their years. Its own years count too."""
    known = set()
    for fact in edition.facts.all():
        known |= figures(f"{fact.value} {fact.label} {fact.unit} {fact.about}")
        known |= figures(f"{fact.period_from[:4]} {fact.period_to[:4]}")
        if fact.numeric_value is not None:
            known.add(int(fact.numeric_value))
    return known | figures(f"{edition.period_from[:4]} {edition.period_to[:4]}")
