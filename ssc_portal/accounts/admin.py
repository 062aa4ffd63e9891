"""People, and what happened at the sign-in page, in the admin."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from experiences.admin.people import RemitInline
from experiences.vocabulary import Role
from ssc_portal.accounts.models import SignInEvent, User
from ssc_portal.accounts.people import NewPersonForm, PersonForm
from ssc_portal.accounts.sign_in_log import note

for _model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(_model)  # the library's lists show secrets, and nothing that anybody here should change by hand
admin.site.unregister(Group)  # the roles are fixed, and given with the person


class RoleFilter(admin.RelatedFieldListFilter):
    """People by role."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("role")

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """The roles, by name."""
        return [(group.pk, Role(group.name).label) for group in Group.objects.filter(name__in=Role.values).order_by("pk")]


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Django's own user admin: with one name instead of two, roles and remit instead of permissions, and the second factor."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Who"), {"fields": ("full_name", "email")}),
        (_("May do"), {"fields": ("is_active", "groups", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    form = PersonForm
    add_form = NewPersonForm
    inlines = (RemitInline,)
    filter_horizontal = ()
    list_display = ("username", "full_name", "email", "roles", "is_active", "second_factor", "last_login")
    list_filter = (("groups", RoleFilter), "is_active", "is_superuser")
    search_fields = ("username", "full_name", "email")
    search_help_text = _("A name or a part of an e-mail address.")
    actions = ("remove_second_factor",)
    delete_confirmation_template = "admin/delete_person.html"

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser makes another; dates are nobody's to change."""
        dates = ("last_login", "date_joined")
        return dates if request.user.is_superuser else (*dates, "is_superuser")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Whether somebody is a superuser is said of superusers, and to them."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.is_superuser or request.user.is_superuser:
            return fieldsets
        return [(name, {"fields": [each for each in said["fields"] if each != "is_superuser"]}) for name, said in fieldsets]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """People are not deleted by the dozen."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        """The remit, once the person is there."""
        return self.inlines if obj else ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """With the roles comes the right to enter the desk; with the last of them it goes."""
        super().save_related(request, form, formsets, change)
        person: User = form.instance
        person.is_staff = person.is_superuser or person.groups.filter(name__in=Role.values).exists()
        person.save(update_fields=["is_staff"])

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An administrator does not change a superuser: a new password would be enough to become one."""
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nor delete one."""
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """People, each with the roles, and with whether there is a second factor."""
        has_one = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP))
        people: QuerySet[User] = super().get_queryset(request)
        return people.annotate(has_second_factor=has_one).prefetch_related("groups")

    @admin.display(description=_("Roles"))
    def roles(self, person: User) -> str:
        """What the person does here."""
        names = [str(Role(group.name).label) for group in person.groups.all() if group.name in Role.values]
        return ", ".join([*names, _t("superuser")] if person.is_superuser else names)

    @admin.display(description=_("Second factor"), boolean=True, ordering="has_second_factor")
    def second_factor(self, person: Any) -> bool:
        """Whether one is set up."""
        return bool(person.has_second_factor)

    @admin.action(description=_("Remove the second factor (phone and recovery codes lost)"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """Take it away, so that they can set up a new one when they sign in."""
        without = 0
        for person in people:
            if not _may_touch(request, person):
                continue
            if Authenticator.objects.filter(user=person).delete()[0]:
                without += 1
                note(request, SignInEvent.What.SECOND_FACTOR_REMOVED, person)
        text = ngettext("Removed for %(number)d person.", "Removed for %(number)d people.", without)
        self.message_user(request, text % {"number": without}, messages.SUCCESS)


def _may_touch(request: HttpRequest, person: User | None) -> bool:
    return person is None or not person.is_superuser or request.user.is_superuser


@admin.register(SignInEvent)
class SignInEventAdmin(admin.ModelAdmin):
    """A list to read, the latest first."""

    list_display = ("at", "what", "person", "address", "device_was_known")
    list_display_links = None
    list_filter = ("what", "at")
    list_select_related = ("person",)
    search_fields = ("person__username", "person__full_name", "address")
    search_help_text = _("A person's name, or a part of an address.")
    date_hierarchy = "at"
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """The list and nothing else."""
        return [path("", self.admin_site.admin_view(self.changelist_view), name="accounts_signinevent_changelist")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: SignInEvent | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SignInEvent | None = None) -> bool:
        """Nobody: old events go by the command `forget_sign_ins`."""
        return False
