"""Rules that the database keeps against everybody: frozen editions, states in step, kinds, periods, locators."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from countries.models import Country
from experiences.models import (
    PARTS,
    Citation,
    CountryRole,
    Edition,
    EditionText,
    Entry,
    Fact,
    Lesson,
    Organisation,
    Relation,
    Theme,
    Transfer,
)
from tests.desk import publish, start_edition
from tests.factories import (
    add_contact,
    add_fact,
    add_lesson,
    add_transfer,
    make_country,
    make_entry,
    make_organisation,
    make_recommendation,
    make_source,
    make_theme,
)

pytestmark = pytest.mark.django_db


def refused(action, match=""):
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        action()
        connection.check_constraints()


@pytest.fixture
def full() -> Edition:
    """A published edition that has parts of every sort."""
    edition = make_entry(
        countries=["VNM"], themes=["education"], organisations=["unicef"], publish=False, period_from="2009", period_to="2010-05"
    )
    add_fact(edition)
    add_lesson(edition, themes=["equity"])
    add_transfer(edition, "VNM", "CHN")
    Relation.objects.create(edition=edition, type="related_to", target=make_entry().entry)
    add_contact(edition)
    edition.assessments.create(criterion="relevance", evidence="It fits.", source=make_source(), locator="page 1")
    edition.recommendations.add(make_recommendation())
    return publish(edition)


FROZEN = "published and never changes"


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_no_part_of_a_published_edition_changes_or_goes(full, model):
    rows = model.objects.filter(edition=full)
    assert rows.exists()
    refused(lambda: rows.update(edition=full), FROZEN)
    refused(rows.delete, FROZEN)
    draft = start_edition(full.entry)
    refused(lambda: model.objects.filter(edition=draft).update(edition=full), FROZEN)


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_every_part_is_frozen_by_a_trigger(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'published_never_changes'",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (1,)


def test_no_part_is_added_to_a_published_edition(full):
    refused(lambda: add_fact(full, number=9), FROZEN)
    refused(lambda: EditionText.objects.create(edition=full, language="th", is_original=False, title="x", summary="x"), FROZEN)
    refused(lambda: full.themes.add(make_theme("health")), FROZEN)
    refused(full.themes.clear, FROZEN)
    refused(full.recommendations.clear, FROZEN)
    refused(lambda: full.lessons.get().themes.add(make_theme("health")), FROZEN)
    refused(full.lessons.get().themes.clear, FROZEN)


def test_a_published_edition_itself_does_not_change_or_go(full):
    this = Edition.objects.filter(pk=full.pk)
    refused(lambda: this.update(scope="context"), FROZEN)
    refused(lambda: this.update(period_from="2008"), FROZEN)
    refused(lambda: this.update(state="draft", published_at=None), FROZEN)
    refused(this.delete, FROZEN)
    refused(lambda: Entry.objects.filter(pk=full.entry_id).delete(), FROZEN)


def test_an_edition_that_was_public_once_does_not_come_back_by_itself(full):
    publish(start_edition(full.entry))
    refused(lambda: Edition.objects.filter(pk=full.pk).update(state="published"), FROZEN)
    refused(lambda: Edition.objects.filter(pk=full.pk).update(state="withdrawn"), FROZEN)


def test_an_entry_and_its_editions_agree_about_whether_it_is_published(full):
    refused(lambda: Entry.objects.filter(pk=full.entry_id).update(state="draft"), "disagree")
    refused(lambda: Edition.objects.filter(pk=full.pk).update(state="withdrawn"), "disagree")
    draft = make_entry(publish=False)
    refused(lambda: Entry.objects.filter(pk=draft.entry_id).update(state="published", slug="x"), "entry_once_public")
    refused(
        lambda: Entry.objects.filter(pk=draft.entry_id).update(state="published", slug="x", first_published_at=full.published_at),
        "disagree",
    )


def test_at_most_one_edition_is_public_and_one_in_the_works(full):
    draft = start_edition(full.entry)
    values = {"entry": full.entry, "kind": full.kind, "type": full.type, "number": 9}
    refused(lambda: Edition.objects.create(**values), "edition_one_draft")
    refused(
        lambda: Edition.objects.filter(pk=draft.pk).update(state="published", published_at=full.published_at),
        "edition_one_published",
    )


def test_an_editions_kind_is_its_entrys_and_its_type_belongs_to_it():
    draft = make_entry(publish=False)
    this = Edition.objects.filter(pk=draft.pk)
    refused(lambda: this.update(type="mou"), "edition_type_belongs_to_kind")
    refused(lambda: this.update(kind="agreement", type="mou"), "edition_kind_is_its_entrys")
    refused(lambda: this.update(agreement_status="signed"), "only_agreements")
    refused(lambda: this.update(place="Suva"), "only_what_is_held")


@pytest.mark.parametrize(
    "period",
    [
        {"period_from": "2010-13"},
        {"period_from": "soon"},
        {"period_to": "2010"},
        {"period_from": "2010", "period_to": "2009-12"},
        {"period_qualifier": "since"},
        {"period_from": "2010", "period_qualifier": "perhaps"},
    ],
)
def test_periods_are_dates_in_their_order(period):
    draft = make_entry(publish=False)
    refused(lambda: Edition.objects.filter(pk=draft.pk).update(**period), "edition_period|invalid input")


def test_years_are_derived_from_the_period():
    draft = make_entry(publish=False, period_from="2004-10", period_qualifier="since")
    draft.refresh_from_db()
    assert (draft.first_year, draft.last_year) == (2004, 9999)


def test_what_rests_on_a_source_says_where_in_it():
    draft = make_entry(publish=False)
    refused(lambda: add_fact(draft, locator=""), "fact_has_a_locator")
    refused(lambda: add_lesson(draft, locator=""), "lesson_has_a_locator")
    refused(lambda: Citation.objects.create(edition=draft, source=make_source(), locator=""), "citation_has_a_locator")


def test_a_fact_disagrees_with_another_of_its_edition():
    draft = make_entry(publish=False)
    add_fact(draft, 1)
    refused(lambda: add_fact(draft, 2, disagrees_with=7), "fact_disagrees_within")
    refused(lambda: Fact.objects.update(disagrees_with=1), "fact_agrees_with_itself")


def test_numbers_and_roles_stand_once():
    draft = make_entry(publish=False, countries=["VNM"])
    add_lesson(draft)
    refused(lambda: add_lesson(draft), "lesson_number_once")
    refused(lambda: CountryRole.objects.create(edition=draft, country=make_country("VNM"), role="lead"), "country_role_once")
    refused(lambda: Transfer.objects.bulk_create([_transfer(draft, "VNM", "VNM")]), "between_two_countries")
    refused(lambda: EditionText.objects.create(edition=draft, language="th", title="x", summary="x"), "text_one_original")
    refused(lambda: Lesson.objects.update(polarity="maybe"), "lesson_polarity")


def _transfer(edition, from_, to):
    source = make_source()
    return Transfer(
        edition=edition, number=1, from_country=make_country(from_), to_country=make_country(to), source=source, locator="1"
    )


def events_of(model: Any) -> Any:
    return model.pgh_event_model.objects


def test_the_audit_trail_catches_every_way_of_writing():
    organisation = make_organisation("unicef")
    Organisation.objects.update(acronym="U")
    organisation.delete()
    theme = make_theme("equity")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE experiences_theme SET label = 'Fairness' WHERE id = %s", [theme.pk])
    assert [event.pgh_label for event in events_of(Organisation).order_by("pgh_id")] == [
        "insert",
        "update",
        "delete",
    ]
    assert [event.label for event in events_of(Theme).order_by("pgh_id")] == ["Equity", "Fairness"]


@pytest.mark.parametrize("tile", [{"tile_column": 3}, {"tile_row": 3}, {"tile_column": 0, "tile_row": 1}])
def test_a_tile_has_a_column_and_a_row(tile):
    make_country("VNM")
    refused(lambda: Country.objects.update(**tile), "country_tile_is_a_place")


def test_names_sort_by_their_folded_form():
    for slug, name in [("a", "Zanzibar"), ("b", "Åland"), ("c", "Éire"), ("d", "apple")]:
        make_organisation(slug, name=name)
    assert [each.name for each in Organisation.objects.all()] == ["Åland", "apple", "Éire", "Zanzibar"]
