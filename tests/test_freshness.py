"""Readers who have a page already are told so, and nobody is shown a page that is no longer true."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.models import Country
from experiences.models import Entry, Theme
from experiences.vocabulary import WithdrawalReason
from ssc_portal.accounts.models import User
from ssc_portal.freshness import LARGEST_KEPT, release
from tests.desk import start_edition, withdraw
from tests.factories import make_entry, make_theme, published

pytestmark = pytest.mark.django_db

LIST = "/entries/"


def tag_of(client, path=LIST, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.headers["ETag"]


def again(client, path, tag, **headers):
    return client.get(path, headers={"If-None-Match": tag, **headers})


def test_a_reader_who_has_the_page_is_told_so(client):
    make_entry(title="Schools by the river")
    answer = again(client, LIST, tag_of(client))
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_page_that_is_known_takes_one_query(client):
    make_entry(title="Schools by the river")
    tag = tag_of(client)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert again(client, LIST, tag).status_code == 304
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert b"Schools by the river" in client.get(LIST).content
    assert len(queries) == 1


def test_a_page_from_memory_is_the_page_that_was_made(client):
    make_entry(title="Schools by the river")
    first, second = client.get(LIST), client.get(LIST)
    assert first.content == second.content
    kept = {"Content-Type", "Content-Language", "Content-Security-Policy", "ETag", "Vary", "X-Frame-Options"}
    assert {name: first.headers.get(name) for name in kept} == {name: second.headers.get(name) for name in kept}


def publish_another():
    make_entry(title="Another entry")


def publish_the_next_edition():
    edition = start_edition(Entry.objects.get())
    edition.texts.update(title="A better title")
    published(edition)


def withdraw_it():
    withdraw(Entry.objects.get(), WithdrawalReason.IN_ERROR)


def rename_a_country():
    Country.objects.update(name="Viêt Nam")


def rename_a_theme():
    Theme.objects.filter(slug="education").update(label="Learning")


def change_by_hand():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE experiences_source SET title = 'Another name'")


@pytest.mark.parametrize(
    "change", [publish_another, publish_the_next_edition, withdraw_it, rename_a_country, rename_a_theme, change_by_hand]
)
def test_any_change_makes_a_new_page(client, change):
    make_entry(title="Schools by the river", countries=["VNM"], themes=["education"])
    tag = tag_of(client)
    client.get(LIST)
    change()
    answer = again(client, LIST, tag)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_the_new_page_says_what_is_new(client):
    make_entry(title="Schools by the river", countries=["VNM"])
    path = Entry.objects.get().get_absolute_url()
    assert b"Viet Nam" in client.get(path).content
    rename_a_country()
    assert "Viêt Nam" in client.get(path).content.decode()


def test_a_draft_changes_nothing_for_readers(client):
    make_entry(title="Schools by the river")
    tag = tag_of(client)
    start_edition(Entry.objects.get()).texts.update(title="Not yet")
    assert b"Not yet" not in client.get(LIST).content
    assert again(client, LIST, tag).status_code in {200, 304}


@pytest.fixture
def start_anew():
    """Has the process ask again what it runs with, as one does that starts; so too after the test."""
    yield release.cache_clear
    release.cache_clear()


def test_a_setting_that_readers_see_makes_a_new_page(client, start_anew, settings):
    settings.CONTACT_EMAIL = "old@example.org"
    start_anew()
    tag = tag_of(client, "/about/")
    settings.CONTACT_EMAIL = "new@example.org"
    start_anew()
    answer = again(client, "/about/", tag)
    assert answer.status_code == 200
    assert b"new@example.org" in answer.content


def test_addresses_have_tags_of_their_own(client):
    make_entry(title="Schools by the river")
    make_theme("education")
    tags = {tag_of(client, path) for path in (LIST, "/entries/?kind=experience", "/entries/?q=river", "/themes/", "/")}
    assert len(tags) == 5


def test_pages_of_absurd_addresses_are_sent_but_not_kept(client):
    make_entry(title="Schools by the river")
    path = f"{LIST}?{'&'.join(f'year={year}' for year in range(1900, 2100))}"
    assert len(client.get(path).content) > LARGEST_KEPT
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    assert len(queries) > 1
    assert again(client, path, tag_of(client, path)).status_code == 304


def test_compressed_and_plain_pages_are_kept_apart(client):
    for number in range(4):
        make_entry(title=f"Schools by the river {number}")
    packed = client.get(LIST, headers={"Accept-Encoding": "gzip"})
    plain = client.get(LIST)
    assert packed.headers.get("Content-Encoding") == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert client.get(LIST, headers={"Accept-Encoding": "gzip"}).content == packed.content


def test_who_is_signed_in_gets_each_page_made_anew(client):
    make_entry(title="Schools by the river")
    tag = tag_of(client)
    client.force_login(User.objects.create_user("curator", is_staff=True))
    answer = again(client, LIST, tag)
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", [LIST, "/", "/no-such-page/", "/admin/"])
def test_no_cache_that_people_share_keeps_what_somebody_who_is_signed_in_was_sent(client, path):
    client.force_login(User.objects.create_user("curator", is_staff=True))
    said = client.get(path).headers["Cache-Control"]
    assert "private" in said
    assert "no-cache" in said


def test_what_says_itself_how_long_it_may_be_kept_is_left(client):
    client.force_login(User.objects.create_user("curator", is_staff=True))
    assert client.get("/suggestions/?q=vi").headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("path", ["/admin/login/", "/healthz", "/readyz", "/api/v1/"])
def test_what_is_no_public_page_has_no_tag_of_a_page(client, path):
    make_entry()
    assert "W/" not in client.get(path).headers.get("ETag", "")


@pytest.mark.parametrize("path", ["/entries/?page=99", "/no-such-page/", "/entries/SSC-9999/"])
def test_errors_are_not_kept(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "ETag" not in answer.headers


def test_head_answers_like_get(client):
    make_entry()
    answer = client.head(LIST)
    assert answer.status_code == 200
    assert client.head(LIST, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
