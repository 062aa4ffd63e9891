"""The feed of changes: whoever follows it has exactly the collection, and misses nothing."""

import base64
from typing import Any

import pytest
from django.db import connection

from experiences.models import Entry
from experiences.vocabulary import WithdrawalReason
from tests.api.collection import errors, get, written
from tests.desk import merge, publish, start_edition, withdraw
from tests.factories import make_entry, make_theme

pytestmark = pytest.mark.django_db


def refs(page: Any) -> list[str]:
    return [each["ref"] for each in page["results"]]


def test_an_entry_that_stands(client):
    edition = make_entry(title="School")
    [change] = get(client, "changes/")["results"]
    ref = edition.entry.ref
    assert change.pop("at") > written(edition.published_at)
    assert change == {
        "ref": ref,
        "key": edition.entry.key,
        "kind": "experience",
        "deleted": False,
        "url": f"http://testserver/entries/{ref}/school/",
        "api_url": f"http://testserver/api/v1/entries/{ref}/",
        "edition": 1,
        "first_published_at": written(edition.published_at),
        "withdrawn_at": None,
        "reason": None,
        "reason_label": None,
        "note": None,
        "merged_into": None,
    }


def test_an_entry_that_was_withdrawn(client):
    edition = make_entry(title="School")
    gone = withdraw(edition.entry, WithdrawalReason.IN_ERROR, note="Entered twice.")
    [change] = get(client, "changes/")["results"]
    assert (change["ref"], change["deleted"], change["edition"]) == (gone.ref, True, None)
    assert (change["reason"], change["reason_label"], change["note"]) == ("in_error", "Published in error", "Entered twice.")
    assert change["withdrawn_at"] == written(gone.withdrawn_at)
    assert client.get(change["api_url"]).status_code == client.get(change["url"]).status_code == 410


def test_an_entry_that_was_merged_says_into_what(client):
    first, second, last = (make_entry(title=title) for title in ("A", "B", "C"))
    merge(first.entry, second.entry)
    merge(second.entry, last.entry)
    changes = {each["ref"]: each for each in get(client, "changes/")["results"]}
    into = {
        "ref": last.entry.ref,
        "key": last.entry.key,
        "kind": "experience",
        "url": f"http://testserver/entries/{last.entry.ref}/",
        "api_url": f"http://testserver/api/v1/entries/{last.entry.ref}/",
    }
    for edition in (first, second):
        change = changes[edition.entry.ref]
        assert (change["deleted"], change["reason"], change["merged_into"]) == (True, "consolidated", into)


def test_a_superseded_entry_leaves_the_collection_but_can_be_read(client):
    withdraw(make_entry(title="School").entry, WithdrawalReason.SUPERSEDED)
    [change] = get(client, "changes/")["results"]
    assert (change["deleted"], change["reason"]) == (True, "superseded")
    assert client.get(change["api_url"]).json()["withdrawn"]["reason"] == "superseded"


def test_items_with_their_documents(client):
    stands, gone, superseded = (make_entry(title=title).entry for title in ("A", "B", "C"))
    withdraw(gone, WithdrawalReason.IN_ERROR)
    withdraw(superseded, WithdrawalReason.SUPERSEDED)
    whole = {each["ref"]: each for each in get(client, "changes/", expand="document")["results"]}
    assert whole[gone.ref].pop("document") is None
    for entry in (stands, superseded):
        assert whole[entry.ref].pop("document") == get(client, f"entries/{entry.ref}/")
    assert list(whole.values()) == get(client, "changes/")["results"]
    assert errors(client, "changes/", "expand=everything")[0]["allowed"] == ["document"]


def test_drafts_are_not_told_of(client):
    make_entry(publish=False)
    start_edition(make_entry().entry)
    assert len(get(client, "changes/")["results"]) == 1


def test_pages_and_the_place_to_go_on_from(client):
    made = [make_entry(title=f"Entry {number}").entry.ref for number in range(5)]
    first = get(client, "changes/", limit=2)
    assert refs(first) == made[:2]
    assert first["next"] == f"http://testserver/api/v1/changes/?limit=2&since={first['since'].replace('=', '%3D')}"
    second = client.get(first["next"]).json()
    last = client.get(second["next"]).json()
    assert refs(second) + refs(last) == made[2:]
    assert last["next"] is None
    assert get(client, "changes/", since=last["since"]) == {"next": None, "since": last["since"], "results": []}
    new = make_entry(title="Later").entry.ref
    assert refs(get(client, "changes/", since=last["since"])) == [new]
    assert refs(get(client, "changes/", since=first["since"], limit=1000)) == [*made[2:], new]


def test_a_change_moves_its_entry_to_the_end_and_is_told_once(client):
    first, second = make_entry(title="A"), make_entry(title="B")
    since = get(client, "changes/")["since"]
    publish(start_edition(first.entry))
    publish(start_edition(first.entry))
    [change] = get(client, "changes/", since=since)["results"]
    assert (change["ref"], change["edition"]) == (first.entry.ref, 3)
    assert refs(get(client, "changes/")) == [second.entry.ref, first.entry.ref]


def test_a_renamed_record_is_a_change_of_all_that_carry_it(client):
    carrying = {make_entry(themes=["education"]).entry.ref for _number in range(3)}
    make_entry(themes=["health"])
    since = get(client, "changes/")["since"]
    theme = make_theme("education")
    theme.label = "Learning"
    theme.save()
    assert set(refs(get(client, "changes/", since=since))) == carrying


def test_withdrawn_and_published_again(client):
    entry = make_entry(title="A").entry
    withdraw(entry, WithdrawalReason.IN_ERROR)
    publish(start_edition(Entry.objects.get(pk=entry.pk)))
    [change] = get(client, "changes/")["results"]
    assert (change["deleted"], change["reason"], change["edition"]) == (False, None, 2)


@pytest.mark.parametrize("since", ["0", "yesterday", "2026-01-01", "AAAAAAAAAAAAAAAA", "=", "\u0661", "A" * 5000, "\U0001f600"])
def test_a_place_that_was_never_given_is_refused_with_advice(client, since):
    make_entry()
    response = client.get("/api/v1/changes/", {"since": since})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    [error] = response.json()["errors"]
    assert (error["parameter"], error["value"]) == ("since", since)
    assert "leave it out to begin from the beginning" in error["message"]


def test_a_place_of_another_portal_is_refused(client):
    make_entry()
    token = get(client, "changes/")["since"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE document_feed SET id = gen_random_uuid()")
    assert client.get("/api/v1/changes/", {"since": token}).status_code == 400


def test_a_place_after_the_end_is_refused_as_after_an_old_backup(client):
    make_entry()
    token = get(client, "changes/")["since"]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE experiences_storeddocument")
    assert client.get("/api/v1/changes/", {"since": token}).status_code == 400


def test_a_token_does_not_end_in_what_could_be_guessed(client):
    make_entry()
    told = base64.urlsafe_b64decode(get(client, "changes/")["since"])
    for wrong in (told[:-1] + bytes([told[-1] ^ 1]), told[:7] + bytes([told[7] - 1]) + told[8:], told[:8]):
        token = base64.urlsafe_b64encode(wrong).decode()
        assert client.get("/api/v1/changes/", {"since": token}).status_code == 400


def test_limits_and_parameters(client):
    for limit in ("0", "1001", "-1", "ten", "1.5"):
        [error] = errors(client, "changes/", f"limit={limit}")
        assert error["message"] == "Not a whole number from 1 to 1000."
    assert client.get("/api/v1/changes/?limit=1000").status_code == 200
    assert errors(client, "changes/", "colour=red")[0]["allowed"] == ["since", "limit", "expand"]
    assert errors(client, "changes/", "limit=1&limit=2")[0]["message"] == "It takes one value."


def test_a_page_takes_as_many_queries_however_long(client, django_assert_num_queries):
    for _number in range(5):
        make_entry()
    for limit in (1, 5):
        with django_assert_num_queries(3):  # the version of the index, by which copies are told, and the feed
            get(client, "changes/", limit=limit)
