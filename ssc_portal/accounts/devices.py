"""Devices that somebody has signed in with: a signed cookie says so.

What a stranger does at the sign-in page is counted apart from what the owner of an account does on a device of her own, so the
one cannot shut the other out (docs/decisions/0010-sign-in.md). The cookie is sent to the staff's pages only, and says nothing
but "this device, for this account".
"""

import json
import secrets

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ssc_portal.accounts.models import SignInEvent, User

COOKIE = "known_device"
PATH = "/admin/"
SALT = "ssc_portal.accounts.devices"
SECONDS_KEPT = 365 * 24 * 3600
PEOPLE_OF_A_DEVICE = 5
"""On a computer that more people share, who used it longest ago is forgotten."""


def known_device(request: HttpRequest, person: User | None) -> str:
    """The id of the device that asks, where this person has signed in with it; else an empty text."""
    return _read(request).get(str(person.pk), "") if person else ""


def device_signed_in(request: HttpRequest, person: User) -> str:
    """The same, but only where the sign-in was a whole one: a new password by e-mail makes a device known without."""
    device = known_device(request, person)
    came_in = SignInEvent.objects.filter(device=device, person=person, what=SignInEvent.What.SIGNED_IN)
    return device if device and came_in.exists() else ""


def remember_device(request: HttpRequest, response: HttpResponseBase, person: User) -> str:
    """Have the browser keep that this person was here; the device's id."""
    known = _read(request)
    device = known.pop(str(person.pk), "") or secrets.token_hex(16)
    latest = dict(list(known.items())[1 - PEOPLE_OF_A_DEVICE :]) | {str(person.pk): device}
    response.set_signed_cookie(
        COOKIE,
        json.dumps(latest),
        salt=SALT,
        max_age=SECONDS_KEPT,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return device


def _read(request: HttpRequest) -> dict[str, str]:
    """(person's id: device's id) of a cookie that we signed; nothing of any other."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=SECONDS_KEPT)
    return json.loads(kept) if kept else {}
