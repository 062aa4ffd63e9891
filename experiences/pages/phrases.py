"""Numbers in words, for the sentences that sum a page up."""

from collections.abc import Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from experiences.vocabulary import Kind


def in_a_row(parts: list[str]) -> str:
    """The parts as a list in a sentence: "a, b and c"."""
    head, last = parts[:-1], parts[-1]
    return get_text_list([", ".join(head), last], _("and")) if head else last


def kinds_in_words(counts: Mapping[str, int]) -> str:
    """How many entries there are of each kind, as "3 experiences, 2 agreements and 1 exchange". Empty where there are none."""
    phrases = {
        Kind.EXPERIENCE: ngettext("%(n)d experience", "%(n)d experiences", counts.get(Kind.EXPERIENCE, 0)),
        Kind.INITIATIVE: ngettext("%(n)d initiative", "%(n)d initiatives", counts.get(Kind.INITIATIVE, 0)),
        Kind.AGREEMENT: ngettext("%(n)d agreement", "%(n)d agreements", counts.get(Kind.AGREEMENT, 0)),
        Kind.EXCHANGE: ngettext("%(n)d exchange", "%(n)d exchanges", counts.get(Kind.EXCHANGE, 0)),
    }
    parts = [phrase % {"n": counts[kind]} for kind, phrase in phrases.items() if counts.get(kind)]
    return in_a_row(parts) if parts else ""
