"""However something is written, the index follows at once: the search finds the new, not the old, and all of it is right."""

from pathlib import Path
from textwrap import dedent

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from countries.models import Country, CountryGroup, CountryName, Region
from experiences.models import (
    CountryRole,
    Edition,
    EditionText,
    Entry,
    Organisation,
    Recommendation,
    SynonymGroup,
    Theme,
    ThemeLabel,
)
from experiences.search.collection import collection
from experiences.search.state import index_state
from experiences.vocabulary import WithdrawalReason
from tests.desk import approved, discard, merge, publish, start_edition, withdraw
from tests.experiences.search.finding import counts, faults, found, searched
from tests.factories import (
    add_fact,
    add_lesson,
    add_transfer,
    make_country,
    make_entry,
    make_organisation,
    make_recommendation,
    make_theme,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _right_after_every_test(request):
    """Whatever a test here wrote, the index is right in the end."""
    yield
    assert faults() == []


@pytest.fixture
def schools() -> Edition:
    """A published entry with all that the index takes up, and another one beside it."""
    edition = make_entry(
        title="Village schools",
        summary="Teachers walk to the hamlets.",
        countries=["VNM", ("CHN", "learner")],
        themes=["primary-education"],
        organisations=["unicef"],
        period_from="2009",
        sections={"acronym": "VSP", "other_titles": ["Schools near home"], "context": "High mountains."},
        publish=False,
    )
    add_fact(edition, label="Pupils enrolled")
    add_lesson(edition, statement="Recruit grandmothers.")
    add_transfer(edition, "VNM", "CHN", summary="Delegates visited classrooms.")
    edition.recommendations.add(make_recommendation("23-a-ii"))
    make_entry(title="Fish ponds", countries=["FJI"], summary="Families raise carp.", scope="context", publish=True)
    return published(edition)


def sql(statement: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "words",
    ["village", "hamlet", "VSP", "home", "mountains", "pupils", "grandmother", "classrooms", "vietnam", "unicef", "SSC-{}"],
)
def test_publication_brings_every_part_into_the_index(schools, words):
    CountryName.objects.create(country=Country.objects.get(iso3="VNM"), language="en", name="Vietnam")
    assert found(words.format(schools.entry.ref[4:]))[:1] == ["Village schools"]


def test_drafts_are_in_no_part_of_the_index(schools):
    draft = make_entry(title="Secret gardens", countries=["THA"], themes=["gardens"], publish=False)
    next_one = start_edition(schools.entry)
    next_one.texts.update(title="Hidden lagoons")
    add_lesson(draft, statement="Whisper.")
    assert found("secret") == found("hidden") == found("whisper") == found(draft.entry.ref) == found(country=("THA",)) == []
    assert "THA" not in counts("country")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM search_word WHERE word = ANY (%s)", [["secret", "gardens", "hidden", "lagoons", "whisper"]]
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM search_posting WHERE lexeme IN ('en:secret', 'en:garden', 'en:hidden', 'en:lagoon')")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM search_label WHERE facet = 'entry' AND value = %s", [str(draft.entry_id)])
        assert cursor.fetchone() == (0,)


def test_the_next_edition_takes_the_place_of_the_last(schools):
    draft = start_edition(schools.entry)
    draft.texts.update(title="Mountain schools", acronym="MSP", summary="Teachers ride horses.")
    CountryRole.objects.filter(edition=draft, country__iso3="CHN").update(country=make_country("KHM"))
    assert found("village") == ["Village schools"]
    publish(draft)
    assert found("village") == found("VSP") == found("walk") == found(country=("CHN",)) == []
    assert found("mountain") == found("MSP") == found("horses") == found(country=("KHM",)) == ["Mountain schools"]


def test_a_discarded_draft_changes_nothing(schools):
    discard(start_edition(schools.entry))
    assert found("village") == ["Village schools"]


def test_withdrawal(schools):
    withdraw(schools.entry, WithdrawalReason.IN_ERROR)
    assert found("village") == found(schools.entry.ref) == found() == []
    assert counts("country") == {}


def test_withdrawn_and_published_again(schools):
    withdraw(schools.entry, WithdrawalReason.IN_ERROR)
    draft = start_edition(Entry.objects.get(pk=schools.entry_id))
    draft.texts.update(title="Schools again")
    publish(draft)
    assert found("schools") == ["Schools again"]


def test_merging(schools):
    other = make_entry(title="All schools")
    merge(schools.entry, other.entry)
    assert found("schools") == ["All schools"]


REFERENCES = """
    regions: [{m49: "035", name: South-eastern Asia}]
    countries: [{iso3: VNM, iso2: VN, m49: "704", name: Viet Nam, region: "035", other_names: {en: [Vietnam]}}]
    groups: [{slug: neighbours, name: Neighbours, members: [VNM]}]
    themes: [{key: TH-1, slug: education, label: Education}, {key: TH-2, slug: schools, label: Schooling, parent: TH-1}]
    organisations: [{key: ORG-1, slug: unicef, name: UNICEF, type: un}]
    sources: [{key: DOC-1, title: The paper, type: paper, issued: {from: "2010"}}]
"""
ENTRY = """
    entries:
      - key: GP-1
        kind: experience
        type: good_practice
        texts: {en: {title: Imported schools, summary: Children learn near home.}}
        countries: [{country: VNM, role: lead}]
        organisations: [{organisation: ORG-1, role: lead}]
        themes: [TH-2]
        lessons: [{number: 1, statement: Start early., polarity: positive, source: DOC-1, locator: page 1}]
        citations: [{source: DOC-1, locator: page 1}]
"""


def imported(folder: Path, *changes: tuple[str, str]) -> None:
    content = dedent(REFERENCES) + dedent(ENTRY)
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    (folder / "all.yaml").write_text(content)
    call_command("import_entries", folder, verbosity=0)


def test_import(tmp_path, capsys):
    imported(tmp_path)
    assert found("imported") == found("vietnam") == found(theme=("education",)) == found(group=("neighbours",))
    assert found("imported") == ["Imported schools"]
    imported(
        tmp_path,
        ("Imported schools", "Changed schools"),
        ("en: [Vietnam]", "en: [Annam]"),
        ("Schooling", "Classes"),
        (", parent: TH-1", ""),
        ("members: [VNM]", "members: []"),
    )
    assert found("imported") == found(theme=("education",)) == found(group=("neighbours",)) == []
    assert found("changed") == found("annam") == ["Changed schools"]
    assert found("vietnam") == []


def test_bulk_update_of_states(schools):
    others = [approved(make_entry(title=f"Draft {number}", publish=False)) for number in range(3)]
    with transaction.atomic():
        Edition.objects.filter(pk__in=[each.pk for each in others]).update(state="published", published_at="2020-01-01T00:00Z")
        Entry.objects.filter(editions__in=others).update(state="published", slug="x", first_published_at="2020-01-01T00:00Z")
    assert sorted(found("draft")) == ["Draft 0", "Draft 1", "Draft 2"]
    assert faults() == []
    with transaction.atomic():
        Edition.objects.filter(state="published").update(state="withdrawn")
        Entry.objects.filter(state="published").update(
            state="withdrawn", withdrawn_at="2020-01-01T00:00Z", withdrawal_reason="in_error"
        )
    assert found() == found("draft") == found("village") == []


def test_raw_sql_on_editions(schools):
    with transaction.atomic():
        sql("UPDATE experiences_edition SET state = 'superseded' WHERE id = %s", schools.pk)
        sql(
            "UPDATE experiences_entry SET state = 'withdrawn', withdrawn_at = now(), withdrawal_reason = 'in_error' "
            "WHERE id = %s",
            schools.entry_id,
        )
    assert found("village") == []


def test_the_key_of_an_entry_changed_by_raw_sql(schools):
    sql("UPDATE experiences_entry SET key = 'VS-77', ref = 'SSC-7777' WHERE id = %s", schools.entry_id)
    assert found("SSC-7777") == ["Village schools"]
    assert found(schools.entry.ref) == []


def test_a_reference_changed_before_the_entry_is_called_published():
    edition = approved(make_entry(title="Village schools", publish=False))
    with transaction.atomic():
        sql("UPDATE experiences_edition SET state = 'published', published_at = now() WHERE id = %s", edition.pk)
        sql("UPDATE experiences_entry SET ref = 'SSC-7777' WHERE id = %s", edition.entry_id)
        sql(
            "UPDATE experiences_entry SET state = 'published', slug = 'x', first_published_at = now() WHERE id = %s",
            edition.entry_id,
        )
    assert found("SSC-7777") == ["Village schools"]


def test_names_of_countries_by_every_way_of_the_orm(schools):
    vietnam = Country.objects.get(iso3="VNM")
    CountryName.objects.bulk_create(
        [CountryName(country=vietnam, language="en", name="Vietnam"), CountryName(country=vietnam, language="fr", name="Tonkin")]
    )
    assert found("vietnam") == found("tonkin") == ["Village schools"]
    CountryName.objects.filter(name="Tonkin").update(name="Annam")
    assert found("tonkin") == []
    assert found("annam") == ["Village schools"]
    assert faults() == []
    CountryName.objects.filter(name="Annam").delete()
    assert found("annam") == []
    CountryName.objects.filter(name="Vietnam").update(country=Country.objects.get(iso3="FJI"))
    assert found("vietnam", scope=("core", "context")) == ["Fish ponds"]
    assert faults() == []
    Country.objects.filter(pk=vietnam.pk).update(name="Dai Co Viet", declaration_name="Socialist Republic")
    assert found("dai co viet") == found("socialist republic") == ["Village schools"]


def test_a_country_that_comes_and_goes():
    country = make_country("THA")
    country.other_names.create(language="en", name="Siam")
    assert faults() == []
    country.delete()


def test_themes_renamed_labelled_and_moved(schools):
    theme = make_theme("primary-education")
    Theme.objects.filter(pk=theme.pk).update(label="Early grades")
    assert found("early grades") == ["Village schools"]
    assert faults() == []
    ThemeLabel.objects.create(theme=theme, text="EG1", type="acronym")
    assert found("EG1") == ["Village schools"]
    ThemeLabel.objects.filter(text="EG1").update(text="EG2")
    assert (found("EG1"), found("EG2")) == ([], ["Village schools"])
    ThemeLabel.objects.all().delete()
    assert found("EG2") == []
    top, middle = make_theme("learning"), make_theme("schooling")
    Theme.objects.filter(pk=theme.pk).update(parent=middle)
    assert counts("theme") == {"primary-education": 1, "schooling": 1}
    assert faults() == []
    middle.parent = top
    middle.save()
    assert counts("theme") == {"primary-education": 1, "schooling": 1, "learning": 1}
    assert found(theme=("learning",)) == ["Village schools"]
    assert faults() == []
    sql("UPDATE experiences_theme SET parent_id = NULL")
    assert counts("theme") == {"primary-education": 1}


def test_organisations_renamed(schools):
    Organisation.objects.update(name="Fund for Children", acronym="FFC", other_names=["Emergency Fund"])
    assert found("FFC") == found("emergency fund") == found("fund for children") == ["Village schools"]
    assert found("unicef") == []
    assert {facet.name: facet for facet in searched().facets}["organisation"].choices[0].label == "Fund for Children"


def test_a_recommendation_renamed(schools):
    Recommendation.objects.update(title="One shared register", paragraph="99(z)")
    assert found("one shared register") == ["Village schools"]


def test_a_country_moved_to_another_region(schools):
    region = Region.objects.create(m49="030", name="Eastern Asia", parent=Region.objects.create(m49="142", name="Asia"))
    assert counts("region") == {"035": 1}
    Country.objects.filter(iso3="CHN").update(region=region)
    assert counts("region") == {"035": 1, "030": 1, "142": 1}
    assert found(region=("142",)) == ["Village schools"]
    assert faults() == []
    sql("UPDATE countries_region SET parent_id = '142' WHERE m49 = '035'")
    assert counts("region") == {"035": 1, "030": 1, "142": 1}
    assert faults() == []
    Region.objects.filter(m49="030").update(parent=None, name="Far East")
    assert found(region=("142",)) == ["Village schools"], "by way of 035"
    assert found("far east") == ["Village schools"]


def test_membership_of_groups(schools):
    group = CountryGroup.objects.create(slug="asean", name="Association of Nations", acronym="ASEAN")
    assert found(group=("asean",)) == []
    group.members.add(*Country.objects.filter(iso3__in=["VNM", "KHM"]))
    assert found(group=("asean",)) == found("ASEAN") == ["Village schools"]
    assert faults() == []
    group.members.remove(Country.objects.get(iso3="VNM"))
    assert found(group=("asean",)) == []
    assert faults() == []
    group.members.set(Country.objects.all())
    assert found(group=("asean",)) == ["Village schools"]
    group.members.clear()
    assert found(group=("asean",)) == []
    assert faults() == []
    group.members.set(Country.objects.all())
    CountryGroup.objects.update(name="Ten Nations", slug="ten")
    assert found("ten nations") == found(group=("ten",)) == ["Village schools"]
    assert faults() == []
    group.delete()
    assert counts("group") == {}


def test_a_transaction_that_is_taken_back_leaves_nothing(schools):
    before = index_state()
    with transaction.atomic():
        make_entry(title="Passing clouds", countries=["THA"], themes=["weather"])
        Country.objects.filter(iso3="VNM").update(name="Nowhere")
        withdraw(schools.entry, WithdrawalReason.IN_ERROR)
        assert (found("passing"), found("village")) == (["Passing clouds"], [])
        assert counts("country") == {"THA": 1}
        within = index_state()
        transaction.set_rollback(True)
    assert index_state() == before
    assert within.version > before.version
    assert (found("passing"), found("village")) == ([], ["Village schools"])
    assert counts("country") == {"VNM": 1, "CHN": 1}
    make_entry(title="After the rain")
    assert index_state().version > within.version, "no version stands for two states"


def test_synonyms_need_no_index_but_count_as_a_change(schools):
    version = index_state().version
    SynonymGroup.objects.create(key="S-1", terms=["hamlet", "kampong"])
    assert index_state().version > version
    assert found("kampong") == ["Village schools"]
    SynonymGroup.objects.update(terms=["hamlet", "barangay"])
    assert (found("kampong"), found("barangay")) == ([], ["Village schools"])
    SynonymGroup.objects.all().delete()
    assert found("barangay") == []


EMPTIED = [
    "experiences_entry",
    "experiences_edition",
    "experiences_editiontext",
    "experiences_countryrole",
    "experiences_organisationrole",
    "experiences_edition_themes",
    "experiences_edition_recommendations",
    "experiences_fact",
    "experiences_lesson",
    "experiences_transfer",
    "experiences_theme",
    "experiences_themelabel",
    "experiences_organisation",
    "experiences_recommendation",
    "countries_country",
    "countries_countryname",
    "countries_countrygroup",
    "countries_countrygroup_members",
    "countries_region",
]


@pytest.mark.parametrize("table", EMPTIED)
def test_tables_emptied_at_one_go(schools, table):
    group = CountryGroup.objects.create(slug="asean", name="ASEAN")
    group.members.set(Country.objects.all())
    ThemeLabel.objects.create(theme=make_theme("primary-education"), text="EG1", type="acronym")
    CountryName.objects.create(country=make_country(), language="en", name="Vietnam")
    make_organisation("unesco")
    connection.check_constraints()
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"TRUNCATE {table} CASCADE")
    assert faults() == []


def test_every_table_with_a_facet_or_a_text_is_emptied_in_a_test():
    """What the views of the index read is tried above."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT source.relname FROM pg_depend depend
            JOIN pg_rewrite rewrite ON depend.classid = 'pg_rewrite'::regclass AND rewrite.oid = depend.objid
            JOIN pg_class reader ON reader.oid = rewrite.ev_class
            JOIN pg_class source ON source.oid = depend.refobjid
            WHERE reader.relname LIKE 'search\\_%%' AND source.relkind = 'r'
            """.replace("%%", "%")
        )
        assert {table for (table,) in cursor.fetchall()} <= set(EMPTIED)
    assert EditionText._meta.db_table in EMPTIED


@pytest.mark.django_db(transaction=True)
def test_committed_and_emptied(schools):
    assert found("village") == ["Village schools"]
    sql(f"TRUNCATE {', '.join(EMPTIED)} CASCADE")
    assert found("village") == found("vietnam") == []
    assert counts("kind") == {}
    assert len(collection(index_state().collection_version)) == 0
