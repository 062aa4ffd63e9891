import pytest

from experiences.vocabulary import Scope, WithdrawalReason
from tests.desk import start_edition, withdraw
from tests.factories import add_lesson, make_entry, make_theme, published

pytestmark = pytest.mark.django_db


def lesson(statement="Start early.", entry_themes=(), themes=(), publish=True, polarity="positive", **fields):
    edition = make_entry(publish=False, themes=list(entry_themes), **fields)
    made = add_lesson(edition, statement=statement, themes=list(themes), polarity=polarity)
    if publish:
        published(edition)
    return made


def test_a_lesson_can_be_cited_and_leads_to_its_place(read):
    made = lesson(title="A school project", themes=["education"], countries=["VNM"])
    made.edition.refresh_from_db()
    entry = made.edition.entry
    html = read("/lessons/")
    assert f'<a href="{entry.get_absolute_url()}#L1">{entry.ref}-L1</a>' in html
    assert "Start early." in html
    assert "A school project" in html
    assert "Viet Nam" in html
    assert 'href="/themes/education/"' in html


def test_only_lessons_of_published_core_entries_are_shown(read):
    lesson("Of a draft.", publish=False)
    lesson("Of the background.", scope=Scope.CONTEXT)
    withdraw(lesson("Of a withdrawn entry.").edition.entry, WithdrawalReason.IN_ERROR)
    html = read("/lessons/")
    assert "0 lessons" in html
    assert "Of a" not in html
    assert "Of the" not in html


def test_the_next_edition_in_the_works_does_not_show(read):
    made = lesson("As published.")
    draft = start_edition(made.edition.entry)
    draft.lessons.update(statement="As drafted.")
    html = read("/lessons/")
    assert "As published." in html
    assert "As drafted." not in html


def test_they_can_be_narrowed_to_what_helped_or_what_to_avoid(read):
    lesson("Do this.")
    lesson("Not that.", polarity="negative")
    html = read("/lessons/?polarity=negative")
    assert "Not that." in html
    assert "Do this." not in html
    assert '<a class="tag" href="/lessons/">All</a>' in html
    assert '<a class="tag" href="/lessons/?polarity=negative" aria-current="true">' in html


def test_they_can_be_narrowed_to_a_theme_and_what_lies_under_it(read):
    make_theme("systems", parent=make_theme("protection"))
    lesson("Under it.", themes=["systems"])
    lesson("Of its entry.", entry_themes=["protection"])
    lesson("Of another.", themes=["health"], entry_themes=["protection"])
    html = read("/lessons/?theme=protection")
    assert "Under it." in html
    assert "Of its entry." in html
    assert "Of another." not in html


def test_a_count_is_what_a_click_then_shows(read):
    lesson(themes=["health"])
    lesson(themes=["health"], polarity="negative")
    lesson(themes=["education"], polarity="negative")
    html = read("/lessons/?polarity=negative&theme=health")
    assert 'href="/lessons/?polarity=positive&amp;theme=health">What helped <span class="count">1</span>' in html
    assert 'href="/lessons/?polarity=negative&amp;theme=education">Education <span class="count">1</span>' in html
    assert "1 lesson" in read("/lessons/?polarity=positive&theme=health")


@pytest.mark.parametrize("query", ["polarity=middling", "theme=nothing", "colour=red"])
def test_what_cannot_be_used_is_ignored_and_said(read, query):
    lesson()
    html = read(f"/lessons/?{query}")
    assert f"“{query}” in the address was ignored" in html
    assert "Start early." in html


def test_a_long_list_is_in_pages(client, read):
    edition = make_entry(publish=False)
    for number in range(1, 23):
        add_lesson(edition, number=number)
    published(edition)
    assert read("/lessons/").count('class="lesson ') == 20
    assert read("/lessons/?page=2").count('class="lesson ') == 2
    assert client.get("/lessons/?page=9").status_code == 404


def test_what_people_typed_is_escaped(client):
    lesson("<script>alert(1)</script>")
    html = client.get("/lessons/?theme=<script>").content.decode()
    assert "<script>" not in html
    assert "&lt;script&gt;alert" in html


def test_the_number_of_queries_does_not_grow(queries_for):
    lesson(themes=["health"], countries=["VNM"])
    few = queries_for("/lessons/?theme=health")
    for number in range(5):
        lesson(themes=["health", f"theme-{number}"], countries=["VNM", "CHN"], polarity="negative")
    assert queries_for("/lessons/?theme=health") == few
