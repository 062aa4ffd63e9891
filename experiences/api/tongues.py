"""Documents of entries in the language that a reader asks for, where an entry has it."""

from collections.abc import Iterable
from typing import Any

from experiences.models import EditionText
from experiences.vocabulary import EditionState


def in_language(documents: list[dict[str, Any]], language: str) -> None:
    """Put the text in a language in the place of the original, in every document of an entry that has one.

    Whole documents hold all translations; the original then stands first among them, so that a document says no less than before.
    For cards, it takes one query.
    """
    cards = [document for document in documents if "translations" not in document]
    if cards:
        _translate_cards(cards, language)
    for document in documents:
        for text in document.get("translations", ()):
            if text["language"] == language:
                _put(document, text)
                break


def _translate_cards(cards: list[dict[str, Any]], language: str) -> None:
    refs = [card["ref"] for card in cards if card["language"] != language]
    texts = EditionText.objects.filter(language=language, edition__state=EditionState.PUBLISHED, edition__entry__ref__in=refs)
    found = {text.edition.entry.ref: text for text in texts.select_related("edition__entry")}
    for card in cards:
        if text := found.get(card["ref"]):
            card |= {
                "title": text.title,
                "acronym": text.acronym or None,
                "other_titles": text.other_titles,
                "summary": text.summary or None,
                "language": text.language,
            }


def _put(document: dict[str, Any], text: dict[str, Any]) -> None:
    """Put a translation in the place of the original."""
    said = ("language", "title", "acronym", "other_titles", "summary", "sections")
    original = {name: document[name] for name in said}
    document["translations"] = [original | {"outdated": False}, *document["translations"]]
    document |= {name: text[name] for name in said}


def languages_of(documents: Iterable[dict[str, Any]]) -> list[str]:
    """The languages that documents of entries are in, each once."""
    return list(dict.fromkeys(document["language"] for document in documents))
