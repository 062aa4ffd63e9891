"""To save what a curator typed: one transaction through the editorial verbs, and nothing lost when a verb refuses."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect, QueryDict

from experiences.admin.forms import RefusableForm
from experiences.admin.naming import curator
from experiences.admin.rights import writes_as
from experiences.editorial import EditorialError, keep_save, note_change, start_entry
from experiences.models import Edition, EditionText
from experiences.vocabulary import EntryType, Kind

_MOST_DIGITS = 9


class SavesThroughVerbs(admin.ModelAdmin):
    """Adds with `start_entry`, changes with `note_change`; a refusal brings the form back with all that was typed."""

    kind: Kind

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The form of an edition. To save it is one transaction, in which the verb comes first and locks the edition."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                if object_id is not None:
                    self._note_change(request, object_id)
                response = super().changeform_view(request, object_id, form_url, extra_context)
                if not isinstance(response, HttpResponseRedirect):
                    transaction.set_rollback(True)  # the form was not valid: nothing has changed
                return response
        except EditorialError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            if object_id is not None:
                request.POST = self._brought_up_to_date(request, object_id)  # type: ignore[assignment]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form class, told of the refusal if there was one."""
        form = super().get_form(request, obj, change, **kwargs)
        if issubclass(form, RefusableForm):
            form.refusal = getattr(request, "refusal", None)
        return form

    def save_model(self, request: HttpRequest, obj: Edition, form: Any, change: bool) -> None:
        """Save a draft, or start an entry with a first text."""
        if change:
            super().save_model(request, obj, form, change)
            return
        said = form.cleaned_data
        started = start_entry(self.kind, EntryType(obj.type), key=said["key"], by=curator(request))
        EditionText.objects.create(edition=started, language=said["language"], title=said["title"], summary=said["summary"])
        obj.pk = started.pk
        obj.refresh_from_db()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the parts; then all is written, and what the draft says now is kept."""
        super().save_related(request, form, formsets, change)
        keep_save(form.instance, by=curator(request))

    def _note_change(self, request: HttpRequest, object_id: str) -> None:
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            return
        if not self.has_change_permission(request, edition):
            raise PermissionDenied
        seen = _number(request.POST.get("seen_revision"))
        note_change(edition, seen_revision=seen, by=curator(request), verb=writes_as(request, edition))

    def _brought_up_to_date(self, request: HttpRequest, object_id: str) -> QueryDict:
        """What was sent, fitted to what others have saved since, so that it can be saved when sent again."""
        data = request.POST.copy()
        edition = self.get_object(request, unquote(object_id))
        if edition is not None:
            data["seen_revision"] = str(edition.revision)
            for inline in self.get_inline_instances(request, edition):
                prefix = inline.get_formset(request, edition).get_default_prefix()
                there = inline.model._default_manager.filter(edition=edition).values_list("pk", flat=True)
                _fit_rows(data, prefix, {str(pk) for pk in there})
        return data


def _number(sent: str | None) -> int:
    """A number as the form sent it; 0 for anything that the form did not make."""
    return int(sent) if sent and sent.isdecimal() and len(sent) <= _MOST_DIGITS else 0


def _fit_rows(data: QueryDict, prefix: str, there: set[str]) -> None:
    """Make those rows of a formset new ones that somebody else has removed; a row that both removed is gone."""
    total, initial = (_number(data.get(f"{prefix}-{name}")) for name in ("TOTAL_FORMS", "INITIAL_FORMS"))
    known, new = [], []
    for place in range(min(total, len(data))):
        start = f"{prefix}-{place}-"
        row = {name.removeprefix(start): data.pop(name) for name in list(data) if name.startswith(start)}
        if place < initial and row.get("id", [""])[-1] in there:
            known.append(row)
        elif place >= initial or "DELETE" not in row:
            new.append(row | {"id": [""]})
    for place, row in enumerate(known + new):
        for name, values in row.items():
            data.setlist(f"{prefix}-{place}-{name}", values)
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(known + new)), str(len(known))
