"""The forms of a person: the first page of somebody new; and roles to tick, each with what it is for."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from experiences.vocabulary import Role

DUTIES = {
    Role.FOCAL_POINT: _("drafts and corrects entries of the own countries and organisations (say below which)"),
    Role.EDITOR: _("drafts and corrects all entries, and what they refer to"),
    Role.REVIEWER: _("reads drafts, asks for changes, approves"),
    Role.PUBLISHER: _("publishes what is approved; withdraws and merges"),
    Role.ADMINISTRATOR: _("has every role, manages people, runs imports, reads the audit trail"),
    Role.TRANSLATOR: _("translates drafts into the languages ticked below"),
}
"""What each role is for, in short. `experiences/permissions.py` says what it may do."""


class RolesField(forms.ModelMultipleChoiceField):
    """The groups that are roles, to tick. Others give nothing, and are not shown."""

    def __init__(self, **kwargs: Any) -> None:
        groups = Group.objects.filter(name__in=Role.values).order_by("pk")
        super().__init__(groups, widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """The role and its duties."""
        role = Role(obj.name)
        return f"{role.label}: {DUTIES[role]}"


class NewPersonForm(AdminUserCreationForm):
    """Somebody new: the name to sign in with, and a password, or none for who comes in through the organisation."""

    usable_password = forms.ChoiceField(
        label=_("Signs in"),
        required=False,
        initial="true",
        choices={"true": _("with a password"), "false": _("without a password")},
        widget=forms.RadioSelect(attrs={"class": "radiolist inline"}),
        help_text=_("Without one, only through the sign-in of the organisation, where this portal is set up for that."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, first, again = self.fields["username"], self.fields["password1"], self.fields["password2"]
        name.help_text = _("What the person types to sign in: letters, digits, and any of @ . + - _")
        first.help_text = _("A long one: some words that have nothing to do with each other are good. The person can change it.")
        again.label, again.help_text = _("Password again"), ""


class PersonForm(UserChangeForm):
    """A person. Whoever has a role may enter the desk; without one there is nothing to do there."""

    is_active = forms.BooleanField(
        label=_("Active"),
        required=False,
        help_text=_("Without this tick nobody signs in with the account, and its sessions end. For somebody who leaves."),
    )
    groups = RolesField(
        label=_("Roles"), required=False, help_text=_("Nobody approves what he or she has written, whatever the roles.")
    )
