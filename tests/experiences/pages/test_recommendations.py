import pytest

from experiences.vocabulary import Scope, WithdrawalReason
from tests.desk import withdraw
from tests.experiences.pages.conftest import words
from tests.factories import make_entry, make_recommendation, published

pytestmark = pytest.mark.django_db


def answer(recommendation, *, publish=True, **fields):
    edition = make_entry(publish=False, **fields)
    edition.recommendations.add(recommendation)
    return published(edition) if publish else edition


def test_recommendations_stand_by_area_and_commitments_after_them(read):
    make_recommendation("14", type="commitment", title="National systems", area="child_protection", position=1)
    make_recommendation("23-c-i", title="Better data", area="equity", position=2)
    make_recommendation("23-a-ii", title="Second", area="south_south_cooperation", position=4)
    make_recommendation("23-a-i", title="First", area="south_south_cooperation", position=3)
    listed = words(read("/recommendations/"))
    places = [
        listed.index(text)
        for text in (
            "South-South cooperation for child",
            "First",
            "Second",
            "with equity",
            "Better data",
            "Commitments",
            "National systems",
        )
    ]
    assert places == sorted(places)


def test_each_says_how_many_entries_answer_it_or_that_none_does(read):
    answered = make_recommendation("23-a-i", title="Answered")
    make_recommendation("23-a-ii", title="Unanswered")
    answer(answered)
    answer(answered)
    listed = words(read("/recommendations/"))
    assert listed.index("Answered") < listed.index("2 entries answer it") < listed.index("Unanswered")
    assert "No entry answers it yet" in listed.split("Unanswered")[1]
    assert "2 recommendations" in listed
    assert "Entries here answer 1 of them so far." in listed


def test_only_published_entries_of_the_core_answer(read):
    recommendation = make_recommendation("23-a-i")
    answer(recommendation, title="Still a draft", publish=False)
    answer(recommendation, title="Far away", scope=Scope.CONTEXT)
    withdraw(answer(recommendation, title="Taken back").entry, WithdrawalReason.IN_ERROR)
    assert "No entry answers it yet" in read("/recommendations/")
    html = read("/recommendations/23-a-i/")
    assert "No entry answers it yet" in html
    assert not any(title in html for title in ("Still a draft", "Far away", "Taken back"))


def test_the_page_of_one_tells_what_it_says_where_and_what_answers_it(read):
    recommendation = make_recommendation("23-a-i", description="Open your experience.", paragraph="23(a)(i)")
    answer(recommendation, title="An answer")
    html = read("/recommendations/23-a-i/")
    assert "Open your experience." in html
    assert 'Recommendation, paragraph <span class="unbroken">23(a)(i)</span>' in html
    assert "Document DOC-1, paragraph 23(a)(ii)" in html
    assert "1 entry answers it" in html
    assert "An answer" in html


def test_there_is_no_page_for_one_that_is_not_there(client):
    assert client.get("/recommendations/99/").status_code == 404


@pytest.mark.parametrize("url", ["/recommendations/", "/recommendations/23-a-i/"])
def test_the_number_of_queries_does_not_grow(queries_for, url):
    recommendation = make_recommendation("23-a-i")
    answer(recommendation, countries=["VNM"], themes=["health"])
    few = queries_for(url)
    for number in range(5):
        make_recommendation(f"23-b-{number}")
        answer(recommendation, countries=["VNM", "CHN"], themes=["education"])
    assert queries_for(url) == few
