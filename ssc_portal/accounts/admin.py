"""People, and what happened at the sign-in page, in the admin."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ssc_portal.accounts.models import SignInEvent, User
from ssc_portal.accounts.sign_in_log import note

for _model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(_model)  # the library's lists show secrets, and nothing that anybody here should change by hand


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Django's own user admin, with one name instead of two, and with the second factor."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Who"), {"fields": ("full_name", "email", "digest")}),
        (_("May do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    list_display = ("username", "full_name", "email", "is_staff", "is_active", "second_factor", "last_login")
    search_fields = ("username", "full_name", "email")
    actions = ("remove_second_factor",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser makes another, or gives rights besides those of the roles."""
        return () if request.user.is_superuser else ("is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An administrator does not change a superuser: a new password would be enough to become one."""
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nor delete one."""
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """People, each with whether they have a second factor."""
        has_one = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP))
        people: QuerySet[User] = super().get_queryset(request)
        return people.annotate(has_second_factor=has_one)

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
