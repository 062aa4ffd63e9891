"""What somebody writes while a harvester asks comes with the harvester's next request: with real transactions, side by side."""

import datetime

import pytest

from experiences import editorial
from experiences.models import StoredDocument
from tests.desk import approved, publisher, reviewer, writer
from tests.elsewhere import elsewhere, wait_for_a_lock
from tests.experiences.harvest.answers import ask, error, refs, texts
from tests.factories import make_entry

pytestmark = pytest.mark.django_db(transaction=True)

LIST = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}


@pytest.fixture
def drafts():
    """Made before the threads begin, with the people who work on them."""
    people = writer(), reviewer(), publisher()
    assert len(people) == 3
    return [approved(make_entry(title=title, publish=False)) for title in ("Slow", "Quick")]


def publish(draft):
    return lambda: editorial.publish(draft, by=publisher())


def an_hour_ago():
    """What has changed so far did so an hour ago: before any second of the test."""
    then = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    StoredDocument.objects.update(changed_at=then)
    return f"{then:%Y-%m-%dT%H:%M:%SZ}"


def response_date(root):
    [date] = texts(root, "oai:responseDate")
    return date


def test_what_is_committed_after_a_harvest_comes_with_the_next(client, drafts):
    make_entry()
    long_ago = an_hour_ago()
    with elsewhere(publish(drafts[0])) as slow:
        slow.wait_until_written()
        harvest = ask(client, **LIST)
        assert drafts[0].entry.ref not in refs(harvest)
        assert response_date(harvest) == long_ago, "it speaks for the time before what is being written"
        slow.commit()
    following = ask(client, **LIST, from_=response_date(harvest))
    assert drafts[0].entry.ref in refs(following)
    assert response_date(following) > long_ago


def test_one_who_waits_for_another_has_no_time_yet(client, drafts):
    make_entry()
    an_hour_ago()
    with elsewhere(publish(drafts[0])) as slow:
        slow.wait_until_written()
        with elsewhere(publish(drafts[1])) as quick:
            wait_for_a_lock()
            slow.commit()
            quick.wait_until_written()
            harvest = ask(client, **LIST)
            assert refs(harvest)[-1] == drafts[0].entry.ref
            assert response_date(harvest) == texts(harvest, "oai:datestamp")[-1], "the other one has a later time at this moment"
            quick.commit()
    assert refs(ask(client, **LIST, from_=response_date(harvest)))[-1] == drafts[1].entry.ref


def test_the_first_records_of_all_are_not_missed_either(client, drafts):
    with elsewhere(publish(drafts[0])) as slow:
        slow.wait_until_written()
        harvest = ask(client, **LIST)
        assert error(harvest) == "noRecordsMatch"
        slow.commit()
    assert refs(ask(client, **LIST, from_=response_date(harvest))) == [drafts[0].entry.ref]


def test_while_nobody_writes_it_is_now(client, drafts):
    make_entry()
    an_hour_ago()
    date = datetime.datetime.fromisoformat(response_date(ask(client, **LIST)))
    assert datetime.datetime.now(datetime.UTC) - date < datetime.timedelta(minutes=5)
