"""Entries like the one that is read, each with a reason that says something to the reader."""

import re

import pytest

from tests.factories import make_entry, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _others():
    for number in range(12):
        make_entry(title=f"Another {number}", summary="Water for villages.", countries=["THA"])


def likenesses(client, edition):
    """The titles of the entries that the page of an edition says are like it, with what it says they share."""
    page = client.get(edition.entry.get_absolute_url()).content.decode()
    section = page.partition('<ul class="alike">')[2].partition("</ul>")[0]
    return dict(re.findall(r'<a [^>]*>([^<]*)</a>.*?<p class="note">([^<]*)</p>', section, re.DOTALL))


def test_words_of_the_title_are_named_and_others_are_not(client):
    entry = make_entry(title="Schools on boats", summary="Neither cheap nor together: an example of flooded places.")
    make_entry(title="Boats as schools", summary="Neither is an example. Together they fit.")
    [(title, reason)] = likenesses(client, entry).items()
    assert title == "Boats as schools"
    assert set(re.findall(r"\w+", reason.removeprefix("Both mention: "))) == {"schools", "boats"}


def test_a_theme_is_reason_enough(client):
    make_theme("trafficking")
    entry = make_entry(title="Mother and child", summary="Neither is an example, together.", themes=["trafficking"])
    make_entry(title="Two", summary="An example of neither, together with a mother.", themes=["trafficking"])
    assert likenesses(client, entry) == {"Two": "Both on Trafficking. "}


def test_other_words_are_named_where_there_is_nothing_else(client):
    entry = make_entry(title="One", summary="Ferries and rafts and canoes.")
    make_entry(title="Two", summary="Canoes, rafts, ferries.")
    [(title, reason)] = likenesses(client, entry).items()
    assert title == "Two"
    assert "rafts" in reason


def test_an_entry_that_shares_next_to_nothing_is_not_shown(client):
    entry = make_entry(title="One", summary="Ferries on lakes.")
    make_entry(title="Two", summary="Ferries at sea.")
    assert likenesses(client, entry) == {}
