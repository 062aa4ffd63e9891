"""What the admins of all reference records share: permanent fields, protection while in use, a history."""

import re
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, CheckboxInput
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from countries.record_history import changes_of

_MOST_NAMED = 10
WRITTEN: dict[Any, dict[str, Any]] = {
    models.CharField: {"widget": AdminTextInputWidget(attrs={"dir": "auto"})},
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3, "dir": "auto"})},
}
"""Fields for text in any script: each runs in the direction of what is typed."""


class FewIcons(admin.options.BaseModelAdmin):
    """Of the icons beside a choice of another record, only the one that adds a missing record is kept."""

    def formfield_for_dbfield(self, db_field: models.Field, request: Any, **kwargs: Any) -> Any:
        """Take the other icons off."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_view_related = field.widget.can_delete_related = False
        return field


class NamedDeletion(BaseInlineFormSet):
    """Rows whose tick for deletion has a name for those who do not see the heading of its column."""

    @classmethod
    def get_deletion_widget(cls) -> Any:
        """The tick, named."""
        return CheckboxInput(attrs={"aria-label": _("Delete this row")})


class RowsOfFields(FewIcons, admin.TabularInline):
    """Rows in a table, each field named for those who do not see the heading of its column."""

    template = "admin/rows.html"
    formset: type[BaseInlineFormSet] = NamedDeletion
    extra = 0
    formfield_overrides = WRITTEN

    def formfield_for_dbfield(self, db_field: models.Field, request: Any, **kwargs: Any) -> Any:
        """Name the field."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", capfirst(str(field.label)))
        return field


class RecordAdmin(FewIcons, admin.ModelAdmin):
    """A reference record. What may be done is Django's stock permissions' affair."""

    permanent: tuple[str, ...] = ()
    """Fields that never change once the record is there."""
    history_of: tuple[str, ...] = ()
    """Names of the rows whose changes are shown with the record's own."""
    key_prefix = ""
    """With which the keys of new records begin, so that the next one can be proposed."""
    actions = None
    formfield_overrides = {**WRITTEN, models.URLField: {"assume_scheme": "https"}}
    change_form_template = "admin/record.html"
    delete_confirmation_template = "admin/delete_record.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The permanent fields of a record that is there."""
        return self.permanent if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only for new records."""
        return {} if obj else self.prepopulated_fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the next free key."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        if self.key_prefix:
            keys = self.model._default_manager.filter(key__startswith=self.key_prefix).values_list("key", flat=True)
            numbers = [int(number) for key in keys if re.fullmatch(r"\d+", number := key.removeprefix(self.key_prefix))]
            initial.setdefault("key", f"{self.key_prefix}{max(numbers, default=0) + 1:02d}")
        return initial

    def render_change_form(  # noqa: PLR0917 - Django's signature
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False,
        form_url: str = "", obj: Any = None,
    ) -> Any:  # fmt: skip
        """With the record's history."""
        context["changes"] = changes_of(obj, self.history_of) if obj else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Nothing that is in use is deleted: say what uses it."""
        uses = [use for record in objs for use in self._uses(record)]
        return ([], {}, set(), uses) if uses else super().get_deleted_objects(objs, request)

    def _uses(self, record: models.Model) -> list[str]:
        """What refers to a record, a line for each sort of thing."""
        lines = []
        for relation in record._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel | models.ManyToManyRel):
                continue
            if isinstance(relation, models.ManyToOneRel) and relation.on_delete is not models.PROTECT:
                continue
            model: Any = relation.related_model
            used_by = model._default_manager.filter(**{relation.field.name: record})
            if count := used_by.count():
                name = capfirst(str(model._meta.verbose_name_plural))
                named = "; ".join(self.where_used(model, used_by)[:_MOST_NAMED])
                lines.append(f"{name} ({count}): {named}{'; …' if count > _MOST_NAMED else ''}")
        return lines

    def where_used(self, model: Any, records: QuerySet[Any]) -> list[str]:
        """Names for rows of `model` that refer to the record."""
        return [str(record) for record in records[:_MOST_NAMED]]
