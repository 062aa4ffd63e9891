"""Who may do what in the admin: a line for each page or verb, a column for each sort of person."""

import pytest
from django.test import Client
from django.urls import reverse

from ssc_portal.accounts.models import User
from tests.experiences.admin.browsing import change_url, client_of, fields_of, person, verb_url
from tests.factories import make_country, make_entry, make_organisation, make_source, make_theme

VIEW, EDIT, PUBLISH = ("view_experience",), ("add_experience", "change_experience", "view_experience"), ("publish_edition",)
PEOPLE = {
    "anonymous": None,
    "reader": lambda: User.objects.create_user("reader"),
    "staff": lambda: person("staff"),
    "viewer": lambda: person("viewer", *VIEW),
    "editor": lambda: person("editor", *EDIT),
    "publisher": lambda: person("publisher", *VIEW, *PUBLISH),
    "chief": lambda: User.objects.create_superuser("chief"),
}
NAMES = list(PEOPLE)
IN, NO, OK, GO = "login", 403, 200, "done"

#                    anonymous reader staff viewer editor publisher chief
MATRIX = {
    "desk":                (IN, IN, OK, OK, OK, OK, OK),
    "list":                (IN, IN, NO, OK, OK, OK, OK),
    "add":                 (IN, IN, NO, NO, OK, NO, OK),
    "see a draft":         (IN, IN, NO, OK, OK, OK, OK),
    "see what is out":     (IN, IN, NO, OK, OK, OK, OK),
    "change a draft":      (IN, IN, NO, NO, GO, NO, GO),
    "start an entry":      (IN, IN, NO, NO, GO, NO, GO),
    "next edition":        (IN, IN, NO, NO, GO, NO, GO),
    "discard":             (IN, IN, NO, NO, GO, NO, GO),
    "ask to discard":      (IN, IN, NO, NO, OK, NO, OK),
    "publish":             (IN, IN, NO, NO, NO, GO, GO),
    "save and publish":    (IN, IN, NO, NO, NO, NO, GO),
    "withdraw":            (IN, IN, NO, NO, NO, GO, GO),
    "ask to withdraw":     (IN, IN, NO, NO, NO, OK, OK),
    "look up an entry":    (IN, IN, NO, OK, OK, OK, OK),
    "look up a source":    (IN, IN, NO, NO, NO, NO, OK),
    "theme list":          (IN, IN, NO, NO, NO, NO, OK),
    "change a theme":      (IN, IN, NO, NO, NO, NO, OK),
    "change a country":    (IN, IN, NO, NO, NO, NO, OK),
    "another kind":        (IN, IN, NO, NO, NO, NO, OK),
    "people":              (IN, IN, NO, NO, NO, NO, OK),
}  # fmt: skip


def attempt(what, client):
    """Do it, and return the response."""
    draft, out = make_entry(publish=False), make_entry()
    lookup = {"app_label": "experiences", "term": ""}
    gets = {
        "desk": lambda: reverse("admin:index"),
        "list": lambda: reverse("admin:experiences_experience_changelist"),
        "add": lambda: reverse("admin:experiences_experience_add"),
        "see a draft": lambda: change_url(draft),
        "see what is out": lambda: change_url(out),
        "ask to discard": lambda: verb_url("discard", draft),
        "ask to withdraw": lambda: verb_url("withdraw", out),
        "theme list": lambda: reverse("admin:experiences_theme_changelist"),
        "change a theme": lambda: reverse("admin:experiences_theme_change", args=[make_theme().pk]),
        "change a country": lambda: reverse("admin:countries_country_change", args=[make_country().pk]),
        "another kind": lambda: reverse("admin:experiences_agreement_changelist"),
        "people": lambda: reverse("admin:accounts_user_changelist"),
    }
    if what in gets:
        return client.get(gets[what]())
    if what.startswith("look up"):
        field = {"look up an entry": ("relation", "target"), "look up a source": ("citation", "source")}[what]
        return client.get(reverse("admin:autocomplete"), lookup | {"model_name": field[0], "field_name": field[1]})
    if what in {"change a draft", "save and publish"}:
        chief = User.objects.filter(username="chief").first() or User.objects.create_superuser("helper")
        fields = fields_of(client_of(chief).get(change_url(draft)))
        return client.post(change_url(draft), fields | {"_publish" if what == "save and publish" else "_save": "1"})
    posts = {
        "start an entry": (reverse("admin:experiences_experience_add"), {"title": "T", "type": "innovation", "language": "en"}),
        "next edition": (verb_url("next", out), {}),
        "discard": (verb_url("discard", draft), {}),
        "publish": (verb_url("publish", draft), {}),
        "withdraw": (verb_url("withdraw", out), {"reason": "in_error"}),
    }
    return client.post(*posts[what])


@pytest.mark.parametrize("what", MATRIX)
@pytest.mark.parametrize("who", NAMES)
def test_the_matrix(db, what, who):
    make = PEOPLE[who]
    client = client_of(make()) if make else Client()
    response = attempt(what, client)
    expected = MATRIX[what][NAMES.index(who)]
    if expected == IN:
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("admin:login"))
    elif expected == GO:
        assert response.status_code == 302
        assert not response["Location"].startswith(reverse("admin:login"))
    else:
        assert response.status_code == expected


def test_an_editor_is_shown_no_button_that_she_may_not_press(db):
    editor = client_of(person("editor", *EDIT))
    assert "_publish" not in editor.get(change_url(make_entry(publish=False))).content.decode()
    published = editor.get(change_url(make_entry())).content.decode()
    assert "Start the next edition" in published
    assert "Withdraw this entry" not in published


def test_a_publisher_without_the_right_to_edit_sees_a_draft_and_publishes_it(db):
    draft = make_entry(publish=False)
    publisher = client_of(person("publisher", *VIEW, *PUBLISH))
    page = publisher.get(change_url(draft)).content.decode()
    assert "texts-0-title" not in page
    assert f'formaction="{verb_url("publish", draft)}"' in page
    publisher.post(verb_url("publish", draft))
    draft.refresh_from_db()
    assert draft.state == "published"


def test_parts_follow_the_right_to_their_edition(db):
    draft = make_entry(publish=False)
    editor = client_of(person("editor", *EDIT))
    fields = fields_of(editor.get(change_url(draft))) | {"texts-0-title": "Edited"}
    editor.post(change_url(draft), fields | {"_save": "1"})
    assert draft.texts.get().title == "Edited"


def test_verbs_need_the_token_against_forgery(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("chief"))
    draft, out = make_entry(publish=False), make_entry()
    asked = [("publish", draft), ("discard", draft), ("next", out), ("withdraw", out)]
    assert [client.post(verb_url(verb, edition)).status_code for verb, edition in asked] == [403] * 4


def test_the_desk_shows_only_kinds_that_one_may_see(db):
    make_entry("experience", title="Seen", publish=False)
    make_entry("agreement", title="Not seen", publish=False)
    page = client_of(person("viewer", *VIEW)).get(reverse("admin:index")).content.decode()
    assert "Seen" in page
    assert "Not seen" not in page


def test_who_may_look_up_records_chooses_them(db):
    make_source()
    make_organisation()
    editor = client_of(person("editor", *EDIT, "view_source"))
    asked = {"app_label": "experiences", "model_name": "citation", "field_name": "source", "term": "Document"}
    assert editor.get(reverse("admin:autocomplete"), asked).json()["results"]


def test_signing_in_leads_to_the_desk_and_never_to_another_site(db):
    person("viewer", *VIEW)
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""):
        response = Client().post(reverse("admin:login"), {"login": "viewer", "password": "pw", "next": elsewhere})
        assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))
