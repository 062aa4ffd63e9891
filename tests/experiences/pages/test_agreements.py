import pytest

from countries.models import Country
from experiences.vocabulary import CountryPart, Scope, WithdrawalReason
from tests.desk import withdraw
from tests.experiences.pages.conftest import words
from tests.factories import CODES, make_country, make_entry

pytestmark = pytest.mark.django_db


def agree(*codes, title="An agreement", **fields):
    return make_entry("agreement", title=title, countries=[(code, CountryPart.PARTY) for code in codes], **fields)


def rows_of(html):
    """The table of pairs: the text of each cell by the countries of its row and column."""
    table = html.split('<table class="matrix">')[1].split("</table>")[0]
    columns = [words(cell) for cell in table.split("</thead>")[0].split('<th scope="col">')[1:]]
    found = {}
    for row in table.split("<tbody>")[1].split("<tr>")[1:]:
        cells = row.split("<td")
        for column, cell in zip(columns, cells[1:], strict=True):
            found[words(cells[0]), column] = words(f"<td{cell}")
    return found


def test_an_agreement_is_listed_with_parties_time_and_status(read):
    edition = agree("CHN", "VNM", title="China and Viet Nam agree", agreement_status="signed", period_from="2010")
    html = read("/agreements/")
    listed = words(html.split('id="list"')[1])
    assert "China and Viet Nam agree Bilateral agreement" not in listed, "the first type of the kind is a memorandum"
    assert "China and Viet Nam agree Memorandum of understanding China , Viet Nam 2010 Signed" in listed
    assert f'href="{edition.get_absolute_url()}"' in html


def test_only_parties_are_called_parties(read):
    make_entry("agreement", countries=[("CHN", CountryPart.HOST), ("VNM", CountryPart.PARTY)])
    assert "China" not in words(read("/agreements/").split('id="list"')[1])


def test_drafts_withdrawn_entries_and_background_are_not_there(read):
    agree("CHN", "VNM", title="Still a draft", publish=False)
    agree("CHN", "VNM", title="Far away", scope=Scope.CONTEXT)
    withdraw(agree("CHN", "VNM", title="Taken back").entry, WithdrawalReason.IN_ERROR)
    html = read("/agreements/")
    assert "0 agreements" in html
    assert "Who has agreements with whom" not in html
    assert not any(title in html for title in ("Still a draft", "Far away", "Taken back"))


def test_the_table_of_pairs_shows_the_same_from_both_ends(read):
    agree("CHN", "VNM", title="Old", agreement_status="in_force", period_from="2003")
    agree("CHN", "MNG", title="New", agreement_status="under_negotiation")
    cells = rows_of(read("/agreements/"))
    assert cells["China", "Viet Nam"] == cells["Viet Nam", "China"] == "Old: In force, 2003"
    assert cells["China", "Country MNG"] == "New: Under negotiation"
    assert cells["Viet Nam", "Country MNG"] == ""
    assert cells["China", "China"] == ""


def test_the_countries_of_the_table_stand_by_name_without_regard_to_accents(read):
    make_country("AAL", name="Åland")
    agree("CHN", "AAL")
    columns = list(dict.fromkeys(column for _row, column in rows_of(read("/agreements/"))))
    assert columns == ["Åland", "China"]


def test_instruments_of_many_are_listed_but_not_drawn(read):
    many = [*CODES, "AAA", "BBB"]
    agree(*many, title="For all")
    html = read("/agreements/")
    assert Country.objects.count() == 9
    assert "For all" in html
    assert "Who has agreements with whom" not in html
    assert "and 1 more" in html


def test_an_agreement_of_a_few_is_drawn_between_all_its_parties(read):
    agree("CHN", "VNM", "THA", title="Mekong", agreement_status="signed")
    cells = rows_of(read("/agreements/"))
    assert {pair for pair, text in cells.items() if text} == {
        (row, column)
        for row in ("China", "Thailand", "Viet Nam")
        for column in ("China", "Thailand", "Viet Nam")
        if row != column
    }


def test_they_can_be_narrowed_by_status(read):
    agree("CHN", "VNM", title="Done", agreement_status="signed")
    agree("CHN", "THA", title="Not yet", agreement_status="under_negotiation")
    html = read("/agreements/?status=signed")
    assert "Done" in html
    assert "Not yet" not in html
    assert 'href="/agreements/?status=under_negotiation">Under negotiation <span class="count">1</span>' in html


def test_they_can_be_narrowed_to_those_of_one_party_with_all_their_parties(read):
    agree("CHN", "VNM", "THA", title="Of three")
    agree("CHN", "KHM", title="Of two others")
    make_entry("agreement", title="Signed there", countries=[("VNM", CountryPart.HOST), ("FJI", CountryPart.PARTY)])
    html = read("/agreements/?country=VNM")
    assert "1 agreement<" in html
    assert "Of three" in html
    assert not any(title in html for title in ("Of two others", "Signed there"))
    drawn = {row for row, _column in rows_of(html)}
    assert drawn == {"China", "Thailand", "Viet Nam"}, "the table of pairs draws what the list holds, and counts all parties"


def test_a_count_is_what_a_click_then_shows(read):
    agree("CHN", "VNM", agreement_status="signed")
    agree("CHN", "THA", agreement_status="signed")
    agree("CHN", "VNM", agreement_status="in_force")
    html = read("/agreements/?status=signed&country=VNM")
    assert 'href="/agreements/?status=in_force&amp;country=VNM">In force <span class="count">1</span>' in html
    assert 'href="/agreements/?status=signed&amp;country=CHN">China <span class="count">2</span>' in html
    assert 'href="/agreements/?status=signed">All' in html
    assert "2 agreements<" in read("/agreements/?status=signed&country=CHN")


@pytest.mark.parametrize("query", ["status=dreamt", "country=XXX", "colour=red"])
def test_what_cannot_be_used_is_ignored_and_said(read, query):
    agree("CHN", "VNM")
    html = read(f"/agreements/?{query}")
    assert f"“{query}” in the address was ignored" in html
    assert "An agreement" in html


def test_the_table_of_pairs_stands_on_the_first_page_only(read):
    for number in range(21):
        agree("CHN", "VNM", title=f"Agreement {number}")
    assert "Who has agreements with whom" in read("/agreements/")
    assert "Who has agreements with whom" not in read("/agreements/?page=2")


def test_the_number_of_queries_does_not_grow(queries_for):
    agree("CHN", "VNM")
    few = queries_for("/agreements/")
    for codes in (("CHN", "THA"), ("VNM", "THA", "KHM"), ("PHL", "IDN"), tuple(CODES)):
        agree(*codes, themes=["health"])
    assert queries_for("/agreements/") == few
