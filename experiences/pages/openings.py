"""How a text begins: whole sentences, as many as fit."""

import re

from django.utils.text import Truncator

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?\u0964\u06d4\u061f])\s+(?![a-z])")
"""After a full stop, also of Hindi, Bangla, Urdu and Arabic, but not after "e.g."."""


def opening(text: str, words: int) -> str:
    """The first sentences of a text, whole, of that many words at most; a longer first sentence is cut."""
    beginning: list[str] = []
    left = words
    for sentence in _BETWEEN_SENTENCES.split(text.strip()):
        left -= len(sentence.split())
        if left < 0:
            break
        beginning.append(sentence)
    return " ".join(beginning) or Truncator(text).words(words)
