import re

import pytest

from countries.models import Country
from experiences.models import SearchTally
from experiences.vocabulary import Scope
from tests.desk import publish, start_edition
from tests.factories import make_country, make_entry, make_organisation, make_recommendation, make_theme, published

pytestmark = pytest.mark.django_db


def get(client, query="", status=200):
    response = client.get(f"/entries/{query}")
    assert response.status_code == status
    return response.content.decode()


def titles(page):
    unmarked = page.replace("<mark>", "").replace("</mark>", "")
    return re.findall(r'class="card-title"[^>]*><a href="[^"]*">([^<]*)</a>', unmarked)


def title_of(page):
    return page.split("<title>")[1].split("</title>")[0]


@pytest.fixture
def agreements():
    make_entry(kind="agreement", title="On trafficking", countries=["VNM", "CHN"], themes=["trafficking"], period_from="2010")
    make_entry(kind="agreement", title="On labour", countries=["THA"], themes=["labour"], period_from="2005")
    make_entry(kind="exchange", title="A visit", countries=["VNM"], summary="About trafficking.", period_from="2009")


def test_everything_is_listed_the_newest_first(client, agreements):
    page = get(client)
    assert titles(page) == ["On trafficking", "A visit", "On labour"]
    assert "3 entries" in page
    assert title_of(page).startswith("All entries ")


def test_words_are_searched_and_stay_in_the_box(client, agreements):
    page = get(client, "?q=trafficking")
    assert titles(page) == ["On trafficking", "A visit"], "a title counts more than a summary"
    assert 'name="q" maxlength="300" value="trafficking"' in page
    assert "trafficking" in title_of(page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=agreement", ["On trafficking", "On labour"]),
        ("kind=agreement&kind=exchange", ["On trafficking", "A visit", "On labour"]),
        ("country=VNM", ["On trafficking", "A visit"]),
        ("country=vn&kind=agreement", ["On trafficking"]),
        ("theme=labour", ["On labour"]),
        ("year_from=2009&year_to=2009", ["A visit"]),
        ("sort=title", ["A visit", "On labour", "On trafficking"]),
        ("sort=period", ["On labour", "A visit", "On trafficking"]),
    ],
)
def test_filters_and_sorting(client, agreements, query, found):
    assert titles(get(client, f"?{query}")) == found


def test_a_chosen_filter_is_ticked_and_its_count_ignores_itself_only(client, agreements):
    page = get(client, "?country=VNM")
    assert re.search(r'name="country" value="THA"> <span>Thailand</span> <span class="count">1</span>', page)
    assert re.search(r'name="country" value="VNM" checked> <span>Viet Nam</span> <span class="count">2</span>', page)
    assert re.search(r'name="kind" value="agreement"> <span>Agreement</span> <span class="count">1</span>', page)


def test_tags_take_off_one_filter_each(client, agreements):
    page = get(client, "?q=trafficking&kind=agreement&country=VNM&country=CHN&year_from=2001")
    tags = dict(re.findall(r'<a class="tag tag-remove" href="([^"]*)"><span[^>]*>Take off:</span> ([^<]*)</a>', page))
    by_label = {label: address.replace("&amp;", "&") for address, label in tags.items()}
    assert by_label["Country: Viet Nam"] == "/entries/?q=trafficking&kind=agreement&country=CHN&year_from=2001"
    assert by_label["Words: trafficking"] == "/entries/?kind=agreement&country=VNM&country=CHN&year_from=2001"
    assert by_label["From: 2001"] == "/entries/?q=trafficking&kind=agreement&country=VNM&country=CHN"
    assert len(tags) == 5
    assert '<a class="chosen-clear" href="/entries/">' in page
    assert "Clear all" not in get(client)


def test_what_cannot_be_used_is_said_and_ignored(client, agreements):
    page = get(client, "?kind=agreement&country=XXX&colour=red")
    assert "“country=XXX” in the address was ignored" in page
    assert "“colour=red” in the address was ignored" in page
    assert titles(page) == ["On trafficking", "On labour"]


def test_the_background_is_out_until_asked_for(client, agreements):
    make_entry(title="On migration", scope=Scope.CONTEXT, period_from="2011")
    page = get(client)
    assert "On migration" not in page
    assert "1 more entry is background on migration and aid" in page
    assert "/entries/?scope=core&amp;scope=context" in page
    both = get(client, "?scope=core&scope=context")
    assert titles(both)[0] == "On migration"
    assert 'type="hidden" name="scope" value="context"' in both, "the form keeps it"
    assert "leave it out" in both
    assert "background" not in get(client, "?kind=agreement"), "none of the background is found by this search"


@pytest.fixture
def many_bodies(db):
    """Fourteen organisations, of which body-13 has most entries."""
    for number in range(14):
        make_organisation(f"body-{number:02}")
        make_entry(title=f"By body {number}", organisations=[f"body-{number:02}"])
    make_entry(organisations=["body-13"])


def organisations_offered(page):
    group = page.split('<legend class="visually-hidden">Organisation</legend>')[1].split("</fieldset>")[0]
    return re.findall(r'value="(body-\d\d)"', group)


def test_a_long_facet_shows_the_fullest_and_the_others_when_asked(client, many_bodies):
    page = get(client, "?organisation=body-12")
    offered = organisations_offered(page)
    assert "body-13" in offered
    assert 'value="body-12" checked' in page, "what is chosen is never out of sight"
    assert len(offered) == 9
    assert "5 more" in page

    [button] = re.findall(r'<button [^>]*name="all" value="organisation"[^>]*>', page)
    assert 'formaction="/entries/#filter-organisation"' in button, "the browser comes back to where it was"
    whole = get(client, "?organisation=body-12&all=organisation")
    assert len(organisations_offered(whole)) == 14
    assert 'value="body-12" checked' in whole
    assert 'name="all" value="organisation"' not in whole
    assert '<details class="filters" open>' in whole, "on a phone, too, the list that was asked for is in sight"


def test_a_chosen_theme_is_shown_with_the_broader_one_that_it_is_under(client):
    for number in range(12):
        make_theme(f"theme-{number:02}", label=f"Theme {number:02}")
        make_entry(themes=[f"theme-{number:02}"])
        make_entry(themes=[f"theme-{number:02}"])
    make_theme("zoned", label="Zoned", parent=make_theme("zones", label="Zones"))
    make_entry(themes=["zoned"])
    assert 'value="zoned"' not in get(client)
    page = get(client, "?theme=zoned")
    assert 'name="theme" value="zoned" checked' in page, "a form without it would lose it"
    assert 'name="theme" value="zones"' in page


def test_asking_for_all_choices_is_no_other_search(client, many_bodies):
    for number in range(20):
        make_entry(title=f"Body of water {number}")
    get(client, "?q=body")
    page = get(client, "?q=body&all=organisation")
    assert SearchTally.objects.get(query="body").times == 1
    assert "all=organisation" not in page.split('<nav class="pagination"')[1].split("</nav>")[0]


def test_themes_are_offered_under_their_broader_theme(client):
    make_theme("child-labour", parent=make_theme("protection"))
    make_entry(themes=["child-labour"])
    page = get(client)
    assert 'name="theme" value="protection"' in page
    assert "Within Protection" in page
    narrower = page.split("Within Protection")[1].split("</details>")[0]
    assert 'name="theme" value="child-labour"' in narrower


def test_nothing_found_says_what_to_drop_with_what_that_gives(client, agreements):
    page = get(client, "?kind=exchange&country=THA&q=trafficking")
    assert "Nothing found" in page
    offers = dict(re.findall(r'<li><a href="([^"]*)">Without “([^”]*)”</a>', page))
    labels = {label: address.replace("&amp;", "&") for address, label in offers.items()}
    assert labels == {"Country: Thailand": "/entries/?q=trafficking&kind=exchange"}
    assert 'href="/themes/labour/"' in page
    assert titles(get(client, labels["Country: Thailand"].removeprefix("/entries/"))) == ["A visit"]


def test_what_narrows_nothing_is_not_kept_when_words_are_dropped(client):
    make_entry(title="Schools by the river")
    page = get(client, "?q=zzzzzz&verbatim=yes")
    assert "Nothing found" in page
    assert "With one thing less" not in page, "all entries are no narrower search"
    assert "All entries" in title_of(get(client, "?verbatim=yes&role=lead"))


def test_names_that_are_only_a_little_alike_are_not_suggested(client):
    make_country("HKG", name="Hong Kong SAR").other_names.create(language="en", name="Hong Kong Special Administrative Region")
    make_country("THA")
    make_theme("births", label="Registration of births")
    near = get(client, "?q=thai birth registration&verbatim=yes").split("a name like this")[1].split("</ul>")[0]
    assert 'href="/themes/births/"' in near
    assert 'href="/countries/tha/"' in near, "the word begins the name"
    assert "Hong Kong" not in near


def test_a_long_line_of_words_is_compared_with_names_by_its_longest(client):
    make_theme("trafficking", label="Child trafficking")
    make_country("VNM")
    padding = " ".join(f"q{number}" for number in range(60))
    page = get(client, f"?q={padding} traffickng vietnamese&verbatim=yes")
    assert 'href="/themes/trafficking/"' in page
    assert 'href="/countries/vnm/"' in page


def test_five_phrases_are_searched_and_the_page_says_so(client):
    make_entry(title="One", summary="Clean water for all.")
    phrase = '"clean water"'
    assert "Too many phrases" not in get(client, f"?q={' '.join([phrase] * 5)}")
    page = get(client, f"?q={' '.join([phrase] * 5)} {phrase.replace('clean', 'dirty')}")
    assert "Too many phrases in quotes. Only the first 5 count." in page
    assert titles(page) == ["One"]
    response = client.get("/api/v1/entries/", {"q": " ".join([phrase] * 6)})
    assert response.status_code == 400


class TestPagesOfFortyFiveEntries:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _entries(cls, shared_rows):
        for number in range(45):
            make_entry(title=f"Entry {number:02}", countries=["VNM"])

    def test_twenty_to_a_page_with_the_page_in_the_title(self, client):
        first, last = get(client, "?country=VNM&sort=title"), get(client, "?country=VNM&sort=title&page=3")
        assert titles(first) == [f"Entry {number:02}" for number in range(20)]
        assert titles(last) == [f"Entry {number:02}" for number in range(40, 45)]
        assert "page" not in title_of(first)
        assert "(page 3 of 3)" in title_of(last)
        assert "Entries 41 to 45 of 45" in last
        assert 'href="?country=VNM&amp;sort=title&amp;page=2" rel="next"' in first
        assert 'rel="prev"' not in first
        assert 'rel="prev"' in last
        assert 'rel="next"' not in last
        assert re.search(r'aria-label="Page 3" aria-current="page"', last)

    @pytest.mark.parametrize("number", ["4", "0", "-1", "x", "1.5", "²", "9" * 30])
    def test_a_page_that_there_is_not_is_404_with_a_way_back(self, client, number):
        page = get(client, f"?country=VNM&page={number}", status=404)
        assert "There is no such page" in page
        assert 'href="?country=VNM&amp;page=3"' in page
        assert "No such page" in title_of(page)


def test_one_page_has_no_pagination(client, agreements):
    assert 'class="pagination"' not in get(client)


def test_long_rows_of_pages_have_gaps(client):
    for _number in range(161):
        make_entry()
    page = get(client, "?page=5")
    assert re.findall(r'aria-label="Page (\d+)"', page) == ["1", "4", "5", "6", "9"]
    assert page.count("<span>…</span>") == 2


def test_hostile_words_come_back_as_text(client, agreements):
    page = get(client, "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%00&bad=%3Cimg%20src=x%3E")
    assert "<script>" not in page
    assert "<img" not in page


def test_hostile_titles_come_back_as_text(client):
    make_entry(title="<script>alert(1)</script>", summary="<b onclick=x>bold</b>")
    page = get(client)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>" not in page
    assert "<b onclick" not in page


def test_drafts_are_nowhere_not_even_in_counts(client):
    make_entry(title="Open", countries=["VNM"])
    make_entry(title="Secret", countries=["FJI"], themes=["hidden"], publish=False)
    page = get(client)
    assert titles(page) == ["Open"]
    assert "Secret" not in page
    assert 'value="FJI"' not in page
    assert titles(get(client, "?q=Secret")) == []


def test_no_cookie_head_and_nothing_but_reading(client, agreements):
    assert client.get("/entries/?q=visit").cookies == {}
    assert client.head("/entries/").status_code == 200
    assert client.post("/entries/").status_code == 405


def test_the_number_of_queries_does_not_grow(queries_for):
    address = "/entries/?q=entry&country=VNM&theme=education"
    recommendation = make_recommendation()
    make_entry(title="An entry", countries=["VNM"], themes=["education"], organisations=["unicef"])
    few = queries_for(address)
    for number in range(25):
        edition = make_entry(
            title=f"Entry {number}", countries=["VNM", "CHN"], themes=["education", f"t-{number}"], publish=False
        )
        edition.recommendations.add(recommendation)
        published(edition)
    assert queries_for(address) == few


def test_the_same_words_with_another_filter_are_not_read_again(queries_for):
    make_entry(title="Clinics by boat", countries=["FJI"])
    queries_for("/entries/?q=boat")
    first = queries_for("/entries/?q=clinics")
    assert queries_for("/entries/?q=clinics&country=FJI") < first
    assert queries_for("/entries/?q=clinic&country=FJI") == first


def test_what_words_found_is_found_anew_after_a_publication(client):
    make_entry(title="Clinics by boat", countries=["FJI"])
    assert titles(get(client, "?q=clinics&country=FJI")) == ["Clinics by boat"]
    make_entry(title="Clinics by road", countries=["FJI"])
    assert sorted(titles(get(client, "?q=clinics&country=FJI"))) == ["Clinics by boat", "Clinics by road"]


@pytest.mark.parametrize(
    ("summary", "shown", "not_shown"),
    [
        ("Two countries met. " + "They agreed, e.g. on schools. " * 2 + "Then " + "more " * 60, "on schools.", "Then"),
        ("One sentence " + "of many words " * 20, "words of…", "words " * 50),
        ("It has an end", "It has an end", "…"),
    ],
)
def test_a_card_shows_the_first_sentences_whole(client, summary, shown, not_shown):
    make_entry(summary=summary)
    card = get(client).split('class="card-summary"')[1].split("</p>")[0]
    assert card.endswith(shown)
    assert not_shown not in card


@pytest.mark.parametrize("query", ["?country=IDN", "?q=Indonesia"])
def test_a_card_names_the_country_that_was_asked_for(client, query):
    """Also where it is not among the first that a card has room for; all others stay in their order."""
    make_entry(title="Six countries", countries=["VNM", "CHN", "THA", "LAO", "KHM", "IDN"])
    named = re.search(r'class="card-parties">.*?<strong>(.*?)</strong>', get(client, query))
    assert named is not None
    others = re.search(r'class="card-parties">.*?<strong>(.*?)</strong>', get(client))
    assert others is not None
    assert named[1].split(", ")[1:] == others[1].split(", ")[:4]
    assert "Indonesia" in named[1]
    assert "Indonesia" not in others[1]


def test_many_things_that_narrow_the_list_are_folded_up(client):
    make_entry(title="One", period_from="2010")
    page = get(client, "?" + "&".join(f"year={year}" for year in range(1990, 2020)))
    chosen = page.split('class="chosen"')[1].split('class="results-head"')[0]
    assert chosen.count("tag-remove") == 30
    assert chosen.split("<details")[0].count("tag-remove") == 8
    assert "22 more" in chosen


def test_what_was_shown_before_is_shown_as_it_stands_now(client):
    """A process keeps what entries say, for pages that show them again: until something of them changes."""
    edition = make_entry(title="Boat schools", summary="Lessons on the river.", countries=["VNM"])
    make_entry(title="Boat clinics", summary="Nurses on the river.")
    for _again in range(2):
        assert titles(get(client, "?q=boat")) == ["Boat schools", "Boat clinics"]
    draft = start_edition(edition.entry)
    draft.texts.update(summary="Lessons afloat, by boat.")
    publish(draft)
    page = get(client, "?q=boat")
    assert "Lessons afloat" in page
    assert "Nurses on the river" in page
    assert "Lessons on the river" not in page
    Country.objects.filter(iso3="VNM").update(name="Viet Nam, the")
    assert "Viet Nam, the" in get(client, "?q=boat")
