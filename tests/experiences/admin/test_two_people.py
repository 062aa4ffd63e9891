"""Ana and Ben have one draft open, and Ben saves second: he is told what she changed, and nobody's work is lost."""

import re

import pytest

from experiences.admin.seen import sealed, unsealed
from experiences.models import Edition
from experiences.vocabulary import Role
from tests.desk import person
from tests.experiences.admin.browsing import change_url, client_of, errors_of, fields_of, new_row, sent
from tests.factories import add_fact, make_country, make_entry, make_source, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return client_of(person("ana", Role.EDITOR, full_name="Ana Lima"))


@pytest.fixture
def ben():
    return client_of(person("ben", Role.EDITOR))


@pytest.fixture
def draft():
    edition = make_entry(title="A draft", countries=["VNM", "CHN"], publish=False, sections={"results": "Girls came back."})
    add_fact(edition, 1)
    add_fact(edition, 2, label="Schools", value="7")
    return edition


def opened(client, edition):
    return fields_of(client.get(change_url(edition)))


def told(page):
    """What the second person reads about it, without tags."""
    box = re.findall(r'id="refused">(.*?)<section class="about-entry"', page.content.decode(), flags=re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", box)).strip()


def test_fields_that_only_one_of_both_changed_are_merged_without_a_question(ana, ben, draft):
    hers, his = opened(ana, draft), opened(ben, draft)
    theme = make_theme("health")
    changes = {"texts-0-results": "All girls came back.", "facts-0-value": "130", "themes": [str(theme.pk)]}
    assert errors_of(sent(ana, draft, hers | changes)) == []
    page = sent(ben, draft, his | {"texts-0-title": "His title", "facts-1-unit": "schools", "place": "Hanoi"})
    said = told(page)
    assert "Which version" not in said
    assert re.search(r"Ana Lima saved it on \d+ \w+ \d{4}, \d\d:\d\d UTC\.", said)
    for change in ("Fact 1: Children reached: 130", "[removed: 120 ]", "[added: 130 ]", "[added: All girls ]", "Health"):
        assert change in said
    assert draft.texts.get().title == "A draft", "nothing is saved before he saves again"
    assert errors_of(sent(ben, draft, fields_of(page))) == []
    text, edition = draft.texts.get(), Edition.objects.get()
    assert (text.title, text.results) == ("His title", "All girls came back.")
    assert list(draft.facts.values_list("value", "unit")) == [("130", ""), ("7", "schools")]
    assert edition.themes.get() == theme


class TestAFieldThatBothChanged:
    @pytest.fixture
    def page(self, ana, ben, draft):
        hers, his = opened(ana, draft), opened(ben, draft)
        sent(ana, draft, hers | {"texts-0-title": "Her title", "facts-1-value": "8"})
        return sent(ben, draft, his | {"texts-0-title": "His title", "facts-1-value": "9"})

    def test_both_versions_are_shown_and_asked_about(self, page):
        said = told(page)
        assert "Both of you changed 2 fields" in said
        assert re.search(r"Text \(English\), Title Keep mine His title Take theirs Her title", said)
        assert re.search(r"Fact 2: Schools: 8, Value Keep mine 9 Take theirs 8", said)

    def test_mine_stays_where_nothing_is_chosen(self, ben, draft, page):
        assert errors_of(sent(ben, draft, fields_of(page))) == []
        assert draft.texts.get().title == "His title"
        assert draft.facts.get(number=2).value == "9"

    def test_theirs_is_taken_field_by_field(self, ben, draft, page):
        fields = fields_of(page)
        assert fields["take-texts-0-title"] == ["mine"]
        assert errors_of(sent(ben, draft, fields | {"take-texts-0-title": "theirs"})) == []
        assert draft.texts.get().title == "Her title"
        assert draft.facts.get(number=2).value == "9"

    def test_what_is_taken_survives_a_third_save_in_between(self, ana, ben, draft, page):
        fields = fields_of(page) | {"take-texts-0-title": "theirs"}
        sent(ana, draft, opened(ana, draft) | {"facts-0-value": "140"})
        again = sent(ben, draft, fields)
        assert "Which version" not in told(again), "he has answered already"
        assert errors_of(sent(ben, draft, fields_of(again))) == []
        assert draft.texts.get().title == "Her title"
        assert list(draft.facts.values_list("value", flat=True)) == ["140", "9"]

    def test_both_having_typed_the_same_is_no_conflict(self, ana, ben, draft):
        hers, his = opened(ana, draft), opened(ben, draft)
        change = {"texts-0-results": "Line one.\r\nLine two."}
        sent(ana, draft, hers | change)
        assert "Both of you" not in told(sent(ben, draft, his | change))


def test_rows_that_the_other_added_are_in_the_form_and_stay(ana, ben, draft):
    hers, his = opened(ana, draft), opened(ben, draft)
    new_row(hers, "facts", label="Boats", value="3", source=make_source().pk, locator="page 1")
    assert errors_of(sent(ana, draft, hers)) == []
    new_row(his, "facts", label="Islands", value="40", source=make_source().pk, locator="page 1")
    page = sent(ben, draft, his)
    assert "Added: Fact 3: Boats: 3" in told(page)
    assert errors_of(sent(ben, draft, fields_of(page))) == []
    assert [*draft.facts.values_list("number", "label")][2:] == [(3, "Boats"), (4, "Islands")]


def test_a_row_that_the_other_removed_is_gone_unless_this_one_has_changed_it(ana, ben, draft):
    hers, his = opened(ana, draft), opened(ben, draft)
    sent(ana, draft, hers | {"facts-0-DELETE": "on", "country_roles-1-DELETE": "on"})
    page = sent(ben, draft, his | {"facts-0-value": "125"})
    said = told(page)
    assert "Removed: Country: China" in said
    assert "They removed what you have changed Fact: Children reached" in said
    assert errors_of(sent(ben, draft, fields_of(page))) == []
    assert [each.country.iso3 for each in draft.country_roles.all()] == ["VNM"]
    assert set(draft.facts.values_list("label", "value")) == {("Schools", "7"), ("Children reached", "125")}


def test_to_remove_what_the_other_has_changed_is_pointed_out(ana, ben, draft):
    hers, his = opened(ana, draft), opened(ben, draft)
    sent(ana, draft, hers | {"facts-1-value": "8"})
    page = sent(ben, draft, his | {"facts-1-DELETE": "on"})
    assert "They changed what you remove Fact 2: Schools: 8" in told(page)
    assert errors_of(sent(ben, draft, fields_of(page))) == []
    assert draft.facts.get().number == 1


def test_the_order_of_rows_is_never_asked_about(ana, ben, draft):
    hers, his = opened(ana, draft), opened(ben, draft)
    new_row(hers, "country_roles", country=make_country("FJI").pk, role="host", position="1")
    sent(ana, draft, hers)
    page = sent(ben, draft, his | {"country_roles-0-role": "host"})
    assert "Order" not in told(page)
    assert errors_of(sent(ben, draft, fields_of(page))) == []
    assert [each.country.iso3 for each in draft.country_roles.all()] == ["FJI", "VNM", "CHN"]


@pytest.mark.parametrize("forged", ["", "nonsense", sealed({})], ids=["nothing", "nonsense", "of another form"])
def test_without_what_was_opened_every_field_that_differs_is_asked_about(ana, ben, draft, forged):
    hers, his = opened(ana, draft), opened(ben, draft)
    sent(ana, draft, hers | {"texts-0-title": "Her title"})
    page = sent(ben, draft, his | {"facts-0-value": "125", "seen_content": forged})
    assert "Both of you changed 2 fields" in told(page)


def test_only_the_portal_makes_what_was_seen():
    assert unsealed(sealed({"": {"": {"type": ["innovation"]}}})) == {"": {"": {"type": ["innovation"]}}}
    assert unsealed(sealed({})[:-1]) == {}
