"""What the form of a draft saves: everything typed, in order, numbered; and nothing over another's head."""

import pytest

from experiences.models import Citation, CountryRole, Edition, EditionText, Fact
from experiences.vocabulary import Role
from tests.desk import discard, person, publish, start_edition
from tests.experiences.admin.browsing import change_url, client_of, errors_of, fields_of, new_row, sent
from tests.factories import add_fact, add_lesson, add_transfer, make_country, make_entry, make_source, make_theme


@pytest.fixture
def draft(db):
    edition = make_entry(title="A draft", countries=["VNM", "CHN"], publish=False)
    add_fact(edition, 1)
    return edition


def opened(client, edition):
    return fields_of(client.get(change_url(edition)))


def everything(edition):
    """All rows of an edition's parts, without their ids."""
    return {
        name: list(getattr(edition, name).values())
        for name in ("texts", "country_roles", "facts", "lessons", "relations", "transfers", "citations", "themes")
    }


def test_saving_an_untouched_form_changes_nothing_but_the_revision(desk, draft):
    add_lesson(draft, 1, themes=["education"])
    add_transfer(draft, "VNM", "CHN", 1)
    draft.texts.update(other_titles=["One, with a comma", "Two"])
    before = everything(draft)
    page = sent(desk, draft, opened(desk, draft))
    assert errors_of(page) == []
    assert everything(draft) == before
    revision, imported = draft.revision, Edition.objects.get(pk=draft.pk)
    assert imported.revision == revision + 1


def test_a_save_by_hand_takes_a_draft_from_the_importer(desk, draft):
    Edition.objects.update(is_as_imported=True)
    sent(desk, draft, opened(desk, draft))
    assert not Edition.objects.get().is_as_imported


def test_the_fields_of_the_edition_itself(desk):
    edition = make_entry("agreement", publish=False)
    fields = opened(desk, edition)
    fields |= {
        "type": "charter", "agreement_status": "signed", "place": "Beijing", "modality": "triangular",
        "period_from": "2010-11-04", "period_to": "2010-11-06", "themes": [make_theme().pk], "curator_note": "Ask Fiji.",
    }  # fmt: skip
    assert errors_of(sent(desk, edition, fields)) == []
    edition.refresh_from_db()
    assert (edition.type, edition.agreement_status, edition.place) == ("charter", "signed", "Beijing")
    assert str(edition.period) == "4 to 6 November 2010"
    assert edition.themes.get().slug == "education"


@pytest.mark.parametrize(
    ("field", "value"),
    [("type", "mou"), ("period_from", "2010-13"), ("period_from", "last year"), ("period_to", "2009"), ("scope", "")],
)
def test_what_cannot_be_is_said_at_once_and_nothing_is_saved(desk, draft, field, value):
    fields = opened(desk, draft) | {field: value, "texts-0-title": "Typed with care"}
    page = sent(desk, draft, fields)
    assert errors_of(page)
    assert "Typed with care" in page.content.decode()
    assert draft.texts.get().title == "A draft"
    assert Edition.objects.get().revision == draft.revision, "an invalid form is no change"


def test_a_form_with_faults_still_knows_which_revision_was_opened(desk, draft):
    fields = opened(desk, draft) | {"period_from": "soon"}
    Edition.objects.update(revision=7)  # somebody else saves in between
    page = sent(desk, draft, fields)
    assert "Somebody else has changed this edition" in page.content.decode()


def test_new_facts_lessons_and_transfers_get_numbers_that_no_edition_has_used(desk):
    first = make_entry(publish=False)
    for number in (1, 2, 3):
        add_fact(first, number)
    publish(first)
    second = start_edition(first.entry)
    second.facts.filter(number__gt=1).delete()
    fields = opened(desk, second)
    stated = {"source": make_source().pk, "locator": "page 1"}
    new_row(fields, "facts", label="Boats", value="3", **stated)
    new_row(fields, "facts", label="Islands", value="40", **stated)
    new_row(fields, "lessons", statement="Go to them.", polarity="positive", **stated)
    countries = {"from_country": make_country("VNM").pk, "to_country": make_country("FJI").pk}
    new_row(fields, "transfers", summary="They came to see.", **countries, **stated)
    assert errors_of(sent(desk, second, fields)) == []
    assert list(second.facts.values_list("number", "label")) == [(1, "Children reached"), (4, "Boats"), (5, "Islands")]
    assert second.lessons.get().number == 1
    assert second.transfers.get().number == 1


def test_a_number_cannot_be_typed(desk, draft):
    sent(desk, draft, opened(desk, draft) | {"facts-0-number": "9"})
    assert draft.facts.get().number == 1


def test_rows_keep_their_order_and_are_moved_by_it(desk, draft):
    fields = opened(desk, draft)
    assert (fields["country_roles-0-position"], fields["country_roles-1-position"]) == (["1"], ["2"])
    new_row(fields, "country_roles", country=make_country("FJI").pk, role="host")
    new_row(fields, "country_roles", country=make_country("THA").pk, role="host", position="1")
    sent(desk, draft, fields)
    assert list(draft.country_roles.values_list("country__iso3", flat=True)) == ["THA", "VNM", "CHN", "FJI"]
    fields = opened(desk, draft)
    fields["country_roles-3-position"] = "2"
    fields["country_roles-2-DELETE"] = "on"
    sent(desk, draft, fields)
    roles = draft.country_roles.values_list("position", "country__iso3")
    assert list(roles) == [(0, "THA"), (1, "FJI"), (2, "VNM")]


def test_a_fact_disagrees_only_with_another_of_its_edition(desk, draft):
    add_fact(draft, 2, label="Children reached, says another")
    make_entry(publish=False)
    fields = opened(desk, draft) | {"facts-1-disagrees_with": "1"}
    assert errors_of(sent(desk, draft, fields)) == []
    assert draft.facts.get(number=2).disagrees_with == 1
    assert errors_of(sent(desk, draft, opened(desk, draft) | {"facts-1-disagrees_with": "2"})), "not with itself"
    page = sent(desk, draft, opened(desk, draft) | {"facts-0-DELETE": "on"})
    assert errors_of(page) == ["You are removing that fact."]
    assert draft.facts.count() == 2


def test_an_entry_is_not_related_to_itself(desk, draft):
    fields = opened(desk, draft)
    new_row(fields, "relations", type="part_of", target=draft.entry_id)
    assert errors_of(sent(desk, draft, fields)) == ["This is the entry itself."]


def test_rows_of_another_edition_cannot_be_taken(desk, draft):
    other = make_entry(countries=["FJI"], publish=False)
    fields = opened(desk, draft)
    fields["country_roles-0-id"] = str(other.country_roles.get().pk)
    fields["country_roles-0-DELETE"] = "on"
    sent(desk, draft, fields)
    assert other.country_roles.get().country.iso3 == "FJI"


def test_more_fields_can_be_sent_than_django_lets_through_by_default(desk, draft):
    for number in range(2, 70):
        add_fact(draft, number)
    fields = opened(desk, draft)
    assert len(fields) > 1000
    assert desk.post(change_url(draft), fields | {"_save": "1"}).status_code == 302


class TestTranslations:
    def translated(self, desk, draft, **values):
        fields = opened(desk, draft)
        new_row(fields, "texts", language="vi", title="Bản thảo", summary="…", **values)
        return sent(desk, draft, fields)

    def freshness(self, desk, draft):
        return "Out of date" in desk.get(change_url(draft)).content.decode()

    def test_a_new_translation_counts_as_made_from_the_original_as_it_is(self, desk, draft):
        assert errors_of(self.translated(desk, draft)) == []
        assert list(draft.texts.values_list("language", "is_original")) == [("en", True), ("vi", False)]
        assert not self.freshness(desk, draft)

    def test_without_the_tick_it_counts_as_out_of_date(self, desk, draft):
        self.translated(desk, draft, up_to_date=[])
        assert self.freshness(desk, draft)

    def test_a_changed_original_leaves_its_translations_out_of_date_until_somebody_ticks(self, desk, draft):
        self.translated(desk, draft)
        sent(desk, draft, opened(desk, draft) | {"texts-0-approach": "By boat.", "texts-1-approach": "Bằng thuyền."})
        assert self.freshness(desk, draft), "to change both is no statement that they agree"
        sent(desk, draft, opened(desk, draft) | {"texts-1-up_to_date": "on"})
        assert not self.freshness(desk, draft)

    def test_changes_of_both_with_the_tick_agree(self, desk, draft):
        self.translated(desk, draft)
        changes = {"texts-0-approach": "By boat.", "texts-1-approach": "Bằng thuyền.", "texts-1-up_to_date": "on"}
        sent(desk, draft, opened(desk, draft) | changes)
        assert not self.freshness(desk, draft)

    def test_there_is_one_original(self, desk, draft):
        said = ["Tick “original” on one text, and on one only."]
        assert errors_of(self.translated(desk, draft, is_original="on")) == said
        fields = opened(desk, draft)
        del fields["texts-0-is_original"]
        assert errors_of(sent(desk, draft, fields)) == said

    def test_another_text_becomes_the_original(self, desk, draft):
        self.translated(desk, draft)
        fields = opened(desk, draft) | {"texts-1-is_original": "on"}
        del fields["texts-0-is_original"]
        assert errors_of(sent(desk, draft, fields)) == []
        assert draft.texts.get(is_original=True).language == "vi"

    def test_one_text_in_a_language(self, desk, draft):
        self.translated(desk, draft)
        assert errors_of(self.translated(desk, draft))
        assert draft.texts.count() == 2

    def test_other_titles_are_lines_and_may_hold_commas(self, desk, draft):
        sent(desk, draft, opened(desk, draft) | {"texts-0-other_titles": "Health, for all\r\n\r\n  Two \r\n"})
        assert draft.texts.get().other_titles == ["Health, for all", "Two"]


class TestTwoPeople:
    """Ana and Ben have the same draft open. Ben saves second."""

    @pytest.fixture
    def ben(self, db):
        return client_of(person("ben", Role.EDITOR))

    def test_the_second_is_told_keeps_what_he_typed_and_can_save_it_then(self, desk, ben, draft):
        hers, his = opened(desk, draft), opened(ben, draft)
        sent(desk, draft, hers | {"texts-0-title": "Hers", "curator_note": "Her note"})
        his["texts-0-title"] = "His"
        new_row(his, "lessons", statement="His lesson", polarity="positive", source=make_source().pk, locator="page 2")
        page = sent(ben, draft, his)
        html = page.content.decode()
        assert "Somebody else has changed this edition since you opened it. Nothing was saved." in html
        assert f'<a href="{change_url(draft)}" target="_blank">' in html
        assert draft.texts.get().title == "Hers"
        assert not draft.lessons.exists()
        again = fields_of(page)
        assert again["texts-0-title"] == ["His"]
        assert again["lessons-0-statement"] == ["His lesson"]
        assert errors_of(sent(ben, draft, again)) == []
        assert draft.texts.get().title == "His"
        assert draft.lessons.get().statement == "His lesson"

    def test_rows_that_the_first_added_stay_and_of_those_that_she_removed_what_he_changed_comes_back(self, desk, ben, draft):
        hers, his = opened(desk, draft), opened(ben, draft)
        hers |= {"country_roles-0-DELETE": "on", "facts-0-DELETE": "on"}
        new_row(hers, "country_roles", country=make_country("FJI").pk, role="host")
        new_row(hers, "facts", label="Hers", value="1", source=make_source().pk, locator="page 1")
        assert errors_of(sent(desk, draft, hers)) == []
        his |= {"country_roles-1-role": "supporter", "facts-0-value": "His value"}
        new_row(his, "facts", label="His", value="2", source=make_source().pk, locator="page 1")
        page = sent(ben, draft, his)
        assert errors_of(page) == ["Somebody else has changed this edition since you opened it. Nothing was saved."]
        assert errors_of(sent(ben, draft, fields_of(page))) == []
        roles = set(draft.country_roles.values_list("country__iso3", "role"))
        assert roles == {("CHN", "supporter"), ("FJI", "host")}, "he did not touch the one that she removed"
        assert set(draft.facts.values_list("label", "value")) == {("Hers", "1"), ("Children reached", "His value"), ("His", "2")}
        assert sorted(draft.facts.values_list("number", flat=True)) == [2, 3, 4]

    def test_a_row_that_both_removed_is_gone(self, desk, ben, draft):
        hers, his = opened(desk, draft), opened(ben, draft)
        sent(desk, draft, hers | {"country_roles-0-DELETE": "on"})
        page = sent(ben, draft, his | {"country_roles-0-DELETE": "on"})
        assert errors_of(sent(ben, draft, fields_of(page))) == []
        assert draft.country_roles.get().country.iso3 == "CHN"

    def test_what_was_published_meanwhile_is_not_changed_and_what_was_typed_is_shown(self, desk, ben, draft):
        his = opened(ben, draft)
        publish(draft)
        page = sent(ben, draft, his | {"texts-0-title": "Too late"})
        html = page.content.decode()
        assert "Too late" in html
        assert "no longer a draft" in html
        assert "_continue" not in html, "there is nothing to save it in"
        assert draft.texts.get().title == "A draft"

    def test_what_was_discarded_meanwhile_is_said_to_be_gone(self, desk, ben, draft):
        his = opened(ben, draft)
        discard(draft)
        page = sent(ben, draft, his)
        assert "Perhaps it was deleted" in page.content.decode()


def test_a_published_edition_withstands_any_form(desk, draft):
    fields = opened(desk, draft)
    publish(draft)
    fields |= {
        "texts-0-title": "Forged",
        "country_roles-0-DELETE": "on",
        "seen_revision": str(draft.revision),
        "type": "innovation",
    }
    new_row(fields, "citations", source=make_source("DOC-2").pk, locator="page 66")
    sent(desk, draft, fields, "_save")
    edition = Edition.objects.get()
    assert (edition.type, edition.state) == ("good_practice", "published")
    assert EditionText.objects.get().title == "A draft"
    assert (CountryRole.objects.count(), Citation.objects.count(), Fact.objects.count()) == (2, 1, 1)


def test_the_history_tells_what_a_person_changed_and_nothing_of_the_form_s_own_fields(desk, draft):
    sent(desk, draft, opened(desk, draft) | {"texts-0-title": "A better title"})
    page = desk.get(change_url(draft).replace("/change/", "/history/")).content.decode()
    assert "Changed Title for text" in page
    assert "seen_revision" not in page
