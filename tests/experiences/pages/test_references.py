"""Lists whose rows nothing else puts in order are in the order of their references, of whatever length these are."""

import pytest

from experiences.models import Edition, Entry
from experiences.querysets import by_reference
from experiences.vocabulary import CountryPart
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
