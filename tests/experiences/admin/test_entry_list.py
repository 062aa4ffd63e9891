"""The lists of entries: one row each, by the newest edition; found and filtered as curators think."""

import re

import pytest
from django.urls import reverse

from experiences.models import EditionText
from experiences.vocabulary import WithdrawalReason
from tests.desk import start_edition, withdraw
from tests.factories import make_country, make_entry, make_theme, published

LIST = reverse("admin:experiences_experience_changelist")


def rows(desk, **query):
    """Title, reference and state of each row."""
    page = desk.get(LIST, query).content.decode()
    found = re.findall(r'field-shown_title"><a[^>]*>(.*?)<br>.*?field-shown_standing">(.*?)</td>', page, flags=re.DOTALL)
    return [(title, state) for title, state in found]


def titles(desk, **query):
    return {title for title, _state in rows(desk, **query)}


def test_an_entry_has_one_row_whatever_the_number_of_its_editions(desk):
    first = make_entry(title="First")
    second = start_edition(first.entry)
    second.texts.update(title="Second")
    published(second)
    third = start_edition(first.entry)
    third.texts.update(title="Third")
    assert rows(desk) == [("Third", "Published; edition 3 is in the works: being written")]


def test_the_states_are_told_and_filtered(desk):
    make_entry(title="Never", publish=False)
    make_entry(title="Out")
    start_edition(make_entry(title="Being revised").entry)
    withdraw(make_entry(title="Gone").entry, WithdrawalReason.IN_ERROR)
    assert dict(rows(desk)) == {
        "Never": "Never published; being written",
        "Out": "Published",
        "Being revised": "Published; edition 2 is in the works: being written",
        "Gone": "Withdrawn",
    }
    assert titles(desk, standing="never") == {"Never"}
    assert titles(desk, standing="published") == {"Out", "Being revised"}
    assert titles(desk, standing="next") == {"Being revised"}
    assert titles(desk, standing="withdrawn") == {"Gone"}


def test_filters(desk):
    parent = make_theme("education")
    make_theme("early-years", parent=parent)
    make_entry(title="Viet Nam's schools", type="innovation", countries=["VNM"], themes=["early-years"])
    make_entry(title="Fiji's water", countries=["FJI"], themes=["water"], scope="context")
    assert titles(desk, theme="education") == {"Viet Nam&#x27;s schools"}, "a broader theme holds the narrower ones"
    assert titles(desk, country="FJI") == {"Fiji&#x27;s water"}
    assert titles(desk, type="innovation") == {"Viet Nam&#x27;s schools"}
    assert titles(desk, scope__exact="context") == {"Fiji&#x27;s water"}
    assert titles(desk, country="FJI", theme="education") == set()


def test_only_the_types_of_the_kind_are_offered(desk):
    make_entry()
    page = desk.get(LIST).content.decode()
    assert "Promising practice" in page
    assert "Study visit" not in page
    assert "Study visit" in desk.get(reverse("admin:experiences_exchange_add")).content.decode()


def test_a_filter_by_country_keeps_the_search_and_the_other_filters(desk):
    make_entry(countries=["VNM"])
    page = desk.get(LIST, {"q": "<b>", "type": "innovation", "p": "1"}).content.decode()
    form = next(form for form in re.findall(r"<form.*?</form>", page, flags=re.DOTALL) if 'name="country"' in form)
    assert '<input type="hidden" name="q" value="&lt;b&gt;">' in form
    assert '<input type="hidden" name="type" value="innovation">' in form
    assert 'name="p"' not in form


@pytest.mark.parametrize(
    "words",
    [
        "tongue MOTHER",
        "mtbbe",
        "tieng me de",  # the Vietnamese title without its accents
        "viet nam china",  # two countries
        "Vietnam",  # a name of the country that is not its own here
        "GP-01",
        "known otherwise",
        "mother china",  # a word of the title and a country
    ],
)
def test_search_finds_an_entry_by_what_a_curator_remembers(desk, words):
    edition = make_entry(title="Mother tongue education", countries=["VNM", "CHN"], key="GP-01", publish=False)
    make_country("VNM").other_names.create(language="en", name="Vietnam")
    edition.texts.update(acronym="MTBBE", other_titles=["Known otherwise"])
    EditionText.objects.create(edition=edition, language="vi", is_original=False, title="Tiếng mẹ đẻ", summary="…")
    make_entry(title="Water", countries=["CHN"])
    assert titles(desk, q=words) == {"Mother tongue education"}


@pytest.mark.parametrize("words", ["mother water", "100%", "_", "xyzzyx", "'; DROP TABLE"])
def test_search_finds_nothing_where_a_word_is_missing(desk, words):
    make_entry(title="Mother tongue education")
    assert titles(desk, q=words) == set()


def test_hostile_text_is_shown_as_text(desk):
    edition = make_entry(title="<script>alert(1)</script>")
    for url in (LIST, reverse("admin:index"), reverse("admin:experiences_experience_change", args=[edition.pk])):
        page = desk.get(url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
