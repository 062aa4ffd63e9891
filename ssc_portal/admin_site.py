"""The admin of the portal: the curators' desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


class LabellingAutocomplete(AutocompleteJsonView):
    """An autocomplete that lets the model's admin say what is shown, with `autocomplete_label`."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """The value and what is shown for it."""
        result = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "autocomplete_label", None)
        return result | {"text": label(obj)} if label else result


class CuratorsDesk(admin.AdminSite):
    """Django's admin, opening with what a curator needs first."""

    site_header = _("Curators' desk")
    site_title = _("Curators' desk")
    index_title = _("What is on the desk")
    enable_nav_sidebar = False  # lists and forms need the width; the first page leads everywhere
    empty_value_display = "–"  # noqa: RUF001 - a dash
    menu = ("experiences", "countries", "accounts", "auth", "jobs")
    """The apps in the order of the menu."""
    running = ("AuditEvent", "Import", "QualityRule", "SearchedQuery")
    """Of the lists about entries, those that nothing in an entry refers to."""

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        """A view for staff. An address with NUL in its query string is refused: no text in the database holds one."""

        @wraps(view)
        def without_nul(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if any("\x00" in value for _name, values in request.GET.lists() for value in values):
                raise BadRequest
            return view(request, *args, **kwargs)

        return cast("_View", super().admin_view(without_nul, cacheable))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The menu: entries first."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: self.menu.index(app["app_label"]))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits, what is overdue, what was published lately, and the lists."""
        from experiences.admin.desk import desk  # noqa: PLC0415 - the admins there register with this site

        on_the_desk = desk(request, self)
        tallied = {tally.list_url for tally in on_the_desk.tallies}
        context = {"desk": on_the_desk, "app_list": self._other_lists(request, tallied), **(extra_context or {})}
        return super().index(request, context)

    def _other_lists(self, request: HttpRequest, tallied: set[str]) -> list[Any]:
        """The menu without the lists that the desk shows with their numbers."""
        apps = [
            {**app, "models": [model for model in app["models"] if model["admin_url"] not in tallied]}
            for app in self.get_app_list(request)
        ]
        if apps and apps[0]["app_label"] == "experiences":
            lists = apps[0]["models"]
            told = {
                _("What entries refer to"): [each for each in lists if each["object_name"] not in self.running],
                _("How the portal is run"): [each for each in lists if each["object_name"] in self.running],
            }
            named = [{**apps[0], "name": name, "models": models} for name, models in told.items()]
            apps = [named[0], *apps[1:], named[1]]
        return [app for app in apps if app["models"]]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """What autocompletes ask for."""
        return cast("HttpResponse", LabellingAutocomplete.as_view(admin_site=self)(request))
