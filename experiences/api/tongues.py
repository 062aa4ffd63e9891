"""Documents of entries in the language that a reader asks for, where an entry has it."""

from collections.abc import Iterable
from typing import Any

from experiences.models import EditionText
from experiences.vocabulary import EditionState


def in_language(documents: list[dict[str, Any]], language: str) -> None:
    """Put the text in a language in the place of the original, in every document of an entry that has one. One query.

    The original then stands first among the `translations`, so that a document says no less than before.
    """
    refs = [document["ref"] for document in documents if document["language"] != language]
    texts = EditionText.objects.filter(language=language, edition__state=EditionState.PUBLISHED, edition__entry__ref__in=refs)
    found = {text.edition.entry.ref: text for text in texts.select_related("edition__entry")}
    for document in documents:
        if text := found.get(document["ref"]):
            _translate(document, text)


def _translate(document: dict[str, Any], text: EditionText) -> None:
    said: dict[str, Any] = {
        "title": text.title,
        "acronym": text.acronym or None,
        "other_titles": text.other_titles,
        "summary": text.summary or None,
        "language": text.language,
    }
    if "sections" in document:
        said["sections"] = {name: markdown for name, _heading, markdown in text.sections()}
        original = {name: document[name] for name in ("language", "title", "acronym", "other_titles", "summary", "sections")}
        document["translations"] = [original | {"outdated": False}, *document["translations"]]
    document |= said


def languages_of(documents: Iterable[dict[str, Any]]) -> list[str]:
    """The languages that documents of entries are in, each once."""
    return list(dict.fromkeys(document["language"] for document in documents))
