"""The second factor: asked for, used once, and needed by those whose role needs it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from ssc_portal.accounts.models import SignInEvent, User
from ssc_portal.accounts.second_factor import spend

from .door import KEY, PASSWORD, code, give_code, give_password, is_in, person, refused, visitor, with_phone

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def needed(settings):
    settings.SECOND_FACTOR_GROUPS = ["publisher", "administrator"]


def recovery_codes(user):
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()


def test_the_password_alone_does_not_let_in_who_has_a_second_factor():
    with_phone(person())
    client = visitor()
    assert give_password(client)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert "not right" in refused(give_code(client, "000000"))
    assert not is_in(client)
    assert give_code(client, code())["Location"] == reverse("admin:index")
    assert is_in(client)


def test_the_way_on_is_kept_over_both_steps():
    with_phone(person())
    client = visitor()
    there = reverse("admin:accounts_user_changelist")
    give_password(client, next=there)
    assert give_code(client, code())["Location"] == there


@pytest.mark.parametrize("typed", ["{}", " {} ", "{:.3} {:.0}"])
def test_a_code_works_once(typed):
    with_phone(person())
    first, second = visitor(), visitor()
    given = code()
    give_password(first)
    give_password(second)
    give_code(first, given)
    again = typed.format(given, given) if "{:." not in typed else f"{given[:3]} {given[3:]}"
    assert "used before" in refused(give_code(second, again))
    assert is_in(first)
    assert not is_in(second)


def test_a_used_code_is_remembered_without_the_cache():
    """Other processes have caches of their own, and the library's memory is shorter than a code lives."""
    app = Authenticator.objects.get(user=with_phone(person()), type="totp")
    assert spend(app, "123456")
    assert not spend(Authenticator.objects.get(pk=app.pk), "123 456")
    assert spend(app, "654321")


@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_one_code_at_the_same_moment_one_gets_in():
    app = Authenticator.objects.get(user=with_phone(person()), type="totp")

    def use(_number):
        try:
            return spend(app, "123456")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


def test_a_recovery_code_works_once():
    user = with_phone(person())
    given = recovery_codes(user)[0]
    first, second = visitor(), visitor()
    for client in (first, second):
        give_password(client)
    assert give_code(first, given).status_code == 302
    assert is_in(first)
    assert "used before" in refused(give_code(second, given))
    assert not is_in(second)
    assert given not in recovery_codes(user)
    assert len(recovery_codes(user)) == 9


@pytest.mark.parametrize("groups", [("publisher",), ("administrator",), ("editor", "publisher")])
def test_who_needs_one_and_has_none_is_led_to_set_it_up_before_anything_else(groups):
    person("maria", *groups)
    client = visitor()
    give_password(client)
    for address in ("admin:index", "home", "entries:list", "mfa_index", "account_change_password", "mfa_view_recovery_codes"):
        answer = client.get(reverse(address))
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(reverse("mfa_activate_totp")), address
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("home")).status_code == 200


def test_superusers_count_as_administrators_and_others_are_left_alone(settings):
    User.objects.create_superuser("chief", password=PASSWORD)
    person("editor", "editor")
    chief, editor = visitor(), visitor()
    give_password(chief, "chief")
    give_password(editor, "editor")
    assert not is_in(chief)
    assert is_in(editor)
    settings.SECOND_FACTOR_GROUPS = []
    assert is_in(chief)


def set_up(client):
    """Set it up on the page, and return the key that it showed."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    key = re.search(r'class="key">([A-Z2-7]+)<', page)
    assert key
    assert 'src="data:image/svg+xml;base64,' in page
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(key=key[1])})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return key[1]


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_lets_one_go_on_and_shows_recovery_codes():
    user = person("maria", "publisher")
    client = visitor()
    give_password(client)
    key = set_up(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert all(each in page for each in recovery_codes(user))
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().count("\n") >= 10
    assert is_in(client)
    assert mail.outbox[0].to == ["maria@example.org"]
    assert SignInEvent.objects.filter(what="second_factor_set_up", person=user).exists()
    other = visitor()
    give_password(other)
    assert "used before" in refused(give_code(other, code(key=key)))
    assert give_code(other, code(1, key=key)).status_code == 302


def test_an_older_session_gets_no_further_once_its_owner_needs_a_second_factor():
    user = person()
    client = visitor()
    give_password(client)
    assert is_in(client)
    with_phone(user).is_superuser = True
    user.save()
    assert client.get(reverse("admin:index"))["Location"].startswith(reverse("mfa_reauthenticate"))
    client.post(reverse("mfa_reauthenticate"), {"code": code()})
    assert is_in(client)


def test_who_needs_it_moves_it_but_does_not_remove_it():
    user = with_phone(person("maria", "publisher"))
    client = visitor()
    give_password(client)
    give_code(client, code())
    assert "not remove it" in client.get(reverse("mfa_deactivate_totp")).content.decode()
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.get(user=user, type="totp").data["secret"] == KEY
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    key = re.search(r'class="key">([A-Z2-7]+)<', page)
    assert key
    client.post(reverse("mfa_activate_totp"), {"code": code(key=key[1])})
    assert Authenticator.objects.get(user=user, type="totp").data["secret"] == key[1]
    assert is_in(client)


def test_who_does_not_need_it_may_remove_it():
    user = with_phone(person())
    client = visitor()
    give_password(client)
    give_code(client, code())
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user).exists()


def test_new_recovery_codes_replace_the_old_ones():
    user = with_phone(person())
    old = recovery_codes(user)
    client = visitor()
    give_password(client)
    give_code(client, code())
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(old) & set(recovery_codes(user))


def test_what_matters_is_asked_again_after_a_while_and_of_the_phone(settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    with_phone(person())
    client = visitor()
    give_password(client)
    give_code(client, code())
    for name in ("mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name))["Location"].startswith(reverse("mfa_reauthenticate")), name
    assert client.get(reverse("account_reauthenticate"))["Location"].startswith(reverse("mfa_reauthenticate"))


def test_an_administrator_helps_who_has_lost_everything():
    lost = with_phone(person("lost", "publisher"))
    boss = with_phone(person("boss", is_superuser=True))
    client = visitor()
    give_password(client, "boss")
    give_code(client, code())
    client.post(reverse("admin:accounts_user_changelist"), {"action": "remove_second_factor", "_selected_action": [lost.pk]})
    assert set(Authenticator.objects.values_list("user", flat=True)) == {boss.pk}
    event = SignInEvent.objects.get(what="second_factor_removed")
    assert event.person == lost
    call_command("remove_second_factor", "boss")
    assert not Authenticator.objects.exists()
    event = SignInEvent.objects.get(what="second_factor_removed", person=boss)
    assert event.address is None, "nobody asked over the network"
    for name in ("boss", "nobody"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", name)
    assert SignInEvent.objects.filter(what="second_factor_removed").count() == 2
