"""What the person who is signed in was told of lately, and how often it comes by e-mail."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import UpdateView

from experiences.models import Notice
from ssc_portal.accounts.models import User
from ssc_portal.accounts.views import person_of

_MOST = 100


class DigestForm(forms.ModelForm):
    """How often."""

    class Meta:
        model = User
        fields = ("digest",)
        widgets = {"digest": forms.RadioSelect}


class NoticesView(UpdateView):
    """The list, and the choice."""

    form_class = DigestForm
    template_name = "account/notices.html"

    @method_decorator(admin.site.admin_view)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, for those at the desk."""
        return super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset: Any = None) -> User:
        """The person who is signed in."""
        return person_of(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the latest notices."""
        notices = Notice.objects.for_person(self.request.user)
        shown = {
            "title": _("Notices"),
            "notices": notices[:_MOST],
            "unseen": notices.unseen().order_by().count(),
        }
        return super().get_context_data(**kwargs) | admin.site.each_context(self.request) | shown

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note that all are seen, or how often mail is to come."""
        if "seen" in request.POST:
            Notice.objects.filter(person=person_of(request)).mark_seen()
            return redirect("account_notices")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the choice."""
        User.objects.filter(pk=person_of(self.request).pk).update(digest=form.cleaned_data["digest"])
        messages.success(self.request, _("Your choice is kept."))
        return redirect("account_notices")
