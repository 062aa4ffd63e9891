"""People in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from ssc_portal.accounts.models import User


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Django's own user admin, with one name instead of two."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Who"), {"fields": ("full_name", "email")}),
        (_("May do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    list_display = ("username", "full_name", "email", "is_staff", "is_active", "last_login")
    search_fields = ("username", "full_name", "email")
