"""Sign-in through an organisation's own page (OpenID Connect), with a provider that the test runs on this machine."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from ssc_portal.accounts.models import SignInEvent, User

from .door import PASSWORD, code, give_code, is_in, person, visitor, with_phone

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.oidc_urls")]


class Provider(ThreadingHTTPServer):
    """Vouches for whatever `says` holds."""

    says: dict[str, Any] = {}
    codes: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_args: Any) -> None:
        """Nothing."""

    def answer(self, content: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def do_GET(self) -> None:
        where = self.server.address
        paths = {"authorization_endpoint": "ask", "token_endpoint": "token", "userinfo_endpoint": "who", "jwks_uri": "keys"}
        described = {"issuer": where, **{name: f"{where}/{path}" for name, path in paths.items()}}
        self.answer(described if self.path.endswith("openid-configuration") else self.server.says)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.codes += sent["code"]
        claims = {"iss": self.server.address, "aud": "portal", "exp": time.time() + 60, "iat": time.time(), **self.server.says}
        self.answer({"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(claims, "k" * 32, "HS256")})


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    server = Provider(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {"provider_id": "staff", "name": "UNICEF", "client_id": "portal", "secret": "shared"}
    app["settings"] = {"server_url": server.address}  # type: ignore[assignment]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    settings.OIDC_NAME = "UNICEF"
    yield server
    server.shutdown()
    server.server_close()


def come_back(client: Client, **claims: Any) -> Any:
    """Press the button, sign in over there as who the claims say, and come back."""
    Provider.says = {"sub": "s-1", "email_verified": True} | claims
    asked = client.post(reverse("openid_connect_login", args=["staff"]), {"next": "/admin/password_change/"})
    query = parse_qs(urlsplit(asked["Location"]).query)
    assert query["code_challenge"]
    return client.get(reverse("openid_connect_callback", args=["staff"]), {"code": "once", "state": query["state"][0]})


def test_somebody_whom_the_organisation_vouches_for_is_let_in(provider):
    user = person()
    client = visitor()
    assert "Sign in with UNICEF" in client.get(reverse("account_login")).content.decode()
    assert come_back(client, email="Maria@example.org")["Location"] == "/admin/password_change/"
    assert is_in(client)
    assert user.sign_in_events.get().what == "signed_in"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_second_time_counts_who_it_is_and_not_the_address(provider):
    person()
    come_back(visitor(), email="maria@example.org")
    User.objects.update(email="new@example.org")
    client = visitor()
    come_back(client, email="maria@example.org")
    assert is_in(client)
    other = visitor()
    come_back(other, sub="s-2", email="maria@example.org")
    assert not is_in(other)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.org"},
        {"email": "maria@example.org", "email_verified": False},
        {"email": "shared@example.org"},
        {"email": "reader@example.org"},
        {},
    ],
)
def test_nobody_gets_an_account_by_it(provider, claims):
    person()
    for number in range(2):
        person(f"twin{number}", email="shared@example.org")
    person("reader", is_staff=False)
    before = User.objects.count()
    client = visitor()
    answer = come_back(client, **claims)
    assert "No account here" in answer.content.decode()
    assert not is_in(client)
    assert User.objects.count() == before
    assert SignInEvent.objects.get().what == "no_account"


def test_the_second_factor_is_asked_for_all_the_same(provider):
    with_phone(person())
    client = visitor()
    assert come_back(client, email="maria@example.org")["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    give_code(client, code())
    assert is_in(client)


def test_a_disabled_account_stays_closed(provider):
    person(is_active=False)
    client = visitor()
    come_back(client, email="maria@example.org")
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(provider):
    person()
    Provider.says = {"sub": "s-1", "email": "maria@example.org", "email_verified": True}
    client = visitor()
    answer = client.get(reverse("openid_connect_callback", args=["staff"]), {"code": "once", "state": "made up"})
    assert "did not work" in answer.content.decode()
    assert not is_in(client)


def test_pages_of_those_who_turn_back(provider):
    assert "without signing in" in visitor().get(reverse("socialaccount_login_cancelled")).content.decode()
    assert visitor().get(reverse("socialaccount_login_error")).status_code == 401
    assert "sign-in page of UNICEF" in visitor().get(reverse("openid_connect_login", args=["staff"])).content.decode()


@pytest.mark.urls("ssc_portal.urls")
def test_it_is_off_by_default():
    with pytest.raises(NoReverseMatch):
        reverse("openid_connect_login", args=["staff"])
    assert visitor().get("/admin/oidc/staff/login/")["Location"].startswith(reverse("account_login"))
    assert "Sign in with" not in visitor().get(reverse("account_login")).content.decode()
