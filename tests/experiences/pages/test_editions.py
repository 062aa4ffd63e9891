"""Each published edition has an address of its own, for ever."""

import re

import pytest

from experiences.vocabulary import Role, WithdrawalReason
from tests.desk import merge, person, publish, start_edition, withdraw
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    """An entry with two published editions."""
    first = make_entry(title="Wells", summary="Wells were dug.")
    second = start_edition(first.entry)
    second.texts.update(title="Deep wells", summary="Deep wells were dug.")
    return publish(second).entry


def address(entry, number):
    return f"/entries/{entry.ref}/editions/{number}/"


def get(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_an_old_edition_stays_as_it_was_and_says_that_it_is_not_the_current_one(client, entry):
    page = get(client, address(entry, 1))
    assert "Wells were dug." in page
    assert "It is not the current one." in page
    assert f'<a href="{entry.get_absolute_url()}">Read the current edition</a>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="http://testserver{entry.get_absolute_url()}">' in page
    assert f"{entry.ref}, edition 1" in page
    assert f"http://testserver{address(entry, 1)}" in page


def test_the_current_edition_has_its_address_too(client, entry):
    page = get(client, address(entry, 2))
    assert "Deep wells were dug." in page
    assert "It is not the current one." not in page
    assert f'<link rel="canonical" href="http://testserver{entry.get_absolute_url()}">' in page


def test_the_entry_names_the_address_of_its_edition_and_lists_them_all(client, entry):
    page = get(client, entry.get_absolute_url())
    assert f"http://testserver{address(entry, 2)}" in page
    history = page.split('id="history"')[1].split("</ol>")[0]
    assert f'<a href="{address(entry, 1)}">Edition 1</a>' in history
    assert '<strong aria-current="true">Edition 2</strong>' in history
    assert "(the current one)" in history


def test_a_draft_is_nowhere(client, entry):
    start_edition(entry)
    get(client, address(entry, 3), 404)
    get(client, address(entry, 4), 404)
    assert "Edition 3" not in get(client, entry.get_absolute_url())
    assert "Edition 3" not in get(client, address(entry, 1))


def test_a_reader_who_has_it_is_told_so_until_something_changes(client, entry):
    tag = client.get(address(entry, 2)).headers["ETag"]
    assert client.get(address(entry, 2), headers={"If-None-Match": tag}).status_code == 304
    publish(start_edition(entry))
    page = client.get(address(entry, 2), headers={"If-None-Match": tag})
    assert page.status_code == 200
    assert "It is not the current one." in page.content.decode()


def test_what_was_published_in_error_is_gone_with_all_its_editions(client, entry):
    withdraw(entry, WithdrawalReason.IN_ERROR)
    for number in (1, 2):
        page = get(client, address(entry, number), 410)
        assert "This entry was withdrawn" in page
        assert "were dug" not in page


def test_what_was_in_error_stays_gone_with_all_before_it_when_the_entry_is_published_again(client, entry):
    withdraw(entry, WithdrawalReason.IN_ERROR, note="It named a child.")
    publish(start_edition(entry))
    for number, withdrawn in ((2, "Withdrawn"), (1, "with edition 2 and all before it")):
        page = get(client, address(entry, number), 410)
        assert "This edition was withdrawn" in page
        assert "were dug" not in page
        assert withdrawn in page
        assert "Published in error<br>It named a child." in page
        assert f'<a href="{entry.get_absolute_url()}">Read the current edition</a>' in page
    third = get(client, address(entry, 3))
    assert "Edition 2" not in third
    assert "Edition 1" not in third


def test_what_was_superseded_is_shown_and_marked_when_the_entry_is_published_again(client, entry):
    withdraw(entry, WithdrawalReason.SUPERSEDED, note="The wells are dry.")
    publish(start_edition(entry))
    entry.refresh_from_db()
    second = get(client, address(entry, 2))
    assert "Deep wells were dug." in second
    assert "It was withdrawn on " in second
    assert "as superseded.</strong>" in second
    assert "The wells are dry." in second
    assert f'<a href="{entry.get_absolute_url()}">Read the current edition</a>' in second
    assert "It is not the current one." in get(client, address(entry, 1))
    current = get(client, entry.get_absolute_url())
    assert "The wells are dry." not in current
    assert re.search(
        r"Edition 2</a>, published on [^<]* <span class=\"note\">\(withdrawn on [^<]* as superseded\)</span>", current
    )


def test_it_goes_when_the_entry_turns_out_to_be_an_error_later(client, entry):
    withdraw(entry, WithdrawalReason.SUPERSEDED)
    publish(start_edition(entry))
    withdraw(entry, WithdrawalReason.IN_ERROR)
    for number in (1, 2, 3):
        get(client, address(entry, number), 410)
    publish(start_edition(entry))
    assert [client.get(address(entry, number)).status_code for number in (1, 2, 3, 4)] == [410, 410, 410, 200]


def test_what_was_published_again_and_then_superseded_is_shown_but_for_the_error(client, entry):
    withdraw(entry, WithdrawalReason.IN_ERROR)
    publish(start_edition(entry))
    withdraw(entry, WithdrawalReason.SUPERSEDED)
    assert [client.get(address(entry, number)).status_code for number in (1, 2, 3)] == [410, 410, 200]
    assert "Read the current edition" not in get(client, address(entry, 2), 410)


def test_what_is_superseded_can_be_read_with_all_its_editions(client, entry):
    withdraw(entry, WithdrawalReason.SUPERSEDED)
    assert "This entry was superseded" in get(client, address(entry, 2))
    first = get(client, address(entry, 1))
    assert "It is not the current one." in first
    assert "This entry was superseded" in first
    assert "Read the last edition" in first


def test_editions_of_a_merged_entry_lead_where_the_entry_leads(client, entry):
    other = make_entry(title="All wells")
    merge(entry, other.entry)
    response = client.get(address(entry, 1))
    assert (response.status_code, response["Location"]) == (301, other.get_absolute_url())


def test_people_at_the_desk_still_read_what_was_withdrawn(client, entry):
    withdraw(entry, WithdrawalReason.IN_ERROR)
    client.force_login(person("ed", Role.EDITOR))
    assert "Preview of edition 2 (Withdrawn)" in get(client, address(entry, 2))


def test_the_number_of_queries_does_not_grow_with_the_editions(client, entry, django_assert_max_num_queries):
    for _ in range(3):
        publish(start_edition(entry))
    get(client, address(entry, 1))
    with django_assert_max_num_queries(36) as queries:
        get(client, address(entry, 2))
    few = len(queries)
    publish(start_edition(entry))
    with django_assert_max_num_queries(few):
        get(client, address(entry, 3))
