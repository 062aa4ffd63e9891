"""Lists whose rows nothing else puts in order are in the order of their references, of whatever length these are."""

import pytest

from experiences.models import Edition, Entry
from experiences.querysets import by_reference
from experiences.vocabulary import CountryPart, WithdrawalReason
from tests.desk import merge, withdraw
from tests.factories import add_lesson, add_transfer, make_entry, published

pytestmark = pytest.mark.django_db

REFS = ["SSC-10000", "SSC-9999"]
"""In the order in which the entries are made: neither that one nor the order of the letters is the right one."""


@pytest.fixture
def entries():
    """Makes the two entries of a kind, alike in all but their references, which their titles say."""

    def make(kind):
        for ref in REFS:
            parties = [("CHN", CountryPart.PARTY), ("VNM", CountryPart.LEARNER)]
            edition = make_entry(kind, title=f"Entry {ref}.", countries=parties, organisations=["unicef"], publish=False)
            Entry.objects.filter(pk=edition.entry_id).update(ref=ref)
            add_lesson(edition, statement=f"Lesson of {ref}.")
            add_transfer(edition, "CHN", "VNM", summary=f"Transfer of {ref}.")
            published(edition)

    return make


@pytest.mark.parametrize(
    ("path", "kind", "row"),
    [
        ("/lessons/", "experience", "Lesson of {}."),
        ("/transfers/", "exchange", "Transfer of {}."),
        ("/", "exchange", "Transfer of {}."),
        ("/agreements/", "agreement", "Entry {}."),
        ("/exchanges/", "exchange", "Entry {}."),
        ("/countries/vnm/", "agreement", "Entry {}."),
        ("/organisations/unicef/", "initiative", "Entry {}."),
    ],
)
def test_the_longer_reference_comes_after(read, entries, path, kind, row):
    entries(kind)
    html = read(path)
    shorter, longer = row.format("SSC-9999"), row.format("SSC-10000")
    assert 0 < html.index(shorter) < html.index(longer)


def test_backwards_it_comes_first(entries):
    entries("experience")
    assert list(Edition.objects.order_by(*by_reference("entry", descending=True)).values_list("entry__ref", flat=True)) == REFS


@pytest.fixture
def told():
    """A published experience with a lesson and a transfer."""
    edition = make_entry("experience", title="Clinics by boat", countries=["FJI", "TON"], publish=False)
    add_lesson(edition, statement="Boats go where roads end.")
    add_transfer(edition, "FJI", "TON", summary="Nurses from Tonga came along.")
    return published(edition)


@pytest.mark.parametrize("part", ["L1", "T1", "l1"])
def test_the_reference_of_a_part_is_an_address_that_leads_to_its_place(client, told, part):
    response = client.get(f"/entries/{told.entry.ref}-{part}/")
    page, _, place = response["Location"].partition("#")
    assert response.status_code == 302
    assert page == told.entry.get_absolute_url()
    assert f'id="{place}"' in client.get(page).content.decode()


@pytest.mark.parametrize("part", ["L2", "T0", "X1", "L", "L1-T1"])
def test_a_part_that_there_is_not_has_no_address(client, told, part):
    assert client.get(f"/entries/{told.entry.ref}-{part}/").status_code == 404


def test_a_part_of_what_is_superseded_can_still_be_read(client, told):
    withdraw(told.entry, WithdrawalReason.SUPERSEDED)
    assert client.get(f"/entries/{told.entry.ref}-L1/")["Location"] == f"{told.entry.get_absolute_url()}#L1"


def test_a_part_goes_where_its_entry_goes(client, told):
    other = make_entry("experience", title="Clinics by road")
    merge(told.entry, other.entry)
    assert client.get(f"/entries/{told.entry.ref}-L1/")["Location"] == other.entry.get_absolute_url()
    withdraw(other.entry, WithdrawalReason.IN_ERROR)
    assert client.get(f"/entries/{other.entry.ref}-L1/").status_code == 410


def test_a_part_of_a_draft_is_not_public(client):
    draft = make_entry("experience", publish=False)
    add_lesson(draft, statement="Not said yet.")
    assert client.get(f"/entries/{draft.entry.ref}-L1/").status_code == 404
