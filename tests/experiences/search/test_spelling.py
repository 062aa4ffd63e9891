"""A word that the collection does not hold is searched in another spelling, and the page says so."""

import pytest
from django.utils.html import escape

from experiences.search.parameters import SearchParameters
from experiences.search.query import search
from tests.experiences.search.finding import found, searched
from tests.factories import make_country, make_entry, make_theme
from tests.markup import total_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _collection() -> None:
    make_entry(title="Against trafficking", summary="Police protect children from trafficking.", countries=["VNM"])
    make_entry(title="Kindergartens", summary="Early childhood education in villages.", countries=["PHL"])
    make_entry(title="Malnutrition", summary="Zinc and iron. Goat milk.", countries=["IDN"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("traficking", "trafficking"),
        ("trafffficking", "trafficking"),
        ("traffikcing", "trafficking"),
        ("trafficling", "trafficking"),
        ("rtafficking", "trafficking"),
        ("yrafficking", "trafficking"),
        ("kindergardens", "kindergartens"),
        ("malnutrishon", "malnutrition"),
        ("vilages", "villages"),
        ("polise", "police"),
        ("miilk", "milk"),
        ("mlik", "milk"),
        ("ploice", "police"),
        ("znic", "zinc"),
        ("TRAFICKING", "trafficking"),
        ("phillipines", "philippines"),
        ("indonessia", "indonesia"),
        ("vietnm", "vietnam"),
    ],
)
def test_each_kind_of_mistake(typed, meant):
    if meant == "vietnam":
        make_country("VNM").other_names.create(language="en", name="Vietnam")
    result = searched(typed)
    assert result.words is not None
    assert list(result.words.reading.corrected.values()) == [meant]
    assert found(typed) == found(meant) != []


@pytest.mark.parametrize("typed", ["zin", "irn", "got", "zzzz", "xylophone", "traffic-xq", "2021", "abcdefghijklm"])
def test_what_is_not_near_any_word_is_left(typed):
    result = searched(typed)
    assert result.words is not None
    assert result.words.reading.corrected == {}


def test_words_that_the_collection_holds_are_left():
    make_entry(title="Policy", summary="Polices of a sort.")
    result = searched("polices")
    assert result.words is not None
    assert result.words.reading.corrected == {}


def test_the_more_frequent_word_of_two_as_near():
    for number in range(3):
        make_entry(title=f"Cards {number}", summary="Cards.")
    make_entry(title="Carts", summary="Carts.")
    result = searched("carzs")
    assert result.words is not None
    assert result.words.reading.corrected == {"carzs": "cards"}


def test_a_name_without_entries_is_spelt_as_it_should_be():
    make_theme("sanitation")
    result = searched("sanitaton")
    assert result.words is not None
    assert result.words.reading.corrected == {"sanitaton": "sanitation"}


def test_only_the_wrong_word_changes(client):
    page = client.get("/entries/", {"q": "Police & traficking"}).content.decode()
    assert "Showing results for <strong>Police &amp; trafficking</strong>" in page


def test_the_page_says_what_it_searched_and_offers_the_very_words(client):
    response = client.get("/entries/", {"q": "traficking", "kind": "experience"})
    page = response.content.decode()
    assert "Showing results for <strong>trafficking</strong>." in page
    literal = "/entries/?q=traficking&kind=experience&verbatim=yes"
    assert f'<a href="{escape(literal)}">Search instead for traficking</a>' in page
    assert total_on(response) == 1
    response = client.get(literal)
    page = response.content.decode()
    assert total_on(response) == 0
    assert "Showing results" not in page
    assert 'Did you mean <a href="/entries/?q=trafficking&amp;kind=experience">trafficking</a>?' in page


def test_a_word_that_is_right_is_passed_over_in_silence(client):
    page = client.get("/entries/", {"q": "trafficking"}).content.decode()
    assert "Showing results" not in page
    assert "Did you mean" not in page


def test_machines_search_what_they_ask_for(client):
    assert search(SearchParameters(q="traficking")).count() == 0
    assert client.get("/api/v1/entries/", {"q": "traficking"}).json()["count"] == 0


def test_drafts_teach_no_words():
    make_entry(title="Quagga", publish=False)
    assert found("quaga") == []
    result = searched("quaga")
    assert result.words is not None
    assert result.words.reading.corrected == {}


def test_words_with_accents():
    make_entry(title="Scolarité")
    assert found("scolarte") == ["Scolarité"]
