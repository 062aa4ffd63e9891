import pytest

from experiences.vocabulary import CountryPart, Scope, WithdrawalReason
from tests.desk import withdraw
from tests.experiences.pages.conftest import words
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


def exchange(title="A visit", **fields):
    return make_entry("exchange", title=title, **fields)


def test_exchanges_stand_by_year_the_newest_first_and_those_without_a_year_last(read):
    exchange("Without a year")
    exchange("Early", period_from="1997")
    exchange("Late", period_from="2011-04")
    exchange("Planned", period_from="2013", period_qualifier="planned")
    listed = words(read("/exchanges/").split('id="list"')[1])
    texts = ("2013", "planned for 2013", "Planned", "2011", "Late", "1997", "Early", "Year not stated", "Without a year")
    places = [listed.index(text) for text in texts]
    assert places == sorted(places)


def test_who_visited_whom_is_told_where_there_are_a_host_and_learners(read):
    exchange(
        "Officials at school",
        countries=[("CHN", CountryPart.LEARNER), ("IDN", CountryPart.LEARNER), ("VNM", CountryPart.HOST)],
        period_from="2011-04",
    )
    exchange("A conference", countries=[("CHN", CountryPart.HOST), ("VNM", CountryPart.PARTICIPANT)])
    visits = words(read("/exchanges/").split('id="visits"')[1].split("</section>")[0])
    assert "China , Indonesia Viet Nam Officials at school April 2011" in visits
    assert "A conference" not in visits


def test_without_visits_there_is_no_heading_for_them(read):
    exchange("A conference", countries=[("CHN", CountryPart.HOST)])
    assert "Who visited whom" not in read("/exchanges/")


def test_drafts_withdrawn_entries_and_background_are_not_there(read):
    roles = [("CHN", CountryPart.LEARNER), ("VNM", CountryPart.HOST)]
    exchange("Still a draft", countries=roles, publish=False)
    exchange("Far away", countries=roles, scope=Scope.CONTEXT)
    withdraw(exchange("Taken back", countries=roles).entry, WithdrawalReason.IN_ERROR)
    html = read("/exchanges/")
    assert "0 exchanges" in html
    assert not any(text in html for text in ("Still a draft", "Far away", "Taken back", "Who visited whom"))


def test_they_can_be_narrowed_by_type(read):
    exchange("A visit")
    exchange("A training", type="training")
    html = read("/exchanges/?type=training")
    assert "A training" in html
    assert "A visit" not in html
    assert 'href="/exchanges/?type=study_visit">Study visit <span class="count">1</span>' in html


def test_they_can_be_narrowed_to_a_country_that_had_any_part(read):
    exchange("There and back", countries=[("CHN", CountryPart.LEARNER), ("VNM", CountryPart.HOST)])
    exchange("A training", type="training", countries=[("VNM", CountryPart.HOST), ("VNM", CountryPart.LEARNER)])
    exchange("Elsewhere", countries=[("CHN", CountryPart.LEARNER), ("THA", CountryPart.HOST)])
    html = read("/exchanges/?country=VNM")
    assert "2 exchanges<" in html
    assert "Elsewhere" not in html
    assert 'href="/exchanges/?type=training&amp;country=VNM">Training <span class="count">1</span>' in html
    counted = read("/exchanges/?type=training&country=VNM")
    assert 'href="/exchanges/?type=training&amp;country=VNM" aria-current="true">Viet Nam <span class="count">1</span>' in counted


@pytest.mark.parametrize("query", ["type=mou", "country=XXX", "colour=red"])
def test_what_cannot_be_used_is_ignored_and_said(read, query):
    exchange()
    html = read(f"/exchanges/?{query}")
    assert f"“{query}” in the address was ignored" in html
    assert "A visit" in html


def test_the_number_of_queries_does_not_grow(queries_for):
    roles = [("CHN", CountryPart.LEARNER), ("VNM", CountryPart.HOST)]
    exchange(countries=roles, themes=["health"])
    few = queries_for("/exchanges/")
    for year in range(2000, 2005):
        exchange(countries=[*roles, ("THA", CountryPart.LEARNER)], themes=["health"], period_from=str(year))
    assert queries_for("/exchanges/") == few
