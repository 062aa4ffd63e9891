"""Administrators keep the list of people, and nobody becomes more than they are by it."""

import pytest
from django.urls import reverse

from experiences.vocabulary import Role
from ssc_portal.accounts.models import User
from tests.desk import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    """A client on which an administrator, who is no superuser, is signed in."""
    client.force_login(person("chief", Role.ADMINISTRATOR))
    return client


def form_of(somebody, **changed):
    return {
        "username": somebody.username,
        "full_name": somebody.full_name,
        "email": somebody.email,
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
        **changed,
    }


def address(name, somebody):
    return reverse(f"admin:{name}", args=[somebody.pk])


def test_an_administrator_changes_people_and_their_roles(chief):
    editor = person("editor", Role.EDITOR)
    publisher = person("other", Role.PUBLISHER).groups.get()
    sent = chief.post(address("accounts_user_change", editor), form_of(editor, full_name="Ed Itor", groups=[publisher.pk]))
    assert sent.status_code == 302
    editor.refresh_from_db()
    assert (editor.full_name, [group.name for group in editor.groups.all()]) == ("Ed Itor", [Role.PUBLISHER])


def test_an_administrator_makes_nobody_a_superuser(chief):
    me = User.objects.get(username="chief")
    chief.post(address("accounts_user_change", me), form_of(me, is_superuser="on", user_permissions=["1"]))
    me.refresh_from_db()
    assert not me.is_superuser
    assert not me.user_permissions.exists()


def test_an_administrator_leaves_superusers_alone(chief):
    root = User.objects.create_superuser("root", "root@example.org", "a long enough password")
    before = root.password
    assert chief.post(address("accounts_user_change", root), form_of(root, email="me@example.org")).status_code == 403
    passwords = {"password1": "another long password", "password2": "another long password"}
    assert chief.post(address("auth_user_password_change", root), passwords).status_code == 403
    assert chief.post(address("accounts_user_delete", root), {"post": "yes"}).status_code == 403
    root.refresh_from_db()
    assert (root.email, root.password) == ("root@example.org", before)


def test_a_superuser_does_all_of_it(client):
    client.force_login(User.objects.create_superuser("root", "root@example.org", "a long enough password"))
    editor = person("editor", Role.EDITOR)
    assert client.post(address("accounts_user_change", editor), form_of(editor, is_superuser="on")).status_code == 302
    editor.refresh_from_db()
    assert editor.is_superuser
