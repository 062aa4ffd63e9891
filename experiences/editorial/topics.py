"""What a comment can be about: all of an edition, a section of a text, a part, or one numbered row of a part.

A topic is named by a path: "" is the whole, "text/en/results" a section, "facts" a part, "fact/3" a row of it. Languages and
numbers stay with what they name, so that a path means the same in the next edition.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from experiences.languages import LANGUAGES
from experiences.models import PARTS, Edition, EditionText
from experiences.vocabulary import EXPERIENCE_SECTIONS, OTHER_SECTIONS, SECTIONS, Kind

WHOLE, OWN, THEMES = "", "edition", "themes"
_LONGEST = 60


@dataclass(frozen=True)
class Topic:
    """Something in an edition that a comment can be about."""

    path: str
    label: str


def topics(edition: Edition) -> list[Topic]:
    """All that a comment on the edition can be about, in the order in which it is read."""
    return [*_own_topics(), *_text_topics(edition), *_part_topics(edition)]


def label_of(path: str) -> str:
    """The name of a topic in a few words, also where the edition no longer has it."""
    first, *rest = path.split("/")
    if first == "text":
        return _text_label(*rest)
    for model in PARTS:
        if rest and first == model._meta.model_name:
            return f"{capfirst(str(model._meta.verbose_name))} {rest[0]}"
        if first == related_name(model):
            return capfirst(str(model._meta.verbose_name_plural))
    return next((topic.label for topic in _own_topics() if topic.path == path), path)


def text_path(text: EditionText, field: str) -> str:
    """The path of a title, a summary or a section."""
    return f"text/{text.language}/{field}"


def related_name(model: Any) -> str:
    """How an edition calls its rows of a model of PARTS."""
    return str(model._meta.get_field("edition").remote_field.related_name)


def _own_topics() -> list[Topic]:
    return [Topic(WHOLE, _("All of it")), Topic(OWN, _("Type, time and place")), Topic(THEMES, _("Themes and what it answers"))]


def _text_topics(edition: Edition) -> Iterator[Topic]:
    for text in edition.texts.all():
        for field in ("title", "summary", *SECTIONS[Kind(edition.kind)]):
            yield Topic(text_path(text, field), _text_label(text.language, field))


def _text_label(language: str, field: str = "") -> str:
    names = {"title": _("Title"), "summary": _("Summary"), **EXPERIENCE_SECTIONS, **OTHER_SECTIONS}
    said = str(names.get(field, _("Text")))
    spoken = LANGUAGES[language].own_name if language in LANGUAGES else language
    return f"{said} ({spoken})"


def _part_topics(edition: Edition) -> Iterator[Topic]:
    for model in PARTS:
        if model is EditionText:
            continue
        part = related_name(model)
        yield Topic(part, label_of(part))
        for row in getattr(edition, part).all():
            if hasattr(row, "number"):
                path = f"{model._meta.model_name}/{row.number}"
                yield Topic(path, f"{label_of(path)}: {Truncator(str(row)).chars(_LONGEST)}")
