"""What templates ask of entries: the text for this reader, how it begins, Markdown as HTML."""

import re

from django import template
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language

from countries.models import Country
from experiences.markdown import as_html
from experiences.models import Edition, EditionText
from experiences.models.authorities import Sourced
from experiences.pages.source_list import SourceList

register = template.Library()

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?\u0964\u06d4\u061f])\s+(?![a-z])")
"""After a full stop, also of Hindi, Bangla, Urdu and Arabic, but not after "e.g."."""


@register.filter
def text_for_reader(edition: Edition) -> EditionText:
    """The text of an edition in the language of the interface, else its original. No query where texts are prefetched."""
    texts = edition.texts.all()
    return next((text for text in texts if text.language == get_language()), None) or next(
        text for text in texts if text.is_original
    )


@register.filter
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


@register.filter
def countries_of(edition: Edition) -> list[Country]:
    """The countries of an edition, in its order, each once. No query where the roles are prefetched."""
    return list(dict.fromkeys(role.country for role in edition.country_roles.all()))


@register.filter
def countries_in(edition: Edition, role: str) -> list[Country]:
    """The countries that have a role in an edition, in its order. No query where the roles are prefetched."""
    return [each.country for each in edition.country_roles.all() if each.role == role]


@register.filter
def number_of(sources: SourceList, claim: Sourced) -> int:
    """The number that the source of a claim has among the sources of its page."""
    return sources.number_of(claim)


@register.filter
def markdown(text: str) -> SafeString:
    """A Markdown text as safe HTML."""
    return as_html(text)
