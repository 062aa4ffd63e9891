"""The editorial verbs as buttons and pages of the admin. Each asks first, and says why when it is refused."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from experiences.admin.actions import ACTIONS, Action
from experiences.admin.checklist import shown_checklist
from experiences.admin.discussion import Discussion
from experiences.admin.naming import change_url, curator
from experiences.admin.rights import verbs_here
from experiences.editorial import NEED_ALL_THERE, EditorialError
from experiences.models import Edition
from experiences.permissions import may
from experiences.vocabulary import Verb

_MIND_COMMENTS = {Verb.SUBMIT, Verb.REQUEST_CHANGES, Verb.APPROVE, Verb.SCHEDULE, Verb.PUBLISH}
"""Before these, a person is shown which comments are open."""


class VerbViews(admin.ModelAdmin):
    """One page for each verb. What may be done, and by whom, is the verbs' affair."""

    def get_urls(self) -> list[URLPattern]:
        """The verbs' addresses, beside Django's own."""
        verbs = [
            path(
                f"<int:pk>/{action.verb.replace('_', '-')}/",
                self.admin_site.admin_view(partial(self.verb_view, action=action)),
                name=f"experiences_{self.opts.model_name}_{action.verb}",
            )
            for action in ACTIONS
        ]
        return verbs + super().get_urls()

    def buttons(self, request: HttpRequest, edition: Edition) -> list[tuple[Action, str]]:
        """What the person may do to the edition now, each with the address that asks for it."""
        verbs = verbs_here(request, edition)
        return [(action, self.verb_url(action.verb, edition)) for action in ACTIONS if action.verb in verbs]

    def verb_url(self, verb: Verb, edition: Edition) -> str:
        """The address of the page that asks before a verb is carried out."""
        return reverse(f"admin:experiences_{self.opts.model_name}_{verb}", args=[edition.pk])

    def verb_view(self, request: HttpRequest, pk: int, action: Action) -> HttpResponse:
        """Ask, then do it and show what came of it."""
        edition = self.edition_for(request, pk, action.verb)
        about: dict[str, Any] = {"edition": edition, "person": request.user, "site": self.admin_site}
        form = action.form(request.POST if request.method == "POST" else None, initial=request.GET.dict(), **about)
        if form.is_valid():
            try:
                then = self._carried_out(request, action, edition, form.cleaned_data)
            except EditorialError as refusal:
                for reason in refusal.reasons:
                    form.add_error(None, reason)
            else:
                return redirect(change_url(then) if then else self._list_url())
        return self._page(request, action, edition, form)

    def submit_saved(self, request: HttpRequest, edition: Edition) -> HttpResponse:
        """Submit what was just saved, and show it."""
        action = next(action for action in ACTIONS if action.verb == Verb.SUBMIT)
        try:
            self._carried_out(request, action, edition, {})
        except EditorialError as refusal:
            for reason in refusal.reasons:
                self.message_user(request, reason, messages.ERROR)
        return redirect(change_url(edition))

    def edition_for(self, request: HttpRequest, pk: int, verb: Verb) -> Any:
        """The edition, if it is of this kind, and the person may see it and has the verb at all."""
        if not may(request.user, verb):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    @transaction.atomic
    def _carried_out(self, request: HttpRequest, action: Action, edition: Any, said: dict[str, Any]) -> Edition | None:
        then = action.do(edition, curator(request), said)
        self.log_change(request, edition, str(action.verb.label))
        done = action.done % {"edition": then or edition, "entry": edition.entry}
        self.message_user(request, done if action.verb != Verb.DISCARD else action.done % {"edition": edition}, messages.SUCCESS)
        return then

    def _list_url(self) -> str:
        return reverse(f"admin:experiences_{self.opts.model_name}_changelist")

    def _page(self, request: HttpRequest, action: Action, edition: Any, form: Any) -> TemplateResponse:
        """The page that asks. While something is missing that the verb needs, it says what, and has no button."""
        said = {"action": action, "form": form, "media": self.media + form.media}
        if action.verb in _MIND_COMMENTS:
            said["open_comments"] = Discussion(edition).open
        if action.verb in NEED_ALL_THERE | {Verb.APPROVE}:
            checklist = shown_checklist(edition, linked=Verb.EDIT in verbs_here(request, edition))
            said |= {"checklist": checklist, "blocked": bool(checklist.blocking) and action.verb in NEED_ALL_THERE}
        return self.page_about(request, edition, "admin/experiences/verb.html", title=action.title, **said)

    def page_about(self, request: HttpRequest, edition: Any, template: str, **context: Any) -> TemplateResponse:
        """A page of the admin about an edition, beside its form."""
        frame = self.admin_site.each_context(request)
        about = {
            "edition": edition,
            "subtitle": edition.title or _("(no title yet)"),
            "opts": self.opts,
            "change_url": change_url(edition),
        }
        return TemplateResponse(request, template, frame | about | context)
