import pytest

from experiences.vocabulary import Scope
from tests.factories import add_transfer, make_country, make_entry, make_theme, published

pytestmark = pytest.mark.django_db


def transfer_entry(title="What moved", **fields):
    edition = make_entry(title=title, publish=False, countries=["VNM"], **fields)
    add_transfer(edition, "VNM", "CHN", summary="Officials came to see how it works.")
    return published(edition)


def test_it_says_what_the_portal_is_and_searches_without_a_script(client):
    response = client.get("/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Country Experiences for Child Rights" in page
    assert '<form class="search-box search-box-large" role="search" action="/entries/">' in page
    assert page.count('name="q"') == 1, "one search box, not a second one in the header"
    assert "<script>" not in page


def test_the_ways_in_have_counts(client):
    make_theme("education")
    make_theme("early-years", parent=make_theme("education"))
    make_country("VNM", tile_column=3, tile_row=2)
    make_entry(kind="agreement", countries=["VNM", "CHN"], themes=["early-years"])
    page = client.get("/").content.decode()
    assert '<a href="/entries/?kind=agreement">' in page
    assert 'href="/themes/education/">Education</a> <span class="count">1</span>' in page, "counted with what is under it"
    assert 'href="/themes/early-years/"' in page
    assert "column-3 row-2" in page
    assert '<a href="/countries/vnm/">Viet Nam</a> <span class="count">1</span>' in page


def test_who_learned_from_whom_is_told_with_both_ends(client):
    edition = transfer_entry()
    page = client.get("/").content.decode()
    assert "Who learned from whom</h2>" in page
    assert "Officials came to see how it works." in page
    assert 'href="/countries/vnm/">Viet Nam' in page
    assert 'href="/countries/chn/">China' in page
    assert edition.get_absolute_url() in page


def test_the_latest_entries_are_there_and_drafts_and_background_are_not(client):
    make_entry(title="Just published")
    make_entry(title="Still a draft", publish=False)
    make_entry(title="Only background", scope=Scope.CONTEXT)
    transfer_entry(title="Moved in the background", scope=Scope.CONTEXT)
    page = client.get("/").content.decode()
    assert "Just published" in page
    assert "Still a draft" not in page
    assert "Only background" not in page
    assert "Officials came to see" not in page


def test_an_empty_portal_has_a_home_page_without_empty_headings(client):
    page = client.get("/").content.decode()
    for heading in ("Who learned from whom", "By theme", "What is new"):
        assert f"{heading}</h2>" not in page


def test_it_sets_no_cookie_and_keeps_a_strict_policy(client):
    transfer_entry()
    response = client.get("/")
    assert response.cookies == {}
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "http://" not in page.replace("http://testserver", "")


def test_the_number_of_queries_does_not_grow(queries_for):
    transfer_entry(themes=["education"])
    few = queries_for("/")
    for number in range(8):
        transfer_entry(title=f"Another {number}", themes=[f"theme-{number}"], organisations=["unicef"])
    assert queries_for("/") == few
