"""A new password by e-mail."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from ssc_portal.accounts.models import SignInEvent, User
from ssc_portal.jobs.models import Job
from tests.queue import do_jobs, waiting

from .door import AWAY, HOME, PASSWORD, code, give_code, give_password, is_in, person, refused, visitor, with_phone

pytestmark = pytest.mark.django_db
NEW = "seven calm herons downstream"


def ask(client, email="maria@example.org"):
    """Ask for the link; the queue sends it."""
    answer = client.post(reverse("account_reset_password"), {"email": email})
    do_jobs()
    return answer


def link():
    found = re.search(r"http://testserver(/admin/new-password/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def choose(client, address, password=NEW):
    form = client.get(address, follow=True).request["PATH_INFO"]
    return client.post(form, {"password1": password, "password2": password})


def test_the_link_lets_choose_a_password_once():
    person()
    client = visitor()
    assert ask(client)["Location"] == reverse("account_reset_password_done")
    (sent,) = mail.outbox
    assert sent.to == ["maria@example.org"]
    assert "maria" in sent.body
    address = link()
    assert choose(client, address)["Location"] == reverse("account_reset_password_from_key_done")
    assert User.objects.get().check_password(NEW)
    assert not is_in(client)
    assert "used already" in visitor().get(address).content.decode()
    assert [event.what for event in SignInEvent.objects.order_by("pk")] == ["reset_sent", "password_changed"]


def test_the_page_sends_no_mail_itself_and_the_queue_holds_no_secret():
    maria = person()
    visitor().post(reverse("account_reset_password"), {"email": "maria@example.org"})
    assert not mail.outbox
    assert waiting("send_new_password_link") == [{"person_id": maria.pk, "portal": "http://testserver/"}]
    do_jobs()
    key = link().rstrip("/").rpartition("/")[2]
    assert key not in str(Job.objects.values_list("args", flat=True))


def test_the_link_leads_to_the_address_that_the_portal_says_it_has(settings):
    settings.PORTAL_URL = "https://portal.example.org"
    maria = person()
    asked = {"email": "maria@example.org"}
    assert visitor().post(reverse("account_reset_password"), asked, headers={"Host": "testserver:666"}).status_code == 302
    assert waiting("send_new_password_link") == [{"person_id": maria.pk, "portal": "https://portal.example.org/"}]


def test_who_leaves_before_it_is_sent_gets_none():
    maria = person()
    visitor().post(reverse("account_reset_password"), {"email": "maria@example.org"})
    User.objects.filter(pk=maria.pk).update(is_active=False)
    do_jobs()
    assert not mail.outbox


def test_who_has_a_second_factor_still_needs_it():
    with_phone(person())
    client = visitor()
    ask(client)
    choose(client, link())
    assert give_password(client, password=NEW)["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    give_code(client, code())
    assert is_in(client)


def test_it_ends_the_sessions_of_before():
    person()
    before = visitor(AWAY)
    give_password(before)
    client = visitor()
    ask(client)
    choose(client, link())
    assert not is_in(before)


def test_it_is_a_way_in_for_who_shares_an_address_with_an_attacker():
    person()
    for _try in range(60):
        give_password(visitor(HOME), password="wrong")
    owner = visitor(HOME)
    assert "too many wrong tries" in refused(give_password(owner))
    ask(owner)
    choose(owner, link())
    give_password(owner, password=NEW)
    assert is_in(owner)


def test_it_is_no_way_to_get_more_tries_at_the_code():
    with_phone(person())
    thief = visitor(AWAY)
    for password in (NEW, NEW + "s"):
        ask(thief)
        choose(thief, link(), password)
        give_password(thief, password=password)
        answers = [refused(give_code(thief, "000000")) for _try in range(6)]
        thief.post(reverse("account_logout"))
    assert all("too many wrong tries" in answer for answer in answers)


@pytest.mark.parametrize("weak", ["short one", "qwertyuiop123", "maria@example.org"])
def test_weak_passwords_are_refused(weak):
    person()
    client = visitor()
    ask(client)
    assert refused(choose(client, link(), weak))
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize("email", ["nobody@example.org", "closed@example.org"])
def test_an_address_without_an_account_is_answered_alike_and_gets_no_mail(email):
    person("closed", is_active=False)
    assert ask(visitor(), email)["Location"] == reverse("account_reset_password_done")
    assert not mail.outbox


def test_nobodys_mailbox_is_flooded():
    person()
    for _time in range(6):
        assert ask(visitor())["Location"] == reverse("account_reset_password_done")
    assert len(mail.outbox) == 3
    client = visitor()
    choose(client, link())
    assert User.objects.get().check_password(NEW)


def test_a_changed_password_is_told_by_mail_also_when_the_mail_cannot_be_sent(settings):
    person()
    client = visitor()
    give_password(client)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nothing listens there
    client.post(reverse("account_change_password"), sent)
    assert User.objects.get().check_password(NEW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(reverse("account_change_password"), sent | {"oldpassword": NEW, "password1": PASSWORD, "password2": PASSWORD})
    assert "If it was not you" in mail.outbox[-1].body
