"""To go back to an old save: the draft says again what it said then."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from experiences.editorial.changing import note_change
from experiences.editorial.copying import COPIED
from experiences.editorial.errors import EditorialError
from experiences.editorial.keeping import keep_save
from experiences.editorial.locking import lock
from experiences.editorial.topics import related_name
from experiences.models import PARTS, Edition, Lesson, Save
from experiences.vocabulary import Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

_LISTED = {"themes": "theme_id", "recommendations": "recommendation_id"}
"""What an edition lists by name and no more, each with its column in the document that a save keeps."""


@transaction.atomic
def go_back(save: Save, *, seen_revision: int, by: "User") -> Edition:
    """Have a draft say what it said when that save was made, and return it. This is a save too: to go back from it is the same.

    As with any change, an approval is void then. Raises EditorialError when somebody has changed the draft since its revision
    `seen_revision`, when it is no draft, when the save names what was deleted since, or when the person may not.
    """
    edition = lock(save.edition)
    said = {"when": date_format(save.at, "j F Y, H:i"), "person": save.by_whom}
    note = _("To what was saved on %(when)s UTC by %(person)s.") % said
    if not edition.saves.filter(revision=edition.revision).exists():
        keep_save(edition, by=by)  # what nobody saved in the admin, so that it can be come back to
    note_change(edition, seen_revision=seen_revision, by=by, verb=Verb.GO_BACK, note=note)
    rows = {model: _rows(edition, model, save.content[related_name(model)] or []) for model in PARTS}
    own = save.content["edition"]
    Edition.objects.filter(pk=edition.pk).update(**{name: own[name] for name in COPIED if name in own})
    for name, column in _LISTED.items():
        pks = [row[column] for row in save.content[name] or []]
        _refuse_gone(getattr(edition, name).model, set(pks))
        getattr(edition, name).set(pks)
    for model, written in rows.items():
        model._default_manager.filter(edition=edition).delete()
        model._default_manager.bulk_create(written)
    _set_themes_of_lessons(edition, save.content["lesson_themes"] or [])
    keep_save(edition, by=by)
    edition.refresh_from_db()
    return edition


def _rows(edition: Edition, model: Any, contents: list[dict[str, Any]]) -> list[Any]:
    """Rows of a part, not written yet. A column that came after the save has its default; one that has gone is left out."""
    columns = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key and not field.generated}
    for name, field in columns.items():
        if field.is_relation and field.name != "edition":
            _refuse_gone(field.related_model, {row[name] for row in contents if row.get(name)})
    return [model(edition=edition, **{name: row[name] for name in columns.keys() & row.keys()}) for row in contents]


def _refuse_gone(model: Any, wanted: set[int]) -> None:
    """Raise EditorialError where one of these records is there no more."""
    if model._default_manager.filter(pk__in=wanted).count() < len(wanted):
        said = {"what": capfirst(str(model._meta.verbose_name))}
        raise EditorialError(
            _("%(what)s: the save names one that was deleted since. Copy what you need from the differences.") % said
        )


def _set_themes_of_lessons(edition: Edition, pairs: list[list[int]]) -> None:
    themed = Lesson.themes.through
    _refuse_gone(Lesson.themes.rel.model, {theme for _number, theme in pairs})
    lessons = dict(edition.lessons.values_list("number", "pk"))
    themed.objects.bulk_create(themed(lesson_id=lessons[number], theme_id=theme) for number, theme in pairs)
