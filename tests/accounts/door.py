"""To come in by the front door, as a person with a browser and a phone does."""

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from ssc_portal.accounts.models import User

PASSWORD = "four quiet boats upriver"
KEY = base64.b32encode(b"a key of twenty byte").decode()
HOME, AWAY = "192.0.2.1", "198.51.100.7"


def person(username: str = "maria", *groups: str, **fields: Any) -> User:
    """Somebody of the staff, in these groups."""
    email = fields.pop("email", f"{username}@example.org")
    user = User.objects.create_user(username, email, PASSWORD, is_staff=fields.pop("is_staff", True), **fields)
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return user


def with_phone(user: User) -> User:
    """The same, with an app on the phone that knows KEY, and with recovery codes."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": KEY})
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "0" * 80, "used_mask": 0})
    return user


def code(periods_from_now: int = 0, key: str = KEY) -> str:
    """What the app shows (RFC 6238), now or some periods of 30 seconds from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + periods_from_now)
    digest = hmac.new(base64.b32decode(key), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def visitor(address: str = HOME) -> Client:
    """A browser at that address."""
    return Client(REMOTE_ADDR=address)


def give_password(client: Client, username: str = "maria", password: str = PASSWORD, **more: str) -> Any:
    """Fill in the first page."""
    return client.post(reverse("account_login"), {"login": username, "password": password} | more)


def give_code(client: Client, given: str) -> Any:
    """Fill in the second page."""
    return client.post(reverse("mfa_authenticate"), {"code": given})


def is_in(client: Client) -> bool:
    """Whether the desk opens."""
    return client.get(reverse("admin:index")).status_code == 200


def refused(response: Any) -> str:
    """Why a form was refused, as the page says it; an empty text where it was not."""
    assert response.status_code in {200, 302}
    found = re.findall(
        r'class="errornote"[^>]*>(.*?)</p>|<ul class="errorlist"[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL
    )
    return " ".join(re.sub(r"<[^>]*>", "", one or other).strip() for one, other in found)
