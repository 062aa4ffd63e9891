"""Lists: pages, times and sets, and what becomes of them while entries change."""

import datetime

import pytest
from django.core import signing

from experiences.models import StoredDocument
from experiences.vocabulary import WithdrawalReason
from tests.api.collection import make_full_entry
from tests.desk import publish, start_edition, withdraw
from tests.experiences.harvest.answers import NAMES, ask, error, one, refs, texts, token
from tests.factories import make_entry

pytestmark = pytest.mark.django_db

VERBS = ("ListRecords", "ListIdentifiers")


@pytest.fixture(autouse=True)
def _small_pages(settings):
    settings.OAI_PAGE_SIZES = {"ListRecords": 2, "ListIdentifiers": 2}


def changed(ref, moment):
    StoredDocument.objects.filter(ref=ref).update(changed_at=datetime.datetime.fromisoformat(moment))


def listed(client, **arguments):
    """All references of a list, page by page."""
    root = ask(client, **{"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"} | arguments)
    found = refs(root)
    while token(root):
        root = ask(client, verb=arguments.get("verb", "ListIdentifiers"), resumptionToken=token(root))
        found += refs(root)
    return found


@pytest.mark.parametrize("verb", VERBS)
def test_pages(client, verb):
    made = [make_entry().entry.ref for _number in range(5)]
    pages = [ask(client, verb=verb, metadataPrefix="oai_dc")]
    while token(pages[-1]):
        pages.append(ask(client, verb=verb, resumptionToken=token(pages[-1])))
    assert [refs(page) for page in pages] == [made[:2], made[2:4], made[4:]]
    marks = [one(page, "oai:resumptionToken") for page in pages]
    assert [(mark.get("cursor"), mark.get("completeListSize")) for mark in marks] == [("0", "5"), ("2", "5"), ("4", "5")]
    assert marks[-1].text is None


def test_what_fits_on_one_page_has_no_token(client):
    make_entry()
    make_entry()
    root = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert (len(refs(root)), root.find(".//oai:resumptionToken", NAMES)) == (2, None)


def test_a_token_goes_on_with_the_same_format_and_set(client):
    made = [make_entry(kind="agreement").entry.ref for _number in range(3)]
    make_entry(kind="exchange")
    first = ask(client, verb="ListRecords", metadataPrefix="mods", set="kind:agreement")
    second = ask(client, verb="ListRecords", resumptionToken=token(first))
    assert refs(first) + refs(second) == made
    assert second.find(".//mods:mods", NAMES) is not None
    again = ask(client, verb="ListRecords", resumptionToken=token(first))
    assert refs(again) == refs(second), "a page can be asked for again"


def test_times_belong_to_what_they_begin_and_end(client):
    first, second, third = (make_entry().entry.ref for _number in range(3))
    for ref, moment in ((first, "2020-01-01T00:00:00.9Z"), (second, "2020-01-01T23:59:59.5Z"), (third, "2020-01-02T00:00:00Z")):
        changed(ref, moment)
    all_of_them = [first, second, third]
    for span, expected in (
        ({"from_": "2020-01-01T00:00:00Z", "until": "2020-01-01T00:00:00Z"}, [first]),
        ({"from_": "2020-01-01T00:00:01Z"}, [second, third]),
        ({"until": "2020-01-01T23:59:59Z"}, [first, second]),
        ({"from_": "2020-01-01", "until": "2020-01-01"}, [first, second]),
        ({"from_": "2020-01-01", "until": "2020-01-02"}, all_of_them),
        ({"from_": "2020-01-02"}, [third]),
        ({"until": "2020-01-01"}, [first, second]),
    ):
        assert listed(client, **span) == expected, span
        assert listed(client, verb="ListRecords", **span) == expected, span
    assert (
        error(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", from_="2020-01-03", until="2020-01-04"))
        == "noRecordsMatch"
    )


def test_what_changes_while_it_is_read_comes_once_more_as_it_is_then(client):
    entries = [make_entry(title=f"Entry {number}").entry for number in range(6)]
    made = [entry.ref for entry in entries]
    first = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    withdraw(entries[0], WithdrawalReason.IN_ERROR)
    withdraw(entries[3], WithdrawalReason.SUPERSEDED)
    draft = start_edition(entries[4])
    draft.texts.update(title="Corrected")
    publish(draft)
    rest = [ask(client, verb="ListRecords", resumptionToken=token(first))]
    while token(rest[-1]):
        rest.append(ask(client, verb="ListRecords", resumptionToken=token(rest[-1])))
    assert [refs(page) for page in rest] == [[made[2], made[5]], [made[0], made[3]], [made[4]]]
    assert refs(rest[1], deleted=True) == [made[0], made[3]]
    assert texts(rest[2], "dc:title") == ["Corrected"]
    marks = [one(page, "oai:resumptionToken") for page in [first, *rest]]
    assert [mark.get("completeListSize") for mark in marks] == ["6", "7", "7", "7"], "as far as could be told then"


def test_the_rest_of_a_list_that_changed_is_in_the_time_after(client):
    entries = [make_entry().entry for _number in range(3)]
    for entry in entries:
        changed(entry.ref, "2020-01-01T00:00:00Z")
    first = ask(client, verb="ListRecords", metadataPrefix="oai_dc", until="2020-01-01")
    withdraw(entries[2], WithdrawalReason.IN_ERROR)
    assert error(ask(client, verb="ListRecords", resumptionToken=token(first))) == "noRecordsMatch"
    assert listed(client, from_="2020-01-02") == [entries[2].ref]


def test_a_withdrawal_is_told_in_the_sets_of_its_entry(client):
    gone, moved = make_entry(themes=["health"], countries=["VNM"]), make_entry(themes=["education"], countries=["CHN"])
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    for spec in ("kind:experience", "theme:health", "country:VNM", "scope:core"):
        root = ask(client, verb="ListRecords", metadataPrefix="oai_dc", set=spec)
        assert refs(root, deleted=True) == [gone.entry.ref], spec
    assert listed(client, set="theme:education") == [moved.entry.ref]


def test_tokens_are_only_ours_and_for_their_verb(client):
    for _number in range(3):
        make_entry()
    given = token(ask(client, verb="ListRecords", metadataPrefix="oai_dc"))
    assert error(ask(client, verb="ListIdentifiers", resumptionToken=given)) == "badResumptionToken"
    assert (
        error(ask(client, verb="ListRecords", resumptionToken=given[:-1] + ("A" if given[-1] != "A" else "B")))
        == "badResumptionToken"
    )
    forged = signing.dumps(["ListRecords", "oai_dc", "", "", "", 0, 0], key="another key", salt="experiences.harvest")
    assert error(ask(client, verb="ListRecords", resumptionToken=forged)) == "badResumptionToken"
    for values in ([], ["ListRecords", "oai_dc", "", "", "", 10**9, 2]):
        signed = signing.dumps(values, salt="experiences.harvest")
        assert error(ask(client, verb="ListRecords", resumptionToken=signed)) == "badResumptionToken"


def test_a_token_lasts(client, settings, monkeypatch):
    for _number in range(3):
        make_entry()
    given = token(ask(client, verb="ListRecords", metadataPrefix="oai_dc"))
    monkeypatch.setattr("time.time", lambda: datetime.datetime(2036, 1, 1, tzinfo=datetime.UTC).timestamp())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", [settings.SECRET_KEY]
    assert len(refs(ask(client, verb="ListRecords", resumptionToken=given))) == 1


def test_times_never_run_backwards(client):
    first = make_entry().entry
    StoredDocument.objects.filter(ref=first.ref).update(changed_at=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC))
    make_entry()
    assert set(StoredDocument.objects.values_list("changed_at__year", flat=True)) == {2100}, "whatever the clock says meanwhile"


def test_no_more_queries_for_more_records(client, settings, django_assert_num_queries):
    for _number in range(2):
        make_full_entry(3)
    given = {verb: token(ask(client, verb=verb, metadataPrefix="mods")) for verb in VERBS}
    for size in (1, 3):
        settings.OAI_PAGE_SIZES = {"ListRecords": size, "ListIdentifiers": size}
        for verb in VERBS:
            with django_assert_num_queries(4):
                found = refs(ask(client, verb=verb, resumptionToken=given[verb]))
            assert len(found) == size
    with django_assert_num_queries(3):
        ask(client, verb="ListSets")
