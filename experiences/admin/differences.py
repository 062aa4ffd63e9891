"""The page that shows what has changed from one edition of an entry to another."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from experiences.admin.naming import change_url
from experiences.differences import differences
from experiences.models import Edition
from experiences.permissions import may
from experiences.vocabulary import EditionState, Verb


class DifferencesView(admin.ModelAdmin):
    """Any two editions of an entry that the person may view, side by side in one text."""

    def get_urls(self) -> list[URLPattern]:
        """The page's address, beside Django's own."""
        view = self.admin_site.admin_view(self.differences_view)
        return [path("<int:pk>/differences/", view, name=f"experiences_{self.opts.model_name}_differences"), *super().get_urls()]

    def differences_url(self, edition: Edition) -> str:
        """The address of the differences that led to an edition."""
        return reverse(f"admin:experiences_{self.opts.model_name}_differences", args=[edition.pk])

    def differences_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What has changed. `?from=` and `?to=` are numbers of editions; without them, what led to this edition."""
        if not may(request.user, Verb.VIEW):
            raise PermissionDenied
        edition: Any = get_object_or_404(self.get_queryset(request), pk=pk)
        editions = {each.number: each for each in edition.entry.editions.visible_to(request.user)}
        before, after = _asked_for(request, "from", editions), _asked_for(request, "to", editions)
        unknown = [request.GET[name] for name, found in (("from", before), ("to", after)) if name in request.GET and not found]
        after = after or editions[edition.number]
        before = before or _leading_to(after, list(editions.values()))
        return TemplateResponse(
            request,
            "admin/experiences/differences.html",
            {
                **self.admin_site.each_context(request),
                "title": _("Differences"),
                "subtitle": edition.title,
                "edition": edition,
                "opts": self.opts,
                "media": self.media,
                "change_url": change_url(edition),
                "editions": [(each, _label(each)) for each in reversed(editions.values())],
                "before": before,
                "after": after,
                "unknown": unknown,
                "groups": differences(before, after) if before else [],
            },
        )


def _asked_for(request: HttpRequest, name: str, editions: dict[int, Edition]) -> Edition | None:
    return next((edition for number, edition in editions.items() if str(number) == request.GET.get(name)), None)


def _leading_to(after: Edition, editions: list[Edition]) -> Edition | None:
    """What an edition is compared with: a draft with what the public reads, others with the one before; else with any other."""
    earlier = [each for each in editions if each.number < after.number]
    public = [each for each in earlier if each.state == EditionState.PUBLISHED]
    return next(reversed(public or earlier), next((each for each in editions if each != after), None))


def _label(edition: Edition) -> str:
    said = {"number": edition.number, "state": edition.get_state_display()}
    if edition.published_at is None:
        return _("Edition %(number)d (%(state)s)") % said
    said["day"] = date_format(edition.published_at, "j F Y")
    return _("Edition %(number)d (%(state)s, published on %(day)s)") % said
