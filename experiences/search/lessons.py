"""Which themes a lesson is on: its own, or where it has none, those of its entry."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from experiences.models import Lesson

_THEME = Coalesce(F("themes"), F("edition__themes"))


def themes_of(lessons: "QuerySet[Lesson]") -> list[tuple[int, int]]:
    """Pairs of lesson and theme, by their ids, to be counted by `ThemeTree.counts`. One query."""
    themed = lessons.order_by().annotate(theme=_THEME).filter(theme__isnull=False)
    return list(themed.values_list("pk", "theme"))


def on_themes(lessons: "QuerySet[Lesson]", themes: Iterable[int]) -> "QuerySet[Lesson]":
    """Those of the lessons that are on one of the themes, given by their ids. In the order that they had."""
    themed = lessons.order_by().annotate(theme=_THEME).filter(theme__in=themes)
    return lessons.filter(pk__in=themed.values("pk"))
