import pytest

from experiences.vocabulary import Scope, WithdrawalReason
from tests.desk import withdraw
from tests.experiences.pages.conftest import words
from tests.factories import add_transfer, make_entry, published

pytestmark = pytest.mark.django_db


def transfer(from_="PHL", to="IDN", summary="A visit led to a policy.", publish=True, scope=Scope.CORE, **fields):
    edition = make_entry(title="The policy", scope=scope, publish=False)
    made = add_transfer(edition, from_, to, summary=summary, **fields)
    if publish:
        published(edition)
    return made


def test_a_transfer_is_told_with_all_that_is_known_of_it(read):
    visit = make_entry("exchange", title="The visit")
    practice = make_entry("experience", title="The practice")
    made = transfer(
        experience=practice.entry,
        exchange=visit.entry,
        adapted="It was made smaller.",
        extent="adopted",
        period_from="2009",
    )
    html = read("/transfers/")
    text = words(html)
    assert "From Philippines to Indonesia" in text
    assert f"{made.ref} 2009 Adopted A visit led to a policy." in text
    assert "It was made smaller." in text
    assert "The experience The practice" in text
    assert "The occasion The visit" in text
    assert "Source: Document DOC-1, page 4" in text
    assert "What came of it" not in text, "nothing empty is shown"
    made.edition.refresh_from_db()
    assert f'href="{made.edition.entry.get_absolute_url()}#{made.ref}"' in html


def test_an_entry_that_is_not_public_is_not_named(read):
    draft = make_entry("exchange", title="A secret visit", publish=False)
    gone = make_entry(title="Taken back")
    transfer(exchange=draft.entry, outcome=gone.entry)
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    html = read("/transfers/")
    assert "A visit led to a policy." in html
    assert "A secret visit" not in html
    assert "Taken back" not in html


def test_only_transfers_of_published_core_entries_are_shown(read):
    transfer(summary="Of a draft.", publish=False)
    transfer(summary="Of the background.", scope=Scope.CONTEXT)
    withdraw(transfer(summary="Of a withdrawn entry.").edition.entry, WithdrawalReason.IN_ERROR)
    html = read("/transfers/")
    assert "0 transfers" in html
    assert "Of a" not in html
    assert "Of the" not in html


def test_they_can_be_narrowed_to_one_country_at_either_end(read):
    transfer("PHL", "IDN", summary="One.")
    transfer("VNM", "PHL", summary="Two.")
    transfer("VNM", "CHN", summary="Three.")
    html = read("/transfers/?country=PHL")
    assert "One." in html
    assert "Two." in html
    assert "Three." not in html
    assert 'href="/transfers/?country=VNM">Viet Nam <span class="count">2</span>' in html


def test_the_newest_stand_first(read):
    transfer(summary="Old.", period_from="2009")
    transfer(summary="New.", period_from="2011-04")
    html = read("/transfers/")
    assert html.index("New.") < html.index("Old.")


@pytest.mark.parametrize("query", ["country=XXX", "colour=red"])
def test_what_cannot_be_used_is_ignored_and_said(read, query):
    transfer()
    html = read(f"/transfers/?{query}")
    assert f"“{query}” in the address was ignored" in html
    assert "A visit led to a policy." in html


def test_the_number_of_queries_does_not_grow(queries_for):
    def one_more():
        practice = make_entry("experience", themes=["health"], countries=["PHL"])
        transfer(experience=practice.entry)
        transfer("VNM", "CHN", outcome=practice.entry)

    one_more()
    few = queries_for("/transfers/")
    for _number in range(4):
        one_more()
    assert queries_for("/transfers/") == few
