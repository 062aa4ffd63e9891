"""`manage.py mirror`: a second portal from the API of the first alone, and the two are equal, entry by entry."""

from io import StringIO
from typing import Any

import pytest
import requests
from django.core.management import CommandError, call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.test.utils import CaptureQueriesContext

from countries.models import Country, CountryGroup, Region
from experiences.importing.importer import import_files
from experiences.models import Entry, Relation, Source, SynonymGroup, Theme, ThemeLabel
from experiences.vocabulary import WithdrawalReason
from tests.api.collection import make_full_entry, make_labelled_theme, make_region_country
from tests.desk import merge, publish, start_edition, withdraw
from tests.experiences.mirroring.conftest import in_place_of_ours
from tests.factories import add_lesson, add_transfer, make_entry, make_synonyms, published
from tests.shipped import FIXTURES

pytestmark = pytest.mark.django_db(transaction=True)

STORED = "SELECT ref, is_listed, item, card, document FROM experiences_storeddocument ORDER BY ref"
RECORDS = {
    "countries_region": "m49, name, parent_id",
    "countries_country": "iso3, iso2, m49, name, declaration_name, region_id, tile_column, tile_row",
    "countries_countryname": "language, name",
    "countries_countrygroup": "slug, name, acronym",
    "experiences_theme": "key, slug, label, scope_note, gap, (SELECT key FROM experiences_theme p WHERE p.id = record.parent_id)",
    "experiences_themelabel": "language, type, text",
    "experiences_organisation": "key, slug, name, acronym, other_names, type, note, "
    "(SELECT key FROM experiences_organisation p WHERE p.id = record.parent_id)",
    "experiences_source": "key, title, type, creator, publisher, language, url, note, period_from, period_to, period_qualifier",
    "experiences_recommendation": "key, slug, type, paragraph, area, title, description, locator, "
    "row_number() OVER (ORDER BY position)",
    "experiences_synonymgroup": "key, terms",
    "experiences_pastslug": "slug, (SELECT ref FROM experiences_entry entry WHERE entry.id = record.entry_id)",
}


def here(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def assert_equal(second: Any) -> None:
    """The two portals say the same, of every entry and every record."""
    assert second.rows(STORED) == here(STORED)
    for table, columns in RECORDS.items():
        query = f"SELECT {columns} FROM {table} record"
        assert sorted(map(str, second.rows(query))) == sorted(map(str, here(query))), table


def test_the_shipped_content_arrives_whole_and_can_be_searched(second, live_server):
    import_files([FIXTURES])
    said = second.run("mirror", live_server.url)
    assert f"In step with {live_server.url}." in said
    assert len(here(STORED)) == Entry.objects.filter(state="published").count() > 50
    assert_equal(second)
    assert "0 changes taken over" in second.call("mirror", live_server.url)
    assert "say what the tables say" in second.call("check_documents")
    assert "says what the tables say" in second.call("check_search_index")
    ask = "from django.test import Client; print(Client().get('/api/v1/entries/?q=trafficking&limit=5').json()['count'])"
    found = live_server_count(live_server, "trafficking")
    assert found > 0
    assert second.run("shell", "-v", "0", "-c", ask).split() == [str(found)]


def live_server_count(live_server: Any, words: str) -> int:
    count: int = requests.get(f"{live_server.url}/api/v1/entries/", params={"q": words}, timeout=60).json()["count"]
    return count


def test_whatever_changes_is_taken_over(second, live_server):
    full = make_full_entry(2, countries=["VNM", "CHN"])
    first, other, third, fourth = (make_entry(title=title, countries=["VNM"]) for title in ("A", "B", "C", "D"))
    make_synonyms("pupil", "learner")
    ThemeLabel.objects.create(theme=Theme.objects.all()[0], language="fr", type="preferred", text="Premier")
    second.call("mirror", live_server.url)
    assert_equal(second)

    Country.objects.filter(iso3="VNM").update(name="Annam")
    CountryGroup.objects.create(slug="asean", name="ASEAN").members.set(Country.objects.filter(iso3__in=["VNM", "CHN"]))
    Source.objects.filter(key="DOC-1").update(title="Renamed")
    SynonymGroup.objects.all().delete()
    draft = start_edition(full.entry)
    draft.texts.filter(is_original=True).update(title="Another title", cost="More.")
    publish(draft)
    publish(start_edition(first.entry))
    withdraw(Entry.objects.get(pk=first.entry_id), WithdrawalReason.IN_ERROR, note="Twice.")
    withdraw(other.entry, WithdrawalReason.SUPERSEDED)
    merge(third.entry, fourth.entry)
    make_entry(title="New", themes=["new-theme"], organisations=["new-organisation"])
    said = second.call("mirror", live_server.url)
    assert "changes taken over" in said
    assert_equal(second)
    assert second.rows(f"SELECT number FROM experiences_edition WHERE state = 'published' AND entry_id = "
                       f"(SELECT id FROM experiences_entry WHERE ref = '{full.entry.ref}')") == [(2,)]  # fmt: skip

    publish(start_edition(Entry.objects.get(pk=first.entry_id)))
    second.call("mirror", live_server.url)
    assert_equal(second)


def test_a_run_that_finds_nothing_new_takes_as_many_statements_however_many_records(second, live_server):
    def statements() -> int:
        second.call("mirror", live_server.url)
        with in_place_of_ours(second.database), CaptureQueriesContext(connections[DEFAULT_DB_ALIAS]) as captured:
            call_command("mirror", live_server.url, stdout=StringIO())
        return len(captured)

    make_full_entry(1)
    few = statements()
    make_full_entry(3)
    make_synonyms("pupil", "learner")
    for number in range(3):
        make_labelled_theme(number)
        make_region_country(number + 1)
    region = Region.objects.create(m49="142", name="Asia")
    Region.objects.update_or_create(m49="030", defaults={"name": "Eastern Asia", "parent": region})
    assert statements() == few
    Region.objects.filter(m49="030").update(name="Far East")
    second.call("mirror", live_server.url)
    assert_equal(second)


def test_a_lesson_has_the_themes_that_were_given_to_it(second, live_server):
    draft = make_entry(themes=["education", "health"], publish=False)
    add_lesson(draft, 1)
    add_lesson(draft, 2, themes=["health"])
    published(draft)
    second.call("mirror", live_server.url)
    assert_equal(second)
    given = (
        "SELECT number, slug FROM experiences_lesson lesson JOIN experiences_lesson_themes link ON link.lesson_id = lesson.id "
        "JOIN experiences_theme theme ON theme.id = link.theme_id"
    )
    assert second.rows(given) == here(given) == [(2, "health")]


def test_what_was_gone_before_the_first_copy_leaves_its_traces_too(second, live_server):
    for title, reason in (("A", WithdrawalReason.IN_ERROR), ("B", WithdrawalReason.SUPERSEDED)):
        withdraw(make_entry(title=title).entry, reason, note="As it was.")
    into = make_entry(title="D")
    gone = make_entry(title="C")
    merge(gone.entry, into.entry)
    second.call("mirror", live_server.url)
    assert_equal(second)
    ask = (
        "from django.test import Client; c = Client(); print(*(c.get(each['url'].replace('http://testserver', '')).status_code "
        "for each in c.get('/api/v1/changes/').json()['results']))"
    )
    assert sorted(second.run("shell", "-v", "0", "-c", ask).split()) == ["200", "200", "301", "410"]


def test_links_to_what_becomes_public_later(second, live_server):
    """The first portal tells of no draft, so that the copy learns of these links after the edition that states them."""
    hidden = make_entry(title="Hidden", publish=False)
    telling = make_entry(kind="exchange", title="Telling", publish=False)
    visible = make_entry(title="Visible")
    Relation.objects.create(edition=telling, type="informed", target=hidden.entry, position=0, note="First.")
    Relation.objects.create(edition=telling, type="informed", target=visible.entry, position=1)
    add_transfer(telling, "PHL", "IDN", experience=hidden.entry, outcome=visible.entry)
    published(telling)
    second.call("mirror", live_server.url)
    assert_equal(second)
    assert second.rows("SELECT count(*) FROM experiences_entry") == [(2,)], "the copy knows nothing of a draft"
    publish(hidden)
    second.call("mirror", live_server.url)
    assert_equal(second)
    assert "say what the tables say" in second.call("check_documents")


def test_a_mirror_that_is_killed_goes_on_where_it_was(second, live_server):
    refs = [make_entry(title=f"Entry {number}", countries=["VNM"]).entry.ref for number in range(12)]
    Relation.objects.create(edition=(draft := start_edition(Entry.objects.get(ref=refs[0]))), type="informed",
                            target=Entry.objects.get(ref=refs[11]))  # fmt: skip
    publish(draft)
    process = second.start("mirror", live_server.url, "--page", "3")
    assert process.stdout
    assert process.stdout.readline() == "3 changes\n"
    process.kill()
    process.communicate()
    [(there,)] = second.rows("SELECT count(*) FROM experiences_storeddocument")
    assert 3 <= there < 12
    assert second.rows("SELECT count(*) FROM experiences_edition WHERE state = 'draft'") == [(0,)], "each page is whole"
    second.call("mirror", live_server.url, "--page", "3")
    assert_equal(second)


def test_only_an_empty_portal_becomes_a_mirror(second, live_server):
    make_entry(title="Ours")
    second.call("mirror", live_server.url)
    with pytest.raises(CommandError, match="A mirror begins in an empty one"):
        second.call("mirror", f"{live_server.url}/elsewhere")


def test_a_place_that_the_portal_no_longer_knows(second, live_server):
    make_entry()
    second.call("mirror", live_server.url)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE experiences_storeddocument")
    with pytest.raises(CommandError, match="gone back to an older state"):
        second.call("mirror", live_server.url)


def test_an_address_that_is_no_portal(second, live_server):
    assert "404" in second.refusal("mirror", f"{live_server.url}/nowhere")
    with pytest.raises(CommandError, match=r"such as https://portal\.example\.org"):
        second.call("mirror", "portal.example.org")
    make_entry()
    second.call("mirror", live_server.url)
    assert_equal(second)
