"""Administrators keep the list of people, and nobody becomes more than they are by it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from experiences.vocabulary import Role
from ssc_portal.accounts.models import User
from tests.desk import person, writer
from tests.factories import make_country, make_entry

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
        "remit-TOTAL_FORMS": "0",
        "remit-INITIAL_FORMS": "0",
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


def test_somebody_new_starts_with_a_name_and_a_password_or_without_one(chief):
    page = chief.get(reverse("admin:accounts_user_add")).content.decode()
    for said in ("Password-based authentication", "LDAP", "for verification"):
        assert said not in page, "the library's words are not for staff"
    assert "Without one, only through the sign-in of the organisation" in page
    password = "river lantern seven boats"
    for name, usable in (("anna", "true"), ("bela", "false")):
        fields = {"username": name, "usable_password": usable, "password1": password, "password2": password}
        assert chief.post(reverse("admin:accounts_user_add"), fields).status_code == 302
    assert User.objects.get(username="anna").check_password(password)
    assert not User.objects.get(username="bela").has_usable_password()


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


def test_somebody_who_worked_here_stays_and_nobody_is_deleted_by_the_dozen(chief):
    make_entry(publish=False)
    author = writer()
    page = chief.post(address("accounts_user_delete", author), {"post": "yes"}).content.decode()
    assert "has worked here, and the history names who did what" in page
    assert "take the tick from “Active” instead" in page
    assert User.objects.filter(pk=author.pk).exists()
    assert "delete_selected" not in chief.get(reverse("admin:accounts_user_changelist")).content.decode()
    mistyped = person("mistyped")
    assert "Delete “mistyped”?" in chief.get(address("accounts_user_delete", mistyped)).content.decode()
    chief.post(address("accounts_user_delete", mistyped), {"post": "yes"})
    assert not User.objects.filter(pk=mistyped.pk).exists()


def test_a_superuser_does_all_of_it(client):
    client.force_login(User.objects.create_superuser("root", "root@example.org", "a long enough password"))
    editor = person("editor", Role.EDITOR)
    assert client.post(address("accounts_user_change", editor), form_of(editor, is_superuser="on")).status_code == 302
    editor.refresh_from_db()
    assert editor.is_superuser


# ---- roles ----


def test_with_a_role_comes_the_right_to_enter_the_desk_and_with_the_last_one_it_goes(chief):
    newcomer = User.objects.create_user("newcomer", password="pw")
    editor, reviewer = (person(role, role).groups.get() for role in (Role.EDITOR, Role.REVIEWER))
    for roles, enters in (([editor.pk, reviewer.pk], True), ([editor.pk], True), ([], False)):
        chief.post(address("accounts_user_change", newcomer), form_of(newcomer, groups=roles))
        newcomer.refresh_from_db()
        assert newcomer.is_staff == enters


def test_roles_and_remit_are_given_on_one_page_each_role_with_its_duties(chief):
    fati = person("fati")
    focal_point = Group.objects.get(name=Role.FOCAL_POINT)
    page = chief.get(address("accounts_user_change", fati)).content.decode()
    assert "Focal point: drafts and corrects entries of the own countries" in page
    fiji = make_country("FJI")
    remit = {"remit-TOTAL_FORMS": "1", "remit-0-countries": [fiji.pk], "remit-0-person": fati.pk, "remit-0-id": ""}
    sent = chief.post(address("accounts_user_change", fati), form_of(fati, groups=[focal_point.pk], **remit))
    assert sent.status_code == 302
    assert list(fati.remit.countries.all()) == [fiji]


@pytest.mark.parametrize("role", Role)
def test_a_role_keeps_its_name_and_stays(role):
    """By whatever way: it would take the role away from everybody."""
    there = Group.objects.filter(name=role)
    with pytest.raises(DatabaseError, match="is a role"), transaction.atomic():
        there.update(name="Something else")
    with pytest.raises(DatabaseError, match="is a role"), transaction.atomic():
        there.delete()
    assert there.exists()


def test_the_admin_has_no_page_of_groups(client):
    client.force_login(User.objects.create_superuser("root"))
    assert client.get("/admin/auth/group/").status_code == 404
    assert "auth/group" not in client.get("/admin/").content.decode()


# ---- the policy is the only source of rights ----


@pytest.fixture
def generously_permitted():
    """Somebody without a role who was given every permission that Django knows, by hand and through a group."""
    somebody = person("somebody")
    every = Permission.objects.all()
    assert every
    somebody.user_permissions.set(every)
    group = Group.objects.create(name="generous")
    group.permissions.set(every)
    somebody.groups.add(group)
    return User.objects.get(pk=somebody.pk)


def test_permissions_of_django_give_nothing(generously_permitted):
    assert generously_permitted.get_all_permissions() == set()
    assert not any(generously_permitted.has_perm(f"countries.{action}_country") for action in ("view", "add", "change", "delete"))
    browser = Client()
    browser.force_login(generously_permitted)
    assert make_country()
    for page in ("countries/country/", "experiences/theme/add/", "accounts/user/", "experiences/experience/"):
        assert browser.get(f"/admin/{page}").status_code == 403, page


def test_they_add_nothing_to_a_role(generously_permitted):
    generously_permitted.groups.add(Group.objects.get(name=Role.REVIEWER))
    reviewer = User.objects.get(pk=generously_permitted.pk)
    assert reviewer.has_perm("countries.view_country")
    assert not reviewer.has_perm("countries.change_country")
    assert not reviewer.has_perm("accounts.change_user")
