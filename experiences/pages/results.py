"""The entries on a page of search results, each with what it says of what was searched."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from experiences.models import Edition, Lesson
from experiences.querysets import published_lessons
from experiences.search.concepts import Reading
from experiences.search.highlighting import Highlighter, Hit, hit_of
from experiences.templatetags.entries import text_for_reader


@dataclass(frozen=True)
class Result:
    """An entry in a list; with its hit where words were searched."""

    edition: Edition
    hit: Hit | None = None


def results(editions: Sequence[Edition], reading: Reading | None) -> list[Result]:
    """The editions of a page (fetched `with_cards`), with their hits. Two queries where words were searched, else none."""
    if reading is None:
        return [Result(edition) for edition in editions]
    highlighter = Highlighter(reading)
    lessons: dict[int, list[Lesson]] = defaultdict(list)
    for lesson in published_lessons().filter(edition__in=[edition.pk for edition in editions]).prefetch_related(None):
        lessons[lesson.edition_id].append(lesson)
    return [
        Result(edition, hit_of(text_for_reader(edition), edition.texts.all(), lessons[edition.pk], highlighter))
        for edition in editions
    ]
