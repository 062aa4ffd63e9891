"""To save what a curator typed: one transaction through the editorial verbs, and nothing lost when a verb refuses."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect, QueryDict

from experiences.admin.forms import RefusableForm
from experiences.admin.merging import TAKE, Merging, take_theirs
from experiences.admin.naming import curator
from experiences.admin.numbers import number
from experiences.admin.rights import writes_as
from experiences.admin.seen import SeenForms, sealed, unsealed
from experiences.editorial import EditorialError, keep_save, note_change, start_entry
from experiences.models import Edition, EditionText
from experiences.vocabulary import EntryType, Kind


class SavesThroughVerbs(admin.ModelAdmin):
    """Adds with `start_entry`, changes with `note_change`; a refusal brings the form back with all that was typed."""

    kind: Kind

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The form of an edition. To save it is one transaction, in which the verb comes first and locks the edition."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if any(name.startswith(TAKE) for name in request.POST):
            request.POST = self._with_what_was_taken(request)  # type: ignore[assignment]
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
        seen = number(request.POST.get("seen_revision"))
        note_change(edition, seen_revision=seen, by=curator(request), verb=writes_as(request, edition))

    def render_change_form(  # noqa: PLR0917 - Django's signature
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False,
        form_url: str = "", obj: Any = None,
    ) -> Any:  # fmt: skip
        """With what the form said when it was opened, and what came of two people's changes, if there were two."""
        if obj is not None and self.has_change_permission(request, obj):
            written = [inline.formset for inline in context["inline_admin_formsets"] if inline.has_change_permission]
            forms = SeenForms(context["adminform"].form, written)
            context["seen_content"] = request.POST.get("seen_content") or sealed(forms.content)
            context["merge"] = getattr(request, "merge", None)
            context["saved_since"] = getattr(request, "saved_since", [])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _with_what_was_taken(self, request: HttpRequest) -> QueryDict:
        data = request.POST.copy()
        take_theirs(data, unsealed(data.get("seen_content", "")))
        return data

    def _brought_up_to_date(self, request: HttpRequest, object_id: str) -> QueryDict:
        """What was sent, brought together with what others have saved since, so that it can be saved when sent again."""
        data = request.POST.copy()
        edition = self.get_object(request, unquote(object_id))
        if edition is not None:
            now = self._forms_now(request, edition)
            merging = Merging(data, unsealed(data.get("seen_content", "")), now)
            request.merge = merging.carry_out()  # type: ignore[attr-defined]
            seen_revision = number(data.get("seen_revision"))
            saves = edition.saves.filter(revision__gt=seen_revision)
            request.saved_since = saves.select_related("by", "by_import").defer("content")  # type: ignore[attr-defined]
            data["seen_revision"] = str(edition.revision)
            data["seen_content"] = sealed(now.content)
        return data

    def _forms_now(self, request: HttpRequest, edition: Edition) -> SeenForms:
        """The forms that the person may write in, as they would be if they were opened now."""
        form = self.get_form(request, edition, change=True)(instance=edition)
        formsets = [
            formset(instance=edition, prefix=formset.get_default_prefix(), queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, edition)
            if inline.has_change_permission(request, edition)
        ]
        return SeenForms(form, formsets)
