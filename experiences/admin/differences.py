"""The page that shows what has changed from one state of an entry to another: of editions as they are, or as a save left them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from experiences.admin.naming import change_url
from experiences.admin.rights import verbs_here
from experiences.differences import Document, Group, differences_of_documents, documents_of
from experiences.models import Edition, Save
from experiences.permissions import may
from experiences.vocabulary import EditionState, Verb


@dataclass(frozen=True)
class State:
    """An edition as it is now, or as a save left it. `key` names it in the address: 3, or 3.12 for its revision 12."""

    key: str
    label: str
    edition: Edition
    save: Save | None = None


class DifferencesView(admin.ModelAdmin):
    """Any two states of an entry that the person may view, as one text with what was removed and added."""

    def get_urls(self) -> list[URLPattern]:
        """The page's address, beside Django's own."""
        view = self.admin_site.admin_view(self.differences_view)
        return [path("<int:pk>/differences/", view, name=f"experiences_{self.opts.model_name}_differences"), *super().get_urls()]

    def differences_url(self, edition: Edition) -> str:
        """The address of the differences that led to an edition."""
        return reverse(f"admin:experiences_{self.opts.model_name}_differences", args=[edition.pk])

    def differences_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What has changed. `?from=` and `?to=` are keys of states; without them, what led to this edition."""
        if not may(request.user, Verb.VIEW):
            raise PermissionDenied
        edition: Any = get_object_or_404(self.get_queryset(request), pk=pk)
        states = _states(edition, request)
        asked = {name: request.GET[name] for name in ("from", "to") if name in request.GET}
        after = states.get(asked.get("to", "")) or states[str(edition.number)]
        before = states.get(asked.get("from", "")) or _leading_to(after, list(states.values()))
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
                "states": list(states.values()),
                "before": before,
                "after": after,
                "unknown": [key for key in asked.values() if key not in states],
                "groups": _differences(before, after) if before else [],
                "old_saves": self._old_saves(request, [before, after]),
            },
        )

    def _old_saves(self, request: HttpRequest, states: list[State | None]) -> list[tuple[str, str]]:
        """Those of the states that the person may have the draft go back to: label and address."""
        page = f"admin:experiences_{self.opts.model_name}_{Verb.GO_BACK}"
        return [
            (state.label, f"{reverse(page, args=[state.edition.pk])}?save={state.save.revision}")
            for state in states
            if state and state.save and state.save.revision < state.edition.revision
            if Verb.GO_BACK in verbs_here(request, state.edition)
        ]


def _states(edition: Edition, request: HttpRequest) -> dict[str, State]:
    """All states that the person may view, by their keys: the newest edition first, each followed by its saves, newest first."""
    saves = Save.objects.defer("content").select_related("by", "by_import").order_by("-revision")
    editions = edition.entry.editions.visible_to(request.user).prefetch_related(Prefetch("saves", saves)).order_by("-number")
    states = {}
    for each in editions:
        states[str(each.number)] = State(str(each.number), _label(each), each)
        for save in each.saves.all():
            key = f"{each.number}.{save.revision}"
            states[key] = State(key, _label_of_save(each, save), each, save)
    return states


def _leading_to(after: State, states: list[State]) -> State | None:
    """What a state is compared with: the public edition before it, else the last one before it, else its first save."""
    editions = [state for state in states if state.save is None and state != after]
    earlier = [state for state in editions if state.edition.number < after.edition.number]
    public = [state for state in earlier if state.edition.state == EditionState.PUBLISHED]
    saves = [state for state in states if state.save and state.edition == after.edition and state != after]
    return next(iter([*public, *earlier, *reversed(saves), *editions]), None)


def _differences(before: State, after: State) -> list[Group]:
    now = documents_of([before.edition, after.edition])
    kept = Save.objects.in_bulk([state.save.pk for state in (before, after) if state.save])

    def document(state: State) -> Document:
        content: Document = kept[state.save.pk].content if state.save else now[state.edition.pk]
        return content

    return differences_of_documents(document(before), document(after))


def _label(edition: Edition) -> str:
    said = {"number": edition.number, "state": edition.get_state_display()}
    if edition.published_at is None:
        return _("Edition %(number)d (%(state)s)") % said
    said["day"] = date_format(edition.published_at, "j F Y")
    return _("Edition %(number)d (%(state)s, published on %(day)s)") % said


def _label_of_save(edition: Edition, save: Save) -> str:
    said = {"number": edition.number, "when": date_format(save.at, "j F Y, H:i"), "person": save.by_whom}
    return _("Edition %(number)d as saved on %(when)s UTC by %(person)s") % said
