import pytest

from experiences.models import ThemeLabel
from experiences.vocabulary import Scope, WithdrawalReason
from tests.desk import withdraw
from tests.experiences.pages.conftest import words
from tests.factories import add_lesson, make_entry, make_theme, published

pytestmark = pytest.mark.django_db


class TestList:
    def test_the_tree_is_shown_with_each_theme_under_its_broader_one(self, read):
        broad = make_theme("child-protection")
        middle = make_theme("systems", parent=broad)
        make_theme("workforce", parent=middle)
        make_theme("health")
        listed = words(read("/themes/"))
        places = [listed.index(label) for label in ("Child protection", "Systems", "Workforce", "Health")]
        assert places == sorted(places)

    def test_a_theme_counts_what_lies_under_it_each_entry_once(self, read):
        broad = make_theme("child-protection")
        make_theme("systems", parent=broad)
        make_theme("trafficking", parent=broad)
        make_entry(themes=["systems", "trafficking"])
        make_entry(themes=["trafficking"])
        html = read("/themes/")
        assert 'Child protection</a> <span class="count">2</span>' in html
        assert words(html.split("Systems</a>")[1]).startswith("1 entry")
        assert words(html.split("Trafficking</a>")[1]).startswith("2 entries")

    def test_only_published_entries_of_the_core_are_counted(self, read):
        make_entry(themes=["health"], publish=False)
        make_entry(themes=["health"], scope=Scope.CONTEXT)
        withdraw(make_entry(themes=["health"]).entry, WithdrawalReason.IN_ERROR)
        assert '<span class="count">' not in read("/themes/")

    def test_gaps_are_marked_and_explained(self, read):
        assert "marks a theme" not in read("/themes/")
        make_theme("disability", gap=True, parent=make_theme("equity"))
        html = read("/themes/")
        assert "marks a theme on which" in html
        assert words(html.split("Disability</a>")[1]).startswith("gap")

    def test_the_number_of_queries_does_not_grow(self, queries_for):
        make_entry(themes=["health"])
        few = queries_for("/themes/")
        for number in range(5):
            make_theme(f"theme-{number}", parent=make_theme("health"))
            make_entry(themes=[f"theme-{number}"])
        assert queries_for("/themes/") == few


class TestTheme:
    def test_it_says_what_it_is_and_what_is_above_and_below(self, read):
        broad = make_theme("child-protection")
        theme = make_theme("trafficking", parent=broad, scope_note="Preventing trafficking.")
        make_theme("cross-border", parent=theme)
        ThemeLabel.objects.create(theme=theme, text="Sale of children")
        ThemeLabel.objects.create(theme=theme, text="TIP", type="acronym")
        ThemeLabel.objects.create(theme=theme, text="Buôn bán trẻ em", type="preferred", language="vi")
        html = read("/themes/trafficking/")
        assert "Preventing trafficking." in html
        assert "Sale of children" in html
        assert "TIP" in html
        assert '<span lang="vi"><bdi>Buôn bán trẻ em</bdi></span>' in html
        assert 'href="/themes/child-protection/"' in html
        assert 'href="/themes/cross-border/"' in html

    def test_entries_on_it_and_under_it_are_listed(self, read):
        make_theme("systems", parent=make_theme("child-protection"))
        make_entry(title="Right on it", themes=["child-protection"])
        make_entry(title="Under it", themes=["systems"])
        make_entry(title="Elsewhere", themes=["health"])
        html = read("/themes/child-protection/")
        assert "2 entries" in html
        assert "Right on it" in html
        assert "Under it" in html
        assert "Elsewhere" not in html

    def test_drafts_withdrawn_entries_and_background_are_not_listed(self, read):
        make_entry(title="Still a draft", themes=["health"], publish=False)
        make_entry(title="Far away", themes=["health"], scope=Scope.CONTEXT)
        withdraw(make_entry(title="Taken back", themes=["health"]).entry, WithdrawalReason.IN_ERROR)
        html = read("/themes/health/")
        assert "There is no entry on this theme yet." in html
        assert not any(title in html for title in ("Still a draft", "Far away", "Taken back"))

    def test_a_long_list_is_in_pages_of_twenty(self, client, read):
        for _number in range(21):
            make_entry(themes=["health"])
        assert read("/themes/health/").count('class="card"') == 20
        assert read("/themes/health/?page=2").count('class="card"') == 1
        assert "(page 2 of 2)" in client.get("/themes/health/?page=2").content.decode().split("</title>")[0]
        assert client.get("/themes/health/?page=3").status_code == 404

    def test_its_lessons_are_its_own_and_those_of_its_entries_that_name_no_theme(self, read):
        for statement, entry_themes, lesson_themes in (
            ("Of the entry.", ["health"], []),
            ("Of its own.", ["education"], ["health"]),
            ("Of another.", ["health"], ["education"]),
        ):
            edition = make_entry(themes=entry_themes, publish=False)
            add_lesson(edition, statement=statement, themes=lesson_themes)
            published(edition)
        html = read("/themes/health/")
        assert "Of the entry." in html
        assert "Of its own." in html
        assert "Of another." not in html

    def test_the_countries_most_present_come_first(self, read):
        make_entry(themes=["health"], countries=["CHN", "VNM"])
        make_entry(themes=["health"], countries=["VNM"])
        listed = words(read("/themes/health/").split('id="countries"')[1])
        assert "Viet Nam 2 entries China 1 entry" in listed

    def test_a_gap_is_named(self, read):
        make_theme("disability", gap=True)
        assert "A gap." in read("/themes/disability/")

    def test_there_is_no_page_for_a_theme_that_is_not_there(self, client):
        assert client.get("/themes/nothing/").status_code == 404

    def test_the_number_of_queries_does_not_grow(self, queries_for):
        def one_more(number):
            edition = make_entry(themes=["health"], countries=["VNM", "CHN"], publish=False)
            add_lesson(edition, themes=["health"])
            published(edition)
            ThemeLabel.objects.create(theme=make_theme("health"), text=f"Label {number}")

        one_more(0)
        few = queries_for("/themes/health/")
        for number in range(1, 6):
            one_more(number)
        assert queries_for("/themes/health/") == few
