"""To sign people in, and no more."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class SignInBackend(AuthenticationBackend):
    """Gives no rights: what somebody may do is the desk's policy alone (`experiences/permissions.py`).

    Django's permissions, of a person or of a group, count for nothing here, however they came into the database.
    """

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None."""
        return set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None."""
        return set()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """None. Django asks here for each single one, too."""
        return set()
