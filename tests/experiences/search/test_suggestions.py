"""What is suggested while somebody types, and in which order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.models import CountryName
from experiences.models import Edition, EditionText, ThemeLabel
from experiences.search.parameters import MAX_QUERY_LENGTH
from experiences.vocabulary import WithdrawalReason
from tests.desk import withdraw
from tests.factories import make_country, make_entry, make_organisation, make_theme, published

pytestmark = pytest.mark.django_db


def suggested(client, begun):
    response = client.get("/suggestions/", {"q": begun})
    assert response.status_code == 200
    return response.json()["suggestions"]


def labels(client, begun):
    return [suggestion["label"] for suggestion in suggested(client, begun)]


@pytest.fixture
def schools():
    make_country("VNM")
    make_theme("school-meals")
    make_organisation("school-network")
    make_entry(title="Schools on boats", key="GP-77")


def test_each_sort_of_page_is_suggested_with_its_kind_and_address(client, schools):
    entry = make_entry(title="School for all", kind="agreement").entry
    assert [(each["kind"], each["label"]) for each in suggested(client, "sch")] == [
        ("Theme", "School meals"),
        ("Organisation", "School Network"),
        ("Agreement", "School for all"),
        ("Experience", "Schools on boats"),
    ]
    assert suggested(client, "vie")[0]["address"] == "/countries/vnm/"
    assert suggested(client, "school for")[0]["address"] == entry.get_absolute_url()
    for suggestion in suggested(client, "sch"):
        assert client.get(suggestion["address"]).status_code == 200


@pytest.mark.parametrize("begun", ["viet", "VIET NAM", " viêt  n", "nam", "vietn", "Viet-Nam"])
def test_names_are_found_by_any_word_whatever_the_case_and_the_accents(client, begun):
    CountryName.objects.create(country=make_country("VNM"), language="en", name="Vietnam")
    assert labels(client, begun) == ["Viet Nam"]


@pytest.mark.parametrize("begun", ["", "v", "vi", "- -", "\u02bc\u02bc\u02bc", "%%%", "___", "xyz", "iet"])
def test_a_beginning_that_says_too_little_or_nothing_suggests_nothing(client, begun):
    make_country("VNM")
    assert labels(client, begun) == []


@pytest.mark.parametrize(
    ("name", "language", "enough", "too_little"),
    [
        ("越南", "zh-Hans", "越", ""),
        ("เวียดนาม", "th", "เว", "เ"),
        ("ベトナム", "ja", "ベト", "ベ"),
        ("Вьетнам", "mn", "вье", "вь"),
    ],
)
def test_scripts_without_spaces_need_fewer_characters(client, name, language, enough, too_little):
    CountryName.objects.create(country=make_country("VNM"), language=language, name=name)
    assert labels(client, enough) == ["Viet Nam"]
    assert labels(client, too_little) == []


def test_in_scripts_without_spaces_a_name_is_found_from_within(client):
    CountryName.objects.create(country=make_country("VNM"), language="zh-Hans", name="越南社会")
    assert labels(client, "社会") == ["Viet Nam"]


def test_beginnings_of_titles_come_before_later_words(client):
    make_entry(title="A water well")
    make_entry(title="Water for schools")
    assert labels(client, "water") == ["Water for schools", "A water well"]


def test_an_exact_name_comes_first_then_own_labels_then_other_names_then_later_words(client):
    make_theme("water-supply")
    ThemeLabel.objects.create(theme=make_theme("hygiene"), text="Water and soap")
    make_theme("clean-water")
    make_theme("water-schools")
    assert labels(client, "water") == ["Water schools", "Water supply", "Hygiene"]
    ThemeLabel.objects.create(theme=make_theme("health"), text="Water")
    assert labels(client, "water")[0] == "Health"


def test_a_thing_with_several_fitting_names_stands_once_and_crowds_nothing_out(client):
    make_organisation("a", name="Zonta", other_names=[f"Union {number:02}" for number in range(30)])
    make_organisation("b", name="Union Z")
    assert labels(client, "union") == ["Union Z", "Zonta"]
    edition = make_entry(title="Schools", publish=False)
    edition.texts.update(other_titles=[f"Dam {number}" for number in range(5)])
    published(edition)
    make_entry(title="Dam Z")
    assert labels(client, "dam") == ["Schools", "Dam Z"]


def test_only_so_many_of_each_sort(client):
    for number in range(6):
        make_theme(f"river-{number}")
        make_organisation(f"river-{number}")
        make_entry(title=f"River {number}")
    kinds = [suggestion["kind"] for suggestion in suggested(client, "river")]
    assert kinds == ["Theme"] * 3 + ["Organisation"] * 3 + ["Experience"] * 4


def test_drafts_and_withdrawn_entries_are_not_suggested(client, admin_client):
    make_entry(title="Secret plans", publish=False)
    gone = make_entry(title="Secret ends")
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    assert labels(admin_client, "secret") == labels(client, "secret") == []


def test_the_title_is_the_readers_and_says_another_language(client):
    edition = make_entry(title="Bể bơi", publish=False)
    edition.texts.update(language="ar", title="مدرسة البنات")
    edition = Edition.objects.select_related("entry").get(pk=published(edition).pk)
    assert suggested(client, "مدرسة") == [
        {
            "kind": "Experience",
            "label": "مدرسة البنات",
            "address": edition.get_absolute_url(),
            "language": "ar",
            "direction": "rtl",
        }
    ]
    both = make_entry(title="Swimming lessons", publish=False)
    EditionText.objects.create(edition=both, language="vi", is_original=False, title="Học bơi an toàn", summary="…")
    published(both)
    found = suggested(client, "hoc boi")
    assert [(each["label"], each["language"]) for each in found] == [("Swimming lessons", "en")]


def test_entries_are_suggested_by_reference_and_acronym(client):
    edition = make_entry(title="Lady Health Workers", publish=False)
    edition.texts.update(acronym="LHWP")
    published(edition)
    assert labels(client, edition.entry.ref.lower()) == ["Lady Health Workers"]
    assert labels(client, "lhw") == ["Lady Health Workers"]


def test_a_renamed_theme_is_suggested_by_its_new_name(client):
    theme = make_theme("old-name")
    theme.label = "Fresh label"
    theme.save()
    assert labels(client, "fresh") == ["Fresh label"]
    assert labels(client, "old") == []


@pytest.mark.parametrize(
    "query", ["", "?q=abc&page=2", "?q=abc&q=def", "?nonsense=1", f"?q={'a' * (MAX_QUERY_LENGTH + 1)}", "?q=ab%00cd"]
)
def test_anything_else_asked_is_refused(client, query):
    response = client.get(f"/suggestions/{query}")
    assert response.status_code == 400
    assert response.json()["problem"]


def test_the_answer_may_be_kept_a_while_and_belongs_to_nobody(client, schools):
    response = client.get("/suggestions/?q=school")
    assert response["Cache-Control"] == "public, max-age=300"
    varies = {name.strip() for name in response["Vary"].split(",")}
    assert "Accept-Language" in varies
    assert "Cookie" not in varies
    assert not response.cookies
    assert client.post("/suggestions/?q=school").status_code == 405
    assert client.head("/suggestions/?q=school").status_code == 200


def test_it_takes_as_many_queries_for_ten_suggestions_as_for_one(client):
    make_entry(title="Lake 0")
    with CaptureQueriesContext(connection) as few:
        assert len(labels(client, "lake")) == 1
    for number in range(1, 9):
        make_theme(f"lake-{number}")
        make_organisation(f"lake-{number}")
        make_entry(title=f"Lake {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(labels(client, "lake")) == 10
    assert len(many) == len(few) == 2


def test_every_page_with_a_search_box_loads_the_script_with_its_texts(client):
    for address in ("/", "/entries/", "/themes/"):
        page = client.get(address).content.decode()
        assert page.count("js/suggest.js") == 1
        assert 'defer data-source="/suggestions/" data-clicked="/suggestions/clicked" data-label="Suggestions"' in page
