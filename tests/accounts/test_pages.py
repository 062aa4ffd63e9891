"""Every page about signing in: who may open it, that it keeps to the security policy, and that readers get no cookie."""

import re

import pytest
from django.conf import settings as portal_settings
from django.urls import reverse

from ssc_portal.accounts.urls import urlpatterns

from .door import code, give_code, give_password, person, visitor, with_phone

pytestmark = pytest.mark.django_db

OPEN, IN, HALFWAY, GONE = 200, "the sign-in page", "the second step", 404
ARGUMENTS = {"account_reset_password_from_key": ["1", "set-password"]}
# name: what somebody gets who is not signed in; who has given the password only; who is in; who is in with a second factor
ROWS = {
    "account_login": (OPEN, HALFWAY, 302, 302),
    "account_logout": (302, 302, OPEN, OPEN),
    "account_inactive": (OPEN, OPEN, OPEN, OPEN),
    "account_notices": (IN, IN, OPEN, OPEN),
    "account_reauthenticate": (IN, IN, OPEN, 302),
    "account_change_password": (IN, IN, OPEN, OPEN),
    "account_set_password": (IN, IN, 302, 302),
    "account_reset_password": (OPEN, OPEN, OPEN, OPEN),
    "account_reset_password_done": (OPEN, OPEN, OPEN, OPEN),
    "account_reset_password_from_key": (OPEN, OPEN, OPEN, OPEN),
    "account_reset_password_from_key_done": (OPEN, OPEN, OPEN, OPEN),
    "mfa_index": (IN, IN, OPEN, OPEN),
    "mfa_authenticate": (IN, OPEN, 302, 302),
    "mfa_reauthenticate": (IN, IN, 302, OPEN),
    "mfa_activate_totp": (IN, IN, OPEN, OPEN),
    "mfa_deactivate_totp": (IN, IN, GONE, OPEN),
    "mfa_view_recovery_codes": (IN, IN, GONE, OPEN),
    "mfa_generate_recovery_codes": (IN, IN, OPEN, OPEN),
    "mfa_download_recovery_codes": (IN, IN, GONE, OPEN),
}
WHO = ("nobody", "halfway", "in", "in with code")


def client_who_is(who):
    client = visitor()
    if who == "nobody":
        return client
    user = person()
    if who != "in":
        with_phone(user)
    give_password(client)
    if who == "in with code":
        give_code(client, code())
    return client


def test_every_address_has_a_row():
    assert {getattr(pattern, "name", None) for pattern in urlpatterns} == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("who", WHO)
def test_who_may_open_what(name, who):
    answer = client_who_is(who).get(reverse(name, args=ARGUMENTS.get(name, [])))
    expected = ROWS[name][WHO.index(who)]
    if expected in {IN, HALFWAY}:
        there = {IN: reverse("account_login"), HALFWAY: reverse("mfa_authenticate")}[expected]
        assert answer.status_code == 302
        assert answer["Location"].startswith(there)
    else:
        assert answer.status_code == expected
    if answer.status_code == 200:
        assert "no-store" in answer["Cache-Control"]
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
        assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son\w+=|https?://(?!www\.w3\.org)", page)
        assert re.search(r"<title>\s*\S", page)
        assert len(re.findall("<h1", page)) == 1


@pytest.mark.parametrize("address", ["/admin/signup/", "/admin/email/", "/accounts/signup/", "/admin/login/code/"])
def test_nobody_registers(address):
    answer = visitor().get(address)
    assert answer.status_code == 404 or answer["Location"].startswith(reverse("account_login"))
    assert visitor().post(address, {"username": "me", "password1": "x"}).status_code in {302, 404}


@pytest.mark.parametrize("address", ["/", "/entries/", "/about/", "/api/v1/", "/healthz", "/nowhere/"])
def test_readers_get_no_cookie(address, settings):
    settings.SECOND_FACTOR_GROUPS = ["publisher", "administrator"]
    assert not visitor().get(address).cookies


def test_forms_need_their_token():
    client = visitor()
    client.handler.enforce_csrf_checks = True
    for name in ("account_login", "account_reset_password", "account_logout"):
        assert client.post(reverse(name), {"login": "maria", "password": "x"}).status_code == 403


def test_without_mail_nothing_offers_any(settings):
    settings.MAIL_IS_SENT = False
    page = visitor().get(reverse("account_login")).content.decode()
    assert reverse("account_reset_password") not in page
    assert "Ask an administrator" in page
    assert "sends no e-mail" in visitor().get(reverse("account_reset_password")).content.decode()


def test_the_desk_leads_to_the_second_factor_and_to_the_password():
    client = client_who_is("in")
    page = client.get(reverse("admin:index")).content.decode()
    assert f'href="{reverse("mfa_index")}"' in page
    assert f'href="{reverse("account_change_password")}"' in page
    assert portal_settings.LOGIN_URL == "account_login"
