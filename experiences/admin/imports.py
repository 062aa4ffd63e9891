"""Imports: who ran which and what came of it; and a page to run one, which checks first and then asks."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from experiences.admin.naming import change_url, curator, title_of
from experiences.importing.importer import ImportRefused, Report, import_upload
from experiences.models import Edition, Import
from experiences.permissions import may
from experiences.vocabulary import Verb

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_MOST_BYTES = 2_000_000
_EDITED = {
    "refuse": _("Refuse the whole import, and say which they are"),
    "keep": _("Keep them as they are here, and import the rest"),
    "overwrite": _("Import them all the same: each gets a new edition, which replaces what staff wrote"),
}
_SECTIONS = {
    "regions": _("Regions"),
    "countries": _("Countries"),
    "groups": _("Groups of countries"),
    "themes": _("Themes"),
    "organisations": _("Organisations"),
    "sources": _("Sources"),
    "recommendations": _("Recommendations"),
    "synonyms": _("Synonyms"),
    "entries": _("Entries"),
}
_OUTCOMES = {"created": _("new"), "changed": _("changed"), "unchanged": _("unchanged"), "kept": _("kept as edited here")}


class ImportForm(forms.Form):
    """A file to check, or, once it is checked, what it held."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A YAML file in the format of docs/content-format.md, in UTF-8, up to 2 MB.")
    )
    edited = forms.ChoiceField(
        label=_("Entries that the file changes, but that staff have edited here since"),
        choices=list(_EDITED.items()),
        initial="refuse",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    content = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        """With the file's name and content, wherever they came from."""
        said: dict[str, Any] = super().clean() or {}
        file: UploadedFile | None = said.get("file")
        if file is None and not said.get("content"):
            self.add_error("file", _("Choose a file."))
        elif file is not None and file.size and file.size > _MOST_BYTES:
            self.add_error("file", _("The file has %s. Split it into several.") % filesizeformat(file.size))
        elif file is not None:
            try:
                said |= {"name": file.name, "content": file.read().decode()}
            except UnicodeDecodeError:
                self.add_error("file", _("This is no text in UTF-8."))
        return said


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    """A list to read, the latest first, and the page that runs an import."""

    list_display = ("name", "started_at", "who", "state", "entries", "published")
    list_select_related = ("by",)
    search_fields = ("name",)
    search_help_text = _("The name of a file.")
    fields = ("name", "who", "started_at", "finished_at", "state", "digest", "what_it_wrote")
    readonly_fields = fields
    actions = None
    change_list_template = "admin/experiences/import_list.html"
    change_form_template = "admin/experiences/import.html"

    def get_urls(self) -> list[URLPattern]:
        """The list, one import, and the page that runs one."""
        return [
            path("", self.admin_site.admin_view(self.changelist_view), name="experiences_import_changelist"),
            path("run/", self.admin_site.admin_view(self.run_view), name="experiences_import_run"),
            path("<path:object_id>/change/", self.admin_site.admin_view(self.change_view), name="experiences_import_change"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        """The imports, each with what came of it."""
        return Import.objects.with_outcome()

    @admin.display(description=_("By"), ordering="by")
    def who(self, importing: Import) -> str:
        """The person, or the command line."""
        return str(importing.by) if importing.by else _t("command line")

    @admin.display(description=_("State"))
    def state(self, importing: Any) -> str:
        """Whether it came to its end."""
        if importing.finished_at is None:
            return _t("Running") if importing.is_running else _t("Broken off: its process ended first")
        return _t("Broken off") if importing.broken_off else _t("Finished")

    @admin.display(description=_("Entries"))
    def entries(self, importing: Any) -> int:
        """How many entries it wrote."""
        return int(importing.entry_count)

    @admin.display(description=_("Published editions"))
    def published(self, importing: Any) -> int:
        """How many editions it published."""
        return int(importing.edition_count)

    @admin.display(description=_("What it published"))
    def what_it_wrote(self, importing: Import) -> str:
        """The first editions that it published, by title, with the way to each."""
        editions = Edition.objects.filter(published_by_import=importing).select_related("entry").order_by("pk")
        rows = [(change_url(each), each, each.says) for each in editions.annotate(says=title_of("pk"))[:100]]
        return format_html("<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}: {}</a></li>', rows)) if rows else ""

    def run_view(self, request: HttpRequest) -> HttpResponse:
        """Take a file, say what importing it would do or every fault in it; then, asked to, do it."""
        if not may(request.user, Verb.IMPORT):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        context: dict[str, Any] = {}
        if form.is_valid():
            said = form.cleaned_data
            checks = "_import" not in request.POST
            try:
                report = import_upload(
                    said["name"], said["content"].encode(), by=curator(request), edited=said["edited"], dry_run=checks
                )
            except ImportRefused as refusal:
                context["faults"] = refusal.faults
            else:
                if not checks:
                    return self._done(request, report)
                confirming = ImportForm(initial=said)
                context |= {"report": _described(report), "confirming": confirming, "edited": _EDITED[said["edited"]]}
        return TemplateResponse(
            request,
            "admin/experiences/import_run.html",
            {**self.admin_site.each_context(request), "title": _("Import a file"), "opts": self.opts, "form": form, **context},
        )

    def _done(self, request: HttpRequest, report: Report) -> HttpResponse:
        parts = [
            f"{section}: {', '.join(f'{len(keys)} {label}' for label, keys in rows)}" for section, rows in _described(report)
        ]
        self.message_user(request, _t("Imported. %s.") % "; ".join(parts), messages.SUCCESS)
        return redirect(reverse("admin:experiences_import_changelist"))

    def has_view_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """Whoever may run imports."""
        return may(request.user, Verb.IMPORT)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same."""
        return may(request.user, Verb.IMPORT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Imports are run, not added."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """Nobody changes what was."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Import | None = None) -> bool:
        """Nobody."""
        return False


def _described(report: Report) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """What became of the records, for each section: outcomes with the keys, in the words of the interface."""
    return [
        (str(_SECTIONS[section]), [(str(label), became[outcome]) for outcome, label in _OUTCOMES.items() if became.get(outcome)])
        for section, became in report.items()
    ]
