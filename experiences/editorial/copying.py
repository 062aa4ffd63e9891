"""What one edition says, copied to another."""

from experiences.models import PARTS, Edition, Lesson

COPIED = (
    "type",
    "scope",
    "modality",
    "agreement_status",
    "place",
    "period_from",
    "period_to",
    "period_qualifier",
    "curator_note",
)
"""The fields of an edition itself that say something."""


def copy_parts(original: Edition, copy: Edition) -> None:
    """Give `copy`, an edition without parts, the same texts, parties, facts, themes and all else as `original`."""
    copy.themes.set(original.themes.all())
    copy.recommendations.set(original.recommendations.all())
    for model in PARTS:
        rows = list(model._default_manager.filter(edition=original))
        for row in rows:
            row.pk = None
            row._state.adding = True
            row.edition = copy
        model._default_manager.bulk_create(rows)
    themes_of_lessons = Lesson.themes.through.objects.filter(lesson__edition=original).values_list("lesson__number", "theme_id")
    copies = dict(copy.lessons.values_list("number", "id"))
    Lesson.themes.through.objects.bulk_create(
        Lesson.themes.through(lesson_id=copies[number], theme_id=theme_id) for number, theme_id in themes_of_lessons
    )
