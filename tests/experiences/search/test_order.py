"""What comes first: references, acronyms, exact titles; then rare words, all words, words in the title, words near each other."""

import pytest

from tests.experiences.search.finding import found, searched
from tests.factories import add_lesson, make_entry, published
from tests.many import make_many

pytestmark = pytest.mark.django_db


def test_any_of_the_words_is_enough():
    make_entry(title="Bridging classes", summary="Girls who left school come back to class.")
    make_entry(title="Fish ponds", summary="Families raise carp.")
    assert found("how do we bring girls who dropped out back to class") == ["Bridging classes"]


def test_a_rare_word_counts_more_than_a_common_one():
    for number in range(6):
        make_entry(title=f"Entry {number}", summary="Water for villages.")
    make_entry(title="The rare one", summary="Latrines for towns.")
    assert found("water latrines")[0] == "The rare one"


def test_all_words_before_some_of_them():
    make_entry(title="Water only", summary="Water, water and water.")
    make_entry(title="Latrines only", summary="Latrines here, latrines there.")
    make_entry(title="Both", summary="Water and latrines.")
    assert found("water latrines")[0] == "Both"


def test_the_title_before_the_body():
    make_entry(title="Villages", summary="About latrines.")
    make_entry(title="Latrines", summary="About villages.")
    make_entry(title="Far down", summary="Other things.", sections={"context": "Some latrines."})
    assert found("latrines") == ["Latrines", "Villages", "Far down"]


def test_words_near_each_other_before_words_far_apart():
    filler = "Otherwise quite other things were said here at length. " * 6
    make_entry(title="Apart", summary=f"Clean rooms. {filler} Some water.")
    make_entry(title="Together", summary=f"Clean water. {filler} Some rooms.")
    assert found("clean water") == ["Together", "Apart"]


def test_a_short_text_before_a_long_one():
    make_entry(title="Long", summary="Latrines. " + "Many other things are said in this one. " * 20)
    make_entry(title="Short", summary="Latrines and a few other things.")
    assert found("latrines") == ["Short", "Long"]


class TestWhatIsCalledSo:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        """Entries that hold the words below many times, but are not named by them."""
        for number in range(3):
            make_entry(title=f"Safe schools now {number}", summary="SSN safe schools network. " * 5 + "SSC 0001 ssc 0002 " * 5)

    @pytest.mark.parametrize(
        "q",
        ["SSN", "ssn", "Safe schools network", "SAFE SCHOOLS NETWORK!", "  safe   schools network ", "«safe schools network»"],
    )
    def test_the_one_that_is_called_so_comes_first(self, q):
        make_entry(title="Safe schools network", summary="Other words.", sections={"acronym": "SSN"})
        assert found(q)[0] == "Safe schools network"

    def test_another_title_is_a_title(self):
        make_entry(title="Escuelas", summary="Other words.", sections={"other_titles": ["Safe schools network"]})
        assert found("safe schools network")[0] == "Escuelas"

    def test_a_reference_comes_first(self):
        entry = make_entry(title="Quite another", summary="Other words.").entry
        assert found(entry.ref)[0] == found(entry.ref.lower())[0] == "Quite another"
        assert found(f"{entry.ref}-L1")[0] == found(f"{entry.ref.lower()}-t12")[0] == "Quite another", "of a part of it too"


def test_a_title_of_stop_words_is_found_by_it():
    make_entry(title="Who we are", summary="An office.")
    assert found("who we are") == ["Who we are"]


def test_a_word_said_twice_counts_more():
    make_entry(title="Houses", summary="Water. Rooms and halls and rooms.")
    make_entry(title="Springs", summary="Rooms. Water and wells and water.")
    assert found("water rooms water") == ["Springs", "Houses"]


def test_lessons_count_for_their_entry():
    edition = make_entry(title="Village schools", publish=False)
    add_lesson(edition, statement="Recruit grandmothers as storytellers.")
    published(edition)
    assert found("grandmother storytelling") == ["Village schools"]


def test_equals_keep_one_order_through_all_pages():
    make_many(f"Latrines {number:02}" for number in range(45))
    whole = found("latrines")
    assert len(set(whole)) == 45
    result = searched("latrines")
    pages = [str(edition.texts.all()[0]) for start in range(0, 45, 20) for edition in result[start : start + 20]]
    assert pages == whole


class TestOtherOrders:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        summary = "Long words before. Much more about them, and at last a word on latrines."
        make_entry(title="Ants", summary=summary, period_from="2012-03")
        make_entry(title="Latrines", summary="Latrines.")
        make_entry(title="Zebra", summary="Short on latrines.", period_from="2010")

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("relevance", ["Latrines", "Zebra", "Ants"]),
            ("-period", ["Ants", "Zebra", "Latrines"]),
            ("period", ["Zebra", "Ants", "Latrines"]),
            ("title", ["Ants", "Latrines", "Zebra"]),
            ("-updated", ["Zebra", "Latrines", "Ants"]),
        ],
    )
    def test_other_orders(self, sort, order):
        assert found("latrines", sort=sort) == order
