"""The editorial verbs as buttons of the admin: publish, start the next edition, withdraw, discard."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from experiences import editorial
from experiences.admin.forms import WithdrawForm
from experiences.admin.naming import change_url, curator
from experiences.editorial import EditorialError
from experiences.vocabulary import WithdrawalReason

PUBLISH = "experiences.publish_edition"


class VerbViews(admin.ModelAdmin):
    """One view for each verb. What may be done is the verbs' affair; here is only who may ask for it."""

    def get_urls(self) -> list[URLPattern]:
        """The verbs' addresses, beside Django's own."""
        views = {
            "publish": require_POST(self.publish_view),
            "next": require_POST(self.next_view),
            "withdraw": self.withdraw_view,
            "discard": self.discard_view,
        }
        verbs = [
            path(f"<int:pk>/{verb}/", self.admin_site.admin_view(view), name=f"experiences_{self.opts.model_name}_{verb}")
            for verb, view in views.items()
        ]
        return verbs + super().get_urls()

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the person may publish and withdraw entries of this kind."""
        return request.user.has_perm(PUBLISH) and self.has_view_permission(request)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Publish a draft, and show it."""
        edition = self._asked_for(request, pk, allowed=self.has_publish_permission(request))
        try:
            editorial.publish(edition, by=curator(request))
        except EditorialError as refusal:
            self._say_why_not(request, refusal)
        else:
            self.log_change(request, edition, _("Published."))
            self.message_user(request, _("%(edition)s is published.") % {"edition": edition}, messages.SUCCESS)
        return redirect(change_url(edition))

    def next_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Start the next edition of an entry, and go to it."""
        edition = self._asked_for(request, pk, allowed=self.has_change_permission(request))
        try:
            started = editorial.start_edition(edition.entry, by=curator(request))
        except EditorialError as refusal:
            self._say_why_not(request, refusal)
            return redirect(change_url(edition))
        self.log_addition(request, self.model._default_manager.get(pk=started.pk), _("Started."))
        said = _("Edition %(number)d is a copy of the last one. Readers see the last one until you publish this.")
        self.message_user(request, said % {"number": started.number}, messages.SUCCESS)
        return redirect(change_url(started))

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask why, then withdraw the entry."""
        edition = self._asked_for(request, pk, allowed=self.has_publish_permission(request))
        form = WithdrawForm(request.POST or None, admin_site=self.admin_site)
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                editorial.withdraw(
                    edition.entry, WithdrawalReason(said["reason"]), note=said["note"], merged_into=said["merged_into"]
                )
            except EditorialError as refusal:
                for reason in refusal.reasons:
                    form.add_error(None, reason)
            else:
                self.log_change(request, edition, _("Withdrawn."))
                self.message_user(request, _("%(entry)s is withdrawn.") % {"entry": edition.entry}, messages.SUCCESS)
                return redirect(change_url(edition))
        return self._page(request, "withdraw", edition, _("Withdraw this entry"), form=form, media=self.media + form.media)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask once more, then discard a draft."""
        edition = self._asked_for(request, pk)
        if not self.has_change_permission(request, edition) or not edition.is_draft:
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, "discard", edition, _("Discard this draft"))
        try:
            with transaction.atomic():
                self.log_deletions(request, self.model._default_manager.filter(pk=edition.pk))
                editorial.discard(edition)
        except EditorialError as refusal:
            self._say_why_not(request, refusal)
            return redirect(change_url(edition))
        self.message_user(request, _("%(edition)s is discarded.") % {"edition": edition}, messages.SUCCESS)
        last = edition.entry.editions.order_by("-number").first()
        return redirect(change_url(last) if last else reverse(f"admin:experiences_{self.opts.model_name}_changelist"))

    def _asked_for(self, request: HttpRequest, pk: int, *, allowed: bool = True) -> Any:
        """The edition, if it is of this kind and the person may do what was asked."""
        if not allowed or not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _say_why_not(self, request: HttpRequest, refusal: EditorialError) -> None:
        for reason in refusal.reasons:
            self.message_user(request, reason, messages.ERROR)

    def _page(self, request: HttpRequest, name: str, edition: Any, title: str, **context: Any) -> TemplateResponse:
        """A page that asks before a verb is carried out."""
        return TemplateResponse(
            request,
            f"admin/experiences/{name}.html",
            {
                **self.admin_site.each_context(request),
                "title": title,
                "subtitle": edition.title,
                "edition": edition,
                "opts": self.opts,
                "change_url": change_url(edition),
                **context,
            },
        )
