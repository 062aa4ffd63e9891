"""The page on which a draft is reviewed: what has changed, what is still missing, what was said about it, and the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from experiences import editorial
from experiences.admin.checklist import shown_checklist
from experiences.admin.discussion import Discussion, show_beside_fields
from experiences.admin.naming import change_url, curator, review_url
from experiences.admin.numbers import number
from experiences.admin.review_content import ReviewContent
from experiences.admin.rights import verbs_here
from experiences.admin.verbs import VerbViews
from experiences.editorial import EditorialError
from experiences.models import Comment
from experiences.permissions import may, reaches
from experiences.vocabulary import Verb

_DECISIONS = {Verb.APPROVE, Verb.REQUEST_CHANGES, Verb.HAND_OVER}
_TO_A_COMMENT: dict[str, tuple[Callable[..., Any], Any]] = {
    "answer": (editorial.answer, _("Your answer is added.")),
    "resolve": (editorial.resolve, _("The comment is resolved.")),
    "reopen": (editorial.reopen, _("The comment is open again.")),
}


class ReviewViews(VerbViews):
    """The review page of a draft, for all who may read it. What each may do there, the verbs say."""

    def get_urls(self) -> list[URLPattern]:
        """The page's address, beside the others."""
        view = self.admin_site.admin_view(self.review_view)
        return [path("<int:pk>/review/", view, name=f"experiences_{self.opts.model_name}_review"), *super().get_urls()]

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the draft to its reviewer, or take what was said about it. What is no draft has nothing to review."""
        if not may(request.user, Verb.VIEW):
            raise PermissionDenied
        edition: Any = get_object_or_404(self.get_queryset(request), pk=pk)
        if not edition.is_draft:
            return redirect(change_url(edition))
        if request.method == "POST":
            try:
                said = self._said(request, edition)
            except EditorialError as refusal:
                for reason in refusal.reasons:
                    self.message_user(request, reason, messages.ERROR)
            else:
                return redirect(f"{review_url(edition)}#comment-{said.pk}")
        return self._review_page(request, edition)

    def discussion_on_form(self, request: HttpRequest, edition: Any, context: dict[str, Any]) -> dict[str, Any]:
        """For the form of an edition: what is open, also beside the fields, and the way to the review page."""
        if not reaches(request.user, Verb.COMMENT, edition):
            return {}
        discussion = Discussion(edition)
        if edition.is_draft:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            show_beside_fields(discussion, context["adminform"].form, formsets)
        verbs = verbs_here(request, edition)
        return {
            "open_comments": discussion.open,
            "review_url": review_url(edition) if edition.is_draft else None,
            "may_judge": not verbs.isdisjoint({Verb.APPROVE, Verb.REQUEST_CHANGES}),
        }

    def _said(self, request: HttpRequest, edition: Any) -> Comment:
        """Carry out what was sent: a comment, or something about one. Returns the comment."""
        by, body, act = curator(request), request.POST.get("body", ""), request.POST.get("do", "")
        if act not in _TO_A_COMMENT:
            made = editorial.comment(edition, about=request.POST.get("about", ""), body=body, by=by)
            self.message_user(request, _t("Your comment is added."), messages.SUCCESS)
            return made
        comment = get_object_or_404(Comment.objects.shown_with(edition), pk=number(request.POST.get("comment")))
        carry_out, done = _TO_A_COMMENT[act]
        carry_out(comment, body=body, by=by)
        self.message_user(request, done, messages.SUCCESS)
        return comment

    def _review_page(self, request: HttpRequest, edition: Any) -> HttpResponse:
        verbs = verbs_here(request, edition)
        # before all else is read: whatever changes from now on is seen when the draft is approved
        fingerprint = editorial.fingerprint(edition) if Verb.APPROVE in verbs else ""
        discussion = Discussion(edition)
        return self.page_about(
            request,
            edition,
            "admin/experiences/review.html",
            title=_t("Review"),
            media=None,
            content=ReviewContent(edition, discussion),
            open_comments=discussion.open,
            checklist=shown_checklist(edition, linked=False),
            steps=edition.entry.steps.filter(edition_number=edition.number).select_related("by", "by_import"),
            fingerprint=fingerprint,
            may_comment=Verb.COMMENT in verbs,
            verbs={verb.value: self.verb_url(verb, edition) for verb in verbs if verb in _DECISIONS},
            typed={name: request.POST.get(name, "") for name in ("about", "comment", "body", "do")},
        )
