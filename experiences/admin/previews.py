"""The links by which people without an account read a draft: made, listed and ended on a page of the admin."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from countries.api.fields import absolute_url
from experiences import editorial
from experiences.admin.naming import curator
from experiences.admin.numbers import number
from experiences.admin.rights import verbs_here
from experiences.admin.verbs import VerbViews
from experiences.editorial import EditorialError
from experiences.editorial.sharing import MOST_DAYS, token_of
from experiences.models import PreviewLink
from experiences.permissions import reaches
from experiences.vocabulary import Verb

_USUAL_DAYS = 7


class PreviewLinkForm(forms.Form):
    """For whom a link is, and for how long."""

    recipient = forms.CharField(
        label=_("For whom"),
        max_length=200,
        help_text=_("A name or an office. The reader sees it, and so does everybody at the desk."),
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
    )
    days = forms.IntegerField(
        label=_("Days"), min_value=1, max_value=MOST_DAYS, initial=_USUAL_DAYS, help_text=_("After that the link shows nothing.")
    )


@dataclass(frozen=True)
class ShownLink:
    """A link with its full address, as long as it works."""

    link: PreviewLink
    address: str


class PreviewLinkViews(VerbViews):
    """The page of an edition's preview links."""

    def get_urls(self) -> list[URLPattern]:
        """The page's address, beside the others."""
        view = self.admin_site.admin_view(self.preview_links_view)
        name = f"experiences_{self.opts.model_name}_preview_links"
        return [path("<int:pk>/preview-links/", view, name=name), *super().get_urls()]

    def preview_links_url(self, edition: Any) -> str:
        """The address of the page."""
        return reverse(f"admin:experiences_{self.opts.model_name}_preview_links", args=[edition.pk])

    def preview_links_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the links; make one, or end one."""
        edition = self.edition_for(request, pk, Verb.SHARE)
        if not reaches(request.user, Verb.SHARE, edition):
            raise PermissionDenied
        is_new = request.method == "POST" and "revoke" not in request.POST
        form = PreviewLinkForm(request.POST if is_new else None)
        try:
            if request.method == "POST" and self._carried_out_here(request, edition, form):
                return redirect(self.preview_links_url(edition))
        except EditorialError as refusal:
            for reason in refusal.reasons:
                self.message_user(request, reason, messages.ERROR)
        return self.page_about(
            request,
            edition,
            "admin/experiences/preview_links.html",
            title=_("Preview links"),
            form=form if Verb.SHARE in verbs_here(request, edition) else None,
            links=[self._shown(request, link) for link in edition.preview_links.select_related("made_by", "revoked_by")],
        )

    def _carried_out_here(self, request: HttpRequest, edition: Any, form: PreviewLinkForm) -> bool:
        """Make or end a link. False where the form is not filled in as it should be."""
        if "revoke" in request.POST:
            link = get_object_or_404(edition.preview_links, pk=number(request.POST["revoke"]))
            editorial.revoke(link, by=curator(request))
            self.message_user(request, _t("The link for %(recipient)s is ended.") % {"recipient": link}, messages.SUCCESS)
            return True
        if not form.is_valid():
            return False
        link = editorial.share(edition, by=curator(request), **form.cleaned_data)
        self.message_user(
            request, _t("The link for %(recipient)s is made: copy it below.") % {"recipient": link}, messages.SUCCESS
        )
        return True

    def _shown(self, request: HttpRequest, link: PreviewLink) -> ShownLink:
        address = absolute_url(reverse("shared_preview", args=[token_of(link)]), request) if link.works else ""
        return ShownLink(link, address)
