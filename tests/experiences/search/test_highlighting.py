"""Results show where they say what was searched: marks in the title, the best passage, the lesson that fits; all escaped."""

import re

import pytest

from experiences.models import EditionText, SynonymGroup
from experiences.search.highlighting import PASSAGE
from tests.factories import add_lesson, make_entry, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def card(client):
    """The first result's card, as HTML."""

    def fetch(q):
        response = client.get("/entries/", {"q": q})
        assert response.status_code == 200
        return " ".join(response.content.decode().split('<li class="card">')[1].partition("</li>")[0].split())

    return fetch


def title_of(card):
    return card.split('class="card-title"')[1].partition('<a href="')[2].partition('">')[2].partition("</a>")[0]


def passage_of(card):
    return card.split('class="card-summary"')[1].partition(">")[2].partition("</p>")[0]


@pytest.mark.parametrize(
    ("title", "q", "marked"),
    [
        ("Village schools", "school", "Village <mark>schools</mark>"),
        ("Village schools", "SCHOOLS village", "<mark>Village</mark> <mark>schools</mark>"),
        ("Schooling & schools", "schools", "<mark>Schooling</mark> &amp; <mark>schools</mark>"),
        ("Preschools and schools", "schools", "Preschools and <mark>schools</mark>"),
        ("Éducation pour tous", "education", "<mark>Éducation</mark> pour tous"),
        ("Trẻ em Đà Nẵng", "da nang", "Trẻ em <mark>Đà</mark> <mark>Nẵng</mark>"),
        ("儿童保护工作", "保护", "儿童<mark>保护</mark>工作"),
        ("儿童保护工作", "童保护", "儿<mark>童保护</mark>工作"),
        ("Lao People’s rights", "people's", "Lao <mark>People’s</mark> rights"),
        ("儿童保护工作", "儿", "<mark>儿</mark>童保护工作"),
        ("การคุ้มครองเด็ก", "เด็ก", "การคุ้มครอง<mark>เด็ก</mark>"),
        ("Children's rights", "children's", "<mark>Children&#x27;s</mark> rights"),
        ("Follow-up visits", "follow-up", "<mark>Follow</mark>-up visits"),
        ("Clean water", '"clean water"', "<mark>Clean water</mark>"),
        ("<b>School</b>", "school", "&lt;b&gt;<mark>School</mark>&lt;/b&gt;"),
        (
            "<script>alert(1)</script>",
            "alert script",
            "&lt;<mark>script</mark>&gt;<mark>alert</mark>(1)&lt;/<mark>script</mark>&gt;",
        ),
        ("a &amp; lt gt amp quot", "amp", "a &amp;<mark>amp</mark>; lt gt <mark>amp</mark> quot"),
        ("\"quoted\" 'title'", "title", "&quot;quoted&quot; &#x27;<mark>title</mark>&#x27;"),
    ],
)
def test_marks_in_a_title(card, title, q, marked):
    language = "zh-Hans" if "儿" in title else "th" if "เ" in title else "vi" if "Đ" in title else "fr" if "É" in title else "en"
    edition = make_entry(title=title, summary="Something.", publish=False)
    edition.texts.update(language=language)
    published(edition)
    shown = title_of(card(q))
    assert shown.startswith(marked)
    assert re.sub(r"</?mark>", "", shown).startswith(re.sub(r"</?mark>", "", marked))


def test_synonyms_and_corrected_words_are_marked(card):
    SynonymGroup.objects.create(key="S-1", terms=["bike", "two-wheeler"])
    make_entry(title="A two-wheeler for trafficking police")
    assert "<mark>two-wheeler</mark>" in title_of(card("bike"))
    assert "<mark>trafficking</mark>" in title_of(card("traficking"))


@pytest.mark.parametrize(
    "q",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "school <b>",
        "'-alert(1)-'",
        "traficking <script>",
        "</title><script>",
    ],
)
def test_hostile_words_never_become_markup(client, q):
    make_entry(title="<script>alert(1)</script> school", summary='<img src=x onerror="alert(1)"> trafficking <b>bold</b>')
    for verbatim in ({}, {"verbatim": "yes"}):
        page = client.get("/entries/", {"q": q, **verbatim}).content.decode()
        assert "<script>alert" not in page
        assert "<script" not in page.lower().split("<main")[1].split("</main>")[0]
        assert "<img" not in page.split("<main")[1].split("</main>")[0]
        assert "<b>" not in page


def test_a_hostile_lesson_is_text(card):
    edition = make_entry(publish=False)
    add_lesson(edition, statement="<i>Grandmothers</i> know.")
    published(edition)
    assert "&lt;i&gt;<mark>Grandmothers</mark>&lt;/i&gt; know." in card("grandmothers")


def test_the_passage_is_the_sentence_that_says_most(card):
    make_entry(
        title="Villages",
        summary="Water is scarce. Families walk far.",
        sections={
            "context": "It rained. There was water in some wells.",
            "approach": "Nothing at first. Then **latrines** and [clean water](https://example.org) came. The end.",
        },
    )
    shown = passage_of(card("clean water latrines"))
    assert shown.startswith("Then <mark>latrines</mark> and <mark>clean</mark> <mark>water</mark> came.")
    assert "example.org" not in shown
    assert "**" not in shown


def test_a_long_sentence_is_cut_around_the_match(card):
    make_entry(title="Long", summary="many more words " * 60 + "latrines " + "follow after it " * 60)
    shown = passage_of(card("latrines"))
    assert "<mark>latrines</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) <= PASSAGE + len("<mark></mark>… …  ")


def test_a_long_text_without_spaces_is_cut(card):
    edition = make_entry(title="长", summary="教育" * 400 + "保护" + "教育" * 400, publish=False)
    edition.texts.update(language="zh-Hans")
    published(edition)
    shown = passage_of(card("保护"))
    assert "<mark>保护</mark>" in shown
    assert len(shown) < PASSAGE + 40


def test_without_a_match_in_the_text_the_summary_is_shown(card):
    make_entry(title="Somewhere", summary="Nothing about it.", countries=["FJI"])
    assert passage_of(card("Fiji")) == "Nothing about it."


def test_the_lesson_that_fits_stands_under_its_entry(card):
    edition = make_entry(title="Village schools", publish=False)
    add_lesson(edition, 1, statement="Start early.")
    add_lesson(edition, 2, statement="Recruit grandmothers as teachers.")
    add_lesson(edition, 3, statement="Pay teachers.")
    published(edition)
    shown = card("grandmother teacher")
    assert f'<a href="{edition.get_absolute_url()}' in shown
    assert '#L2">Lesson</a> Recruit <mark>grandmothers</mark> as <mark>teachers</mark>.' in shown
    assert "Pay" not in shown
    assert "card-lesson" not in card("village")


def test_a_hit_in_another_language_says_so(card):
    edition = make_entry(title="Village schools", summary="Children learn.", publish=False)
    EditionText.objects.create(edition=edition, language="vi", is_original=False, title="Trường làng", summary="Trẻ em học đọc.")
    published(edition)
    shown = card("học đọc")
    assert "Found in the text in Vietnamese." in shown
    assert 'lang="vi"' in shown
    assert "<mark>học</mark> <mark>đọc</mark>" in passage_of(shown)
    assert "Found in the text in" not in card("children")


def test_a_hit_in_the_readers_own_language_goes_before_others(card):
    edition = make_entry(title="UNICEF schools", summary="Children learn.", publish=False)
    EditionText.objects.create(
        edition=edition, language="fr", is_original=False, title="Écoles de l’UNICEF", summary="UNICEF UNICEF"
    )
    published(edition)
    assert title_of(card("unicef")) == "<mark>UNICEF</mark> schools"
