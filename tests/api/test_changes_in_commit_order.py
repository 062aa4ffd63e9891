"""What is written before a poll but committed after it still comes: with real transactions, side by side."""

from textwrap import dedent

import pytest
from django.core.management import call_command
from django.db import transaction

from countries.models import Country
from experiences import editorial
from experiences.models import Entry
from tests.api.collection import get
from tests.desk import approved, publish, publisher, reviewer, start_edition, writer
from tests.elsewhere import elsewhere, wait_for_a_lock
from tests.factories import make_entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    """Made before the threads begin, which would else make the same people twice."""
    return writer(), reviewer(), publisher()


def refs(client, since=""):
    page = get(client, "changes/", **({"since": since} if since else {}))
    return [each["ref"] for each in page["results"]], page["since"]


def test_what_is_committed_after_a_poll_comes_with_the_next(client, people):
    draft = make_entry(title="Slow", publish=False)
    since = refs(client)[1]
    with elsewhere(lambda: publish(draft)) as slow:
        slow.wait_until_written()
        assert refs(client, since) == ([], since), "what is not committed is not told, and the place stays"
        slow.commit()
    assert refs(client, since)[0] == [draft.entry.ref]


def test_nobody_takes_a_later_place_while_an_earlier_one_is_not_committed(client, people):
    slow_draft, quick_draft = (approved(make_entry(title=title, publish=False)) for title in ("Slow", "Quick"))
    since = refs(client)[1]
    with elsewhere(lambda: editorial.publish(slow_draft, by=publisher())) as slow:
        slow.wait_until_written()
        with elsewhere(lambda: editorial.publish(quick_draft, by=publisher())) as quick:
            wait_for_a_lock()
            assert not quick.has_written
            assert refs(client, since) == ([], since)
            slow.commit()
            quick.wait_until_written()
            told, after_slow = refs(client, since)
            assert told == [slow_draft.entry.ref]
            quick.commit()
        assert refs(client, after_slow)[0] == [quick_draft.entry.ref]
    assert refs(client, since)[0] == [slow_draft.entry.ref, quick_draft.entry.ref]


def test_one_that_is_taken_back_leaves_no_gap_that_a_reader_would_wait_for(client, people):
    draft = approved(make_entry(title="Never", publish=False))
    since = refs(client)[1]
    with transaction.atomic():
        editorial.publish(draft, by=publisher())
        transaction.set_rollback(True)
    other = make_entry(title="Next")
    assert refs(client, since)[0] == [other.entry.ref]


def test_a_renamed_country_waits_for_its_turn_too(client, people):
    carrying = make_entry(title="Carrying", countries=["VNM"])
    draft = approved(make_entry(title="Quick", publish=False))
    since = refs(client)[1]
    with elsewhere(lambda: Country.objects.filter(iso3="VNM").update(name="Annam")) as slow:
        slow.wait_until_written()
        with elsewhere(lambda: editorial.publish(draft, by=publisher())) as quick:
            wait_for_a_lock()
            slow.commit()
            quick.wait_until_written()
            quick.commit()
    assert refs(client, since)[0] == [carrying.entry.ref, draft.entry.ref]


CONTENT = """
    regions: [{m49: "035", name: South-eastern Asia}]
    countries: [{iso3: VNM, iso2: VN, m49: "704", name: Viet Nam, region: "035"}]
    sources: [{key: DOC-7, title: The paper, type: paper}]
    entries:
      - key: GP-1
        kind: experience
        type: good_practice
        texts: {en: {title: Imported one, summary: Children learn near home.}}
        citations: [{source: DOC-7, locator: page 1}]
      - key: GP-2
        kind: experience
        type: good_practice
        texts: {en: {title: Imported two, summary: Children learn near home.}}
        citations: [{source: DOC-7, locator: page 1}]
"""


def test_a_long_import_beside_a_quick_publication(client, people, tmp_path):
    (tmp_path / "all.yaml").write_text(dedent(CONTENT))
    draft = start_edition(make_entry(title="Quick").entry)
    since = refs(client)[1]
    with elsewhere(lambda: call_command("import_entries", tmp_path, verbosity=0)) as slow:
        slow.wait_until_written()
        with elsewhere(lambda: publish(draft)) as quick:
            wait_for_a_lock()
            assert refs(client, since) == ([], since)
            slow.commit()
            quick.wait_until_written()
            imported = [Entry.objects.get(key=key).ref for key in ("GP-1", "GP-2")]
            told, place = refs(client, since)
            assert told == imported
            quick.commit()
    assert refs(client, place)[0] == [draft.entry.ref]
    assert refs(client, since)[0] == [*imported, draft.entry.ref]
