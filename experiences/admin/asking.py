"""The forms that ask before a verb is carried out: for a reason, a note, a person, another entry."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from experiences.admin.lookup import EntryChoiceField
from experiences.admin.naming import entries_with_titles, entry_label
from experiences.editorial import fingerprint, takes_in
from experiences.models import Edition, Entry
from experiences.vocabulary import Role, WithdrawalReason


def _written(label: Any, help_text: Any, *, required: bool = True) -> forms.CharField:
    widget = AdminTextareaWidget(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget)


class AskingForm(forms.Form):
    """A form about an edition. As it is, it asks for nothing but a yes. `button` is what its button says, if not the verb."""

    method = "post"
    button: Any = ""

    def __init__(self, *args: Any, edition: Edition, person: Any, site: admin.AdminSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class NoteForm(AskingForm):
    """A note, for those who want to leave one."""

    note = _written(_("Note"), _("For the others at the desk, if there is something to say."), required=False)


class ScheduleForm(NoteForm):
    """When to publish."""

    at = forms.DateTimeField(
        label=_("Time of publication, UTC"),
        help_text=_("Day and time in UTC: nine in the morning is 16:00 in Bangkok, 17:00 in Beijing, 21:00 in Suva."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    field_order = ("at", "note")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        self.initial.setdefault("at", edition.publish_at)


class ReasonsForm(AskingForm):
    """What has to change."""

    reasons = _written(_("What is to be changed, and why"), _("Whoever writes the draft reads this."))


class EmergencyForm(AskingForm):
    """Why nobody else can look first."""

    reason = _written(_("What the emergency is"), _("Stays with the edition. Who reviews it afterwards reads this."))


class ApproveForm(NoteForm):
    """An approval is of what was read: it says which state of the draft that was."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        self.initial.setdefault("seen", fingerprint(edition))


class WithdrawForm(AskingForm):
    """Why an entry is taken off the lists."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(each.value, each.label) for each in (WithdrawalReason.IN_ERROR, WithdrawalReason.SUPERSEDED)],
        widget=forms.RadioSelect,
    )
    note = _written(_("Note"), _("A sentence for readers who follow an old link."), required=False)


class MergeForm(AskingForm):
    """Where readers are to be sent. A merger is for good, so it is asked for twice, with the way to the other entry between."""

    into = EntryChoiceField(
        label=_("Consolidated into"),
        queryset=Entry.objects.none(),
        help_text=_("The published entry that now holds the content. Readers of this one are sent there."),
    )
    note = _written(_("Note"), _("For the history of the entry."), required=False)
    looked_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, edition: Edition, person: Any, site: admin.AdminSite, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, person=person, site=site, **kwargs)
        self.edition = edition
        into: Any = self.fields["into"]
        into.queryset = entries_with_titles(person)
        into.widget = AutocompleteSelect(Entry._meta.get_field("merged_into"), site)
        into.widget.choices = into.choices

    def clean(self) -> dict[str, Any]:
        """Refuse it the first time, and say which entry it would be. One that cannot be is the verb's affair."""
        said: dict[str, Any] = super().clean() or {}
        into: Entry | None = said.get("into")
        if into is not None and takes_in(into, self.edition.entry) and said["looked_at"] != str(into.pk):
            sent: Any = self.data  # a QueryDict, which is copied to be changed
            self.data = sent = sent.copy()
            sent["looked_at"] = str(into.pk)
            link = format_html('<a href="{}" target="_blank">{}</a>', into.get_absolute_url(), entry_label(into))
            asks = _t("Readers of {ref} would be led to {other} for ever. Look at that entry, then choose the button again.")
            raise ValidationError(format_html(asks, ref=self.edition.entry.ref, other=link))
        return said


class HandOverForm(NoteForm):
    """Who takes over."""

    to = forms.ModelChoiceField(label=_("Who takes over"), queryset=get_user_model().objects.none())
    field_order = ("to", "note")

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        at_the_desk = Q(groups__name__in=Role.values) | Q(is_superuser=True)
        people = get_user_model().objects.filter(at_the_desk, is_active=True).exclude(pk=edition.owner_id or 0).distinct()
        self.fields["to"].queryset = people.order_by("full_name", "username")  # type: ignore[attr-defined]
