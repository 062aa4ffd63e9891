"""Nobody can guess a password, and nobody can shut another out."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from ssc_portal.accounts.devices import COOKIE
from ssc_portal.accounts.models import SignInEvent

from .door import AWAY, HOME, PASSWORD, code, give_code, give_password, is_in, person, refused, visitor, with_phone

pytestmark = pytest.mark.django_db
TOO_MANY = "too many wrong tries"


def guess(client, times, username="maria"):
    return [refused(give_password(client, username, f"wrong {number}")) for number in range(times)]


def test_a_stranger_has_five_tries_and_then_the_right_password_does_not_help():
    person()
    stranger = visitor(AWAY)
    answers = guess(stranger, 6)
    assert all("not right" in answer for answer in answers[:5])
    assert TOO_MANY in answers[5]
    assert TOO_MANY in refused(give_password(stranger))
    assert not is_in(stranger)


def test_a_stranger_shuts_nobody_out_who_is_elsewhere():
    person()
    for last in range(1, 11):
        guess(visitor(f"203.0.113.{last}"), 6)
    owner = visitor(HOME)
    assert give_password(owner)["Location"] == reverse("admin:index")
    assert is_in(owner)


def test_nor_who_is_behind_the_same_address_with_a_device_that_is_known():
    person()
    laptop = visitor(HOME)
    give_password(laptop)
    laptop.post(reverse("account_logout"))
    guess(visitor(HOME), 60)
    assert TOO_MANY in refused(give_password(visitor(HOME)))
    give_password(laptop)
    assert is_in(laptop)


def test_a_known_device_is_no_way_to_guess():
    person()
    laptop = visitor(HOME)
    give_password(laptop)
    laptop.post(reverse("account_logout"))
    assert TOO_MANY not in guess(laptop, 10)[-1]
    assert TOO_MANY in refused(give_password(laptop))


def test_a_device_is_known_for_whom_it_was_used_by_only():
    person()
    person("jun")
    stranger = visitor(AWAY)
    give_password(stranger, "jun")
    stranger.post(reverse("account_logout"))
    assert TOO_MANY in guess(stranger, 6)[-1]


@pytest.mark.parametrize("cookie", ["", "{}", '{"1": "x"}', "x:y:z", '{"1": "x"}:1rABC:forged'])
def test_a_cookie_that_somebody_made_up_makes_no_device_known(cookie):
    owner = person()
    stranger = visitor(AWAY)
    stranger.cookies[COOKIE] = cookie.replace('"1"', f'"{owner.pk}"')
    assert TOO_MANY in guess(stranger, 6)[-1]


def test_many_names_from_one_network_are_counted_together():
    person("jun")
    stranger = visitor(AWAY)
    for number in range(50):
        guess(stranger, 1, f"name{number}")
    assert TOO_MANY in refused(give_password(stranger, "jun"))
    assert "not right" in refused(give_password(visitor(HOME), "jun", "wrong"))


def test_the_addresses_of_an_ipv6_network_count_as_one():
    person()
    answers = [guess(visitor(f"2001:db8:1:2::{number}"), 1)[0] for number in range(1, 7)]
    assert TOO_MANY in answers[-1]
    assert "not right" in guess(visitor("2001:db8:1:3::1"), 1)[0]


def test_capital_letters_and_blanks_make_no_other_name():
    person()
    stranger = visitor(AWAY)
    for name in ("maria", "MARIA", " maria", "Maria ", "mariA"):
        guess(stranger, 1, name)
    assert TOO_MANY in refused(give_password(stranger))


def test_what_a_client_says_of_its_address_counts_only_as_far_as_the_proxy_vouches(settings):
    person()
    stranger = visitor(AWAY)
    for number in range(5):
        stranger.post(reverse("account_login"), {"login": "maria", "password": "no"}, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert TOO_MANY in refused(give_password(stranger))
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxied = visitor("10.0.0.1")
    for number in range(5):
        spoofed = f"192.0.2.{number}, 203.0.113.9"
        proxied.post(reverse("account_login"), {"login": "maria", "password": "no"}, HTTP_X_FORWARDED_FOR=spoofed)
    sent = {"login": "maria", "password": PASSWORD}
    assert TOO_MANY in refused(proxied.post(reverse("account_login"), sent, HTTP_X_FORWARDED_FOR="203.0.113.9"))
    assert proxied.post(reverse("account_login"), sent, HTTP_X_FORWARDED_FOR="203.0.113.10").status_code == 302


def test_codes_are_counted_by_person_from_whatever_network_and_a_known_device_still_gets_in():
    with_phone(person())
    phone_user = visitor(HOME)
    give_password(phone_user)
    give_code(phone_user, code())
    phone_user.post(reverse("account_logout"))
    for last in range(1, 6):
        thief = visitor(f"203.0.113.{last}")
        give_password(thief)
        for _try in range(5):
            give_code(thief, "000000")
    thief = visitor(AWAY)
    give_password(thief)
    assert TOO_MANY in refused(give_code(thief, code(1)))
    assert not is_in(thief)
    give_password(phone_user)
    give_code(phone_user, code(1))
    assert is_in(phone_user)


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_the_same_moment_no_more_are_looked_at():
    person()

    def guess_once(number):
        try:
            return guess(visitor(AWAY), 1)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        answers = [answer for (answer,) in pool.map(guess_once, range(24))]
    assert sum("not right" in answer for answer in answers) <= 5
    assert sum(TOO_MANY in answer for answer in answers) >= 19


def test_a_storm_of_tries_leaves_few_rows():
    person()
    guess(visitor(AWAY), 40)
    assert SignInEvent.objects.count() == 6
