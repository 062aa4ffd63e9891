"""The portal harvested whole over HTTP by two clients that others wrote, while entries are withdrawn and corrected."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from oaipmh_scythe import Scythe
from sickle import Sickle

from experiences.models import Entry
from experiences.vocabulary import EntryState, WithdrawalReason
from tests.desk import merge, publish, start_edition, withdraw
from tests.factories import make_entry
from tests.many import make_many

pytestmark = pytest.mark.django_db(transaction=True)

ENTRIES = 23


@pytest.fixture(autouse=True)
def _small_pages(settings):
    settings.OAI_PAGE_SIZES = {"ListRecords": 4, "ListIdentifiers": 5}


@pytest.fixture
def entries() -> list[Entry]:
    themes: list[list[str]] = [["health"], ["education"], []]
    return make_many((f"Entry {number}" for number in range(ENTRIES)), countries=["VNM"], themes=themes)


def by_sickle(address: str, **arguments: str) -> Iterator[Any]:
    given = {"metadataPrefix": "oai_dc"} | {name.rstrip("_"): value for name, value in arguments.items()}
    yield from Sickle(f"{address}/oai").ListRecords(**given)


def by_sickle_with_post(address: str, **arguments: str) -> Iterator[Any]:
    given = {"metadataPrefix": "oai_dc"} | {name.rstrip("_"): value for name, value in arguments.items()}
    yield from Sickle(f"{address}/oai", http_method="POST").ListRecords(**given)


def by_scythe(address: str, **arguments: str) -> Iterator[Any]:
    given: dict[str, Any] = {"metadata_prefix": "oai_dc"} | {
        {"set": "set_"}.get(name, name): value for name, value in arguments.items()
    }
    with Scythe(f"{address}/oai") as scythe:
        yield from scythe.list_records(**given)


HARVESTERS = pytest.mark.parametrize("harvester", [by_sickle, by_sickle_with_post, by_scythe])


def collected(records: Iterator[Any], meanwhile: dict[int, Callable[[], object]] | None = None) -> dict[str, str | None]:
    """What a harvester has at the end: titles by reference, None for what is deleted. After some records something happens."""
    copy = {}
    for number, record in enumerate(records):
        ref = record.header.identifier.rpartition(":")[2]
        copy[ref] = None if record.header.deleted else record.metadata["title"][0]
        if meanwhile and number in meanwhile:
            meanwhile.pop(number)()
    assert not meanwhile, "all of it has happened"
    return copy


def correct(entry: Entry) -> None:
    draft = start_edition(entry)
    draft.texts.update(title="Corrected")
    publish(draft)


@HARVESTERS
def test_harvested_whole_while_entries_change(live_server, entries, harvester):
    meanwhile: dict[int, Callable[[], object]] = {
        2: lambda: withdraw(entries[0], WithdrawalReason.IN_ERROR),
        5: lambda: withdraw(entries[20], WithdrawalReason.IN_ERROR),
        9: lambda: merge(entries[21], entries[22]),
        10: lambda: correct(entries[1]),
        11: lambda: correct(entries[19]),
        14: lambda: withdraw(entries[13], WithdrawalReason.SUPERSEDED),
    }
    copy = collected(harvester(live_server.url), meanwhile)
    expected: dict[str, str | None] = {entry.ref: f"Entry {number}" for number, entry in enumerate(entries)}
    expected |= {entries[number].ref: None for number in (0, 13, 20, 21)}
    expected |= {entries[number].ref: "Corrected" for number in (1, 19)}
    assert copy == expected
    assert {ref for ref, title in copy.items() if title} == set(
        Entry.objects.filter(state=EntryState.PUBLISHED).values_list("ref", flat=True)
    )


@HARVESTERS
def test_a_set_with_its_withdrawals(live_server, entries, harvester):
    withdraw(entries[3], WithdrawalReason.IN_ERROR)
    copy = collected(harvester(live_server.url, set="theme:health"))
    assert set(copy) == {entries[number].ref for number in range(0, ENTRIES, 3)}
    assert [ref for ref, title in copy.items() if title is None] == [entries[3].ref]


@HARVESTERS
def test_kept_in_step_from_one_harvest_to_the_next(live_server, entries, harvester):
    copy = collected(harvester(live_server.url))
    since = Sickle(f"{live_server.url}/oai").Identify().xml.getparent().findtext("{*}responseDate")
    withdraw(entries[4], WithdrawalReason.IN_ERROR)
    correct(entries[5])
    new = make_entry(title="New").entry
    copy |= collected(harvester(live_server.url, from_=since))
    assert (copy[entries[4].ref], copy[entries[5].ref], copy[new.ref]) == (None, "Corrected", "New")
    assert len(copy) == ENTRIES + 1


def test_what_else_they_ask(live_server, entries):
    sickle = Sickle(f"{live_server.url}/oai")
    assert sickle.Identify().deletedRecord == "persistent"
    assert [each.metadataPrefix for each in sickle.ListMetadataFormats()] == ["oai_dc", "mods"]
    assert {"kind:experience", "theme:health", "country:VNM"} <= {each.setSpec for each in sickle.ListSets()}
    assert len(list(sickle.ListIdentifiers(metadataPrefix="mods"))) == ENTRIES
    one = sickle.GetRecord(identifier=f"oai:portal.example.org:{entries[0].ref}", metadataPrefix="mods")
    assert one.metadata["title"] == ["Entry 0", "Document DOC-1"]
    with Scythe(f"{live_server.url}/oai") as scythe:
        identity: Any = scythe.identify()
        assert identity.granularity == "YYYY-MM-DDThh:mm:ssZ"
        assert len(list(scythe.list_identifiers())) == ENTRIES
        assert len(list(scythe.list_sets())) == len(list(sickle.ListSets()))
