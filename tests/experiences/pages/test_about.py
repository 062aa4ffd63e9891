import pytest

from experiences.vocabulary import Scope, WithdrawalReason
from tests.desk import withdraw
from tests.experiences.pages.conftest import words
from tests.factories import add_fact, add_lesson, add_transfer, make_entry, published

pytestmark = pytest.mark.django_db


def full_entry(publish=True, **fields):
    edition = make_entry(countries=["VNM"], publish=False, **fields)
    add_fact(edition)
    add_lesson(edition)
    add_transfer(edition, "VNM", "CHN")
    return published(edition) if publish else edition


def test_it_counts_what_is_in_the_portal(read):
    full_entry()
    make_entry("agreement", countries=["VNM", "CHN"])
    full_entry(scope=Scope.CONTEXT)
    full_entry(publish=False)
    withdraw(full_entry().entry, WithdrawalReason.IN_ERROR)
    text = words(read("/about/").split('aria-labelledby="today"')[1])
    assert "1 experience and 1 agreement, and 1 more as background." in text
    assert "Entries 2 Countries named 2 Lessons 1 Transfers of experience 1 Facts 1 Source documents 1" in text, (
        "the core alone is counted"
    )


def test_an_empty_portal_is_no_fault(read):
    assert "Entries 0" in words(read("/about/"))


def test_it_says_where_the_data_is_and_what_it_rests_on(read):
    html = read("/about/")
    assert 'href="/api/v1/"' in html
    assert 'href="/recommendations/"' in html
    assert "Readers get no cookies" in html
    assert 'id="send"' in html, "other pages point to it"


def test_it_says_whom_to_write_to(client, settings):
    assert b"mailto:" not in client.get("/about/").content
    settings.CONTACT_EMAIL = "portal@example.org"
    make_entry()  # a page is kept until something is published
    html = client.get("/about/").content.decode()
    assert '<a href="mailto:portal@example.org">portal@example.org</a>' in html
    assert 'href="/about/#contact"' in html
    assert 'id="contact"' in html


def test_a_reader_gets_no_cookie(client):
    assert not client.get("/about/").cookies


def test_the_number_of_queries_does_not_grow(queries_for):
    full_entry()
    few = queries_for("/about/")
    full_entry()
    full_entry()
    assert queries_for("/about/") == few
