"""The admin of each kind of entry. All four are one, but for the fields that only one kind has."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from countries.record_admin import WRITTEN
from experiences import editorial
from experiences.admin import guidance
from experiences.admin.checklist import shown_checklist
from experiences.admin.differences import DifferencesView
from experiences.admin.forms import EditionForm, StartForm
from experiences.admin.inlines import PART_INLINES, PERIOD, WithAutocompletes
from experiences.admin.listing import EntryList
from experiences.admin.naming import change_url, curator, standing
from experiences.admin.previews import PreviewLinkViews
from experiences.admin.reviewing import ReviewViews
from experiences.admin.rights import may_write, verbs_here, writes_as
from experiences.admin.saving import SavesThroughVerbs
from experiences.admin.texts import TextInline
from experiences.models import Agreement, Edition, Exchange, Experience, Initiative, Notice
from experiences.permissions import may
from experiences.vocabulary import TYPES, EntryState, Kind, Stage, Verb


class EditionAdmin(
    EntryList, SavesThroughVerbs, PreviewLinkViews, ReviewViews, DifferencesView, WithAutocompletes, admin.ModelAdmin
):
    """An entry of some kind: listed once, edited as a draft, read once it is published."""

    what_it_is: tuple[Any, ...] = ("type", ("scope", "modality"))
    when_and_where: tuple[Any, ...] = (PERIOD,)
    inlines = (TextInline, *PART_INLINES)
    autocomplete_fields = ("themes", "recommendations")
    formfield_overrides = WRITTEN
    change_form_template = "admin/experiences/edition.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What an entry begins with, or everything that its edition says outside the parts."""
        if obj is None:
            return [(None, {"fields": ("title", "type", "language", "summary", "key")})]
        return [
            (_("What it is"), {"fields": self.what_it_is}),
            (_("When and where"), {"fields": self.when_and_where}),
            (_("Themes and what it answers"), {"fields": ("themes", "recommendations")}),
            (_("Notes for staff"), {"fields": ("curator_note",)}),
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A short form to start, the whole form from then on."""
        return super().get_form(request, obj, change, form=StartForm if obj is None else EditionForm, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """The parts, once there is an edition for them."""
        return [] if obj is None else self.inlines

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Only the types of this kind."""
        if db_field.name == "type":
            kwargs["choices"] = [("", "---------"), *((each.value, each.label) for each in TYPES[self.kind])]
            kwargs["help_text"] = guidance.TYPES[self.kind]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Anybody at the desk."""
        return may(request.user, Verb.VIEW)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the policy says of the edition."""
        return may(request.user, Verb.VIEW) if obj is None else Verb.VIEW in verbs_here(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may start an entry."""
        return may(request.user, Verb.CREATE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may edit or translate: some edition, or this one as it stands."""
        if obj is None:
            return may(request.user, Verb.EDIT) or may(request.user, Verb.TRANSLATE)
        return may_write(request, obj, Verb.EDIT) or may_write(request, obj, Verb.TRANSLATE)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All that stands outside the texts, for a translator."""
        if obj is None or writes_as(request, obj) == Verb.EDIT:
            return ()
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Drafts are discarded, entries withdrawn; nothing is deleted."""
        return False

    def view_on_site(self, edition: Edition) -> str | None:
        """The public page, if there is one."""
        return edition.get_absolute_url() if edition.entry.state == EntryState.PUBLISHED else None

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """From the start of an entry on to the form of its draft."""
        self.message_user(request, _t("%(edition)s is started. Nobody but staff sees it.") % {"edition": obj}, messages.SUCCESS)
        return redirect(change_url(obj))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Submit what was just saved, if that was the button."""
        if "_submit" not in request.POST:
            return super().response_change(request, obj)
        self.message_user(request, _t("What you typed is saved."), messages.SUCCESS)
        return self.submit_saved(request, obj)

    def render_change_form(  # noqa: PLR0917 - Django's signature
        self, request: HttpRequest, context: dict[str, Any], add: bool = False, change: bool = False,
        form_url: str = "", obj: Any = None,
    ) -> Any:  # fmt: skip
        """With what the form says about the entry: where it stands, what is missing, and what can be done."""
        context |= {"show_save_and_add_another": False}
        if obj is not None:
            context |= self._about(request, obj)
            context |= self.discussion_on_form(request, obj, context)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _about(self, request: HttpRequest, edition: Any) -> dict[str, Any]:
        editions = list(edition.entry.editions.visible_to(request.user).select_related("published_by", "published_by_import"))
        has_original = any(text.is_original for text in edition.texts.all())
        preview = reverse("entries:edition", args=[edition.entry.ref, edition.number]) if has_original else None
        verbs = verbs_here(request, edition)
        Notice.objects.filter(person=curator(request), edition=edition).mark_seen()
        edited = self.has_change_permission(request, edition)
        steps = list(edition.entry.steps.select_related("by", "by_import"))
        asked = [step for step in steps if step.verb == Verb.REQUEST_CHANGES and step.edition_number == edition.number]
        return {
            "title": edition.title or _t("(no title yet)"),
            "subtitle": f"{edition}, {edition.get_state_display()}",
            "standing": standing(editions[-1]),
            "approval_at_stake": edited and edition.is_draft and edition.stage == Stage.APPROVED,
            "editions": editions[::-1],
            "steps": steps,
            "asked_for": asked[-1] if edition.is_draft and edition.stage == Stage.CHANGES_REQUESTED and asked else None,
            "checklist": shown_checklist(edition, linked=edited and Verb.EDIT in verbs),
            "preview_url": preview,
            "differences_url": self.differences_url(edition) if len(editions) > 1 or edition.is_draft else None,
            "preview_links_url": self.preview_links_url(edition) if Verb.SHARE in verbs else None,
            "may_submit": Verb.SUBMIT in verbs,
            "fingerprint": editorial.fingerprint(edition) if Verb.APPROVE in verbs else "",
            "buttons": [each for each in self.buttons(request, edition) if not (edited and each[0].verb == Verb.SUBMIT)],
        }


@admin.register(Experience)
class ExperienceAdmin(EditionAdmin):
    """What countries did and learned."""

    kind = Kind.EXPERIENCE


@admin.register(Initiative)
class InitiativeAdmin(EditionAdmin):
    """What stands and goes on."""

    kind = Kind.INITIATIVE


@admin.register(Agreement)
class AgreementAdmin(EditionAdmin):
    """Instruments between parties."""

    kind = Kind.AGREEMENT
    what_it_is = (("type", "agreement_status"), ("scope", "modality"))
    when_and_where = (PERIOD, "place")


@admin.register(Exchange)
class ExchangeAdmin(EditionAdmin):
    """Occasions on which experience moved."""

    kind = Kind.EXCHANGE
    when_and_where = (PERIOD, "place")
