"""Signing in and out, what is written down of it, and how a session ends."""

import json
import logging
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from ssc_portal.accounts.devices import COOKIE
from ssc_portal.accounts.models import SignInEvent, User
from ssc_portal.request_log import JsonFormatter

from .door import AWAY, PASSWORD, code, give_code, give_password, is_in, person, refused, visitor, with_phone

pytestmark = pytest.mark.django_db


def events():
    return list(SignInEvent.objects.order_by("pk").values_list("what", flat=True))


def test_a_wrong_name_and_a_wrong_password_are_told_alike():
    person()
    assert refused(give_password(visitor(), "maria", "wrong")) == refused(give_password(visitor(), "nobody", "wrong")) != ""


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
def test_who_has_no_place_here_does_not_get_in(fields):
    person(**fields)
    client = visitor()
    answer = give_password(client)
    assert answer.status_code == 200 or answer["Location"] == reverse("account_inactive")
    assert not is_in(client)
    assert "signed_in" not in events()


def test_somebody_signed_in_who_is_no_longer_of_the_staff_is_not_sent_in_circles():
    user = person()
    client = visitor()
    give_password(client)
    User.objects.filter(pk=user.pk).update(is_staff=False)
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.status_code == 403


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_signing_in_never_leads_to_another_site(elsewhere):
    with_phone(person())
    client = visitor()
    give_password(client, next=elsewhere)
    assert give_code(client, code())["Location"] == reverse("admin:index")


def test_a_way_on_within_the_portal_is_kept():
    person()
    assert give_password(visitor(), next="/entries/")["Location"] == "/entries/"


def disable_in_the_form(user):
    user.is_active = False
    user.save()


def disable_in_bulk(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def disable_in_sql(user):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET is_active = false WHERE id = %s", [user.pk])


@pytest.mark.parametrize("disable", [disable_in_the_form, disable_in_bulk, disable_in_sql])
def test_a_disabled_accounts_session_ends_and_does_not_come_back(disable):
    user = person()
    client = visitor()
    give_password(client)
    assert is_in(client)
    disable(user)
    assert not is_in(client)
    user.is_active = True
    user.save()  # with everything that this object knew before
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert not is_in(client)
    give_password(client)
    assert is_in(client)


def test_who_is_disabled_between_the_two_steps_stays_outside():
    user = with_phone(person())
    client = visitor()
    give_password(client)
    disable_in_bulk(user)
    give_code(client, code())
    assert not is_in(client)


def test_a_new_password_ends_all_other_sessions():
    person()
    here, there = visitor(), visitor(AWAY)
    give_password(here)
    give_password(there)
    new = "seven calm herons downstream"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), sent).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert "password_changed" in events()


def test_nobody_is_asked_for_a_new_password_because_time_has_passed():
    User.objects.filter(pk=person().pk).update(date_joined=timezone.now() - timedelta(days=4000))
    client = visitor()
    assert give_password(client)["Location"] == reverse("admin:index")


@pytest.mark.parametrize("weak", ["short one", "qwertyuiop123", "1234567890123", "maria@example.org"])
def test_weak_passwords_are_refused(weak):
    person()
    client = visitor()
    give_password(client)
    sent = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert refused(client.post(reverse("account_change_password"), sent))
    assert User.objects.get().check_password(PASSWORD)


def test_everything_is_written_down_with_who_and_whence():
    user = with_phone(person())
    person("closed", is_active=False)
    client = visitor(AWAY)
    give_password(client, "maria", "wrong")
    give_password(client, "nobody", "secret typed into the wrong field")
    give_password(client, "closed")
    give_password(client)
    give_code(client, "000000")
    give_code(client, code())
    client.post(reverse("account_logout"))
    assert events() == [
        *("password_refused", "password_refused", "disabled"),
        *("password_right", "code_refused", "code_right", "signed_in", "signed_out"),
    ]
    assert set(SignInEvent.objects.values_list("address", flat=True)) == {AWAY}
    assert SignInEvent.objects.exclude(person=user).count() == 2
    known = SignInEvent.objects.values_list("what", "device_was_known")
    assert ("signed_in", False) in known
    assert ("signed_out", True) in known


def test_the_servers_log_says_it_too_and_never_what_was_typed(caplog):
    person()
    with caplog.at_level(logging.INFO, "ssc_portal.sign_in"):
        give_password(visitor(AWAY), "maria", "wrong-but-close")
        give_password(visitor(AWAY), "name-or-secret", "x")
        give_password(visitor(AWAY))
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records if record.name == "ssc_portal.sign_in"]
    assert [(line["level"], line["what"], line["person"]) for line in lines] == [
        ("WARNING", "password_refused", "maria"),
        ("WARNING", "password_refused", None),
        ("INFO", "password_right", "maria"),
        ("INFO", "signed_in", "maria"),
    ]
    assert all(line["address"] == AWAY for line in lines)
    kept = " ".join(str(row) for row in SignInEvent.objects.values_list())
    for typed in ("wrong-but-close", "name-or-secret", PASSWORD):
        assert typed not in caplog.text + kept


def test_administrators_read_the_log_and_nobody_changes_it():
    viewer = person("viewer")
    client, chief = visitor(), visitor()
    give_password(client, "viewer")
    there = reverse("admin:accounts_signinevent_changelist")
    assert client.get(there).status_code == 403
    viewer.user_permissions.add(Permission.objects.get(codename="view_signinevent"))
    assert client.get(there).status_code == 403, "a permission by hand gives nothing: the desk's policy does"
    person("chief", is_superuser=True)
    give_password(chief, "chief")
    assert "Password right" in chief.get(there, {"q": "viewer"}).content.decode()
    page = chief.get(there).content.decode()
    assert "Signed in" in page
    assert 'name="action"' not in page
    before = events()
    for address in (f"{there}add/", f"{there}{SignInEvent.objects.earliest('pk').pk}/change/", f"{there}1/delete/"):
        assert chief.post(address).status_code == 404
    chief.post(there, {"action": "delete_selected", "_selected_action": SignInEvent.objects.values_list("pk", flat=True)})
    assert events() == before


def test_old_events_are_forgotten(capsys):
    person()
    give_password(visitor(), "maria", "wrong")
    give_password(visitor())
    SignInEvent.objects.filter(what="password_refused").update(at=timezone.now() - timedelta(days=366))
    call_command("forget_sign_ins")
    assert "1 events forgotten" in capsys.readouterr().out
    assert events() == ["password_right", "signed_in"]


def test_the_cookie_of_a_known_device_is_for_the_staffs_pages_and_not_for_scripts(settings):
    settings.SESSION_COOKIE_SECURE = True
    person()
    cookie = give_password(visitor()).cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["secure"], cookie["samesite"]) == ("/admin/", True, True, "Lax")


def test_a_shared_computer_knows_the_last_five():
    client = visitor()
    people = [person(f"person{number}") for number in range(7)]
    for user in people:
        give_password(client, user.username)
        client.post(reverse("account_logout"))
    known = []
    for user in people:
        give_password(client, user.username, "wrong")
        known.append(SignInEvent.objects.filter(person=user, what="password_refused").get().device_was_known)
    assert known == [False] * 2 + [True] * 5


def test_signing_out_asks_first_and_leads_to_the_front_door():
    person()
    client = visitor()
    give_password(client)
    assert "Do you want to sign out?" in client.get(reverse("account_logout")).content.decode()
    assert is_in(client)
    assert client.post(reverse("admin:logout"))["Location"] == reverse("account_login")
    assert not is_in(client)
