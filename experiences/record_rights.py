"""Django asks who may see and edit records and people; the desk's policy answers."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from experiences.permissions import may
from experiences.vocabulary import Verb

_EDITIONS = {"edition", "experience", "initiative", "agreement", "exchange", "entry"}
_SEARCHES = {"searchedquery", "searchtally"}
_RULES = {"qualityrule"}
_PEOPLE = {"accounts", "auth"}


class DeskBackend(BaseBackend):
    """Signs nobody in. Of editions it says nothing: their admin asks the policy about each one."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the person has a permission of Django's admin, such as countries.change_country."""
        verb = _verb(perm)
        return verb is not None and may(user_obj, verb)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the person sees anything of an app."""
        return may(user_obj, Verb.MANAGE_PEOPLE if app_label in _PEOPLE else Verb.VIEW_RECORDS)


def _verb(perm: str) -> Verb | None:
    app, _dot, codename = perm.partition(".")
    action, _line, model = codename.partition("_")
    if app in _PEOPLE or model == "remit":
        return Verb.MANAGE_PEOPLE
    if app not in {"countries", "experiences"} or model in _EDITIONS:
        return None
    if model in _RULES:
        return {"view": Verb.VIEW_RECORDS, "change": Verb.SET_RULES}.get(action)
    if model == "import":
        return Verb.IMPORT if action == "view" else None
    if model in _SEARCHES:
        return Verb.SEE_SEARCHES if action == "view" else None
    return Verb.VIEW_RECORDS if action == "view" else Verb.EDIT_RECORDS
