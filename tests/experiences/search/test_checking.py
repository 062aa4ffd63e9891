"""`check_search_index` says what is wrong with the index, and can make it anew."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from experiences.search.state import index_state
from tests.experiences.search.finding import counts, faults, found
from tests.factories import make_entry

TABLES = ["state", "posting", "entry", "text", "word", "label", "code"]


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def run(*options):
    out = StringIO()
    call_command("check_search_index", *options, stdout=out)
    return out.getvalue()


def make_collection():
    make_entry(title="Village schools", countries=["VNM"], themes=["education"], period_from="2009")
    make_entry(title="Clean water", countries=["CHN"], scope="context")


@pytest.fixture
def collection():
    make_collection()


@pytest.mark.django_db(transaction=True)
def test_an_index_that_is_right(collection):
    assert run() == "The search index says what the tables say.\n"


@pytest.mark.django_db(transaction=True)
def test_each_difference_is_said_with_examples(collection):
    sql("DELETE FROM search_label WHERE key = 'village schools'")
    sql("INSERT INTO search_word (language, word, lexeme, entries) VALUES ('en', 'ghost', 'en:ghost', 3)")
    sql("DELETE FROM search_posting WHERE lexeme LIKE 'en:%'")
    with pytest.raises(CommandError) as error:
        run()
    said = str(error.value)
    assert "search_label: 1 missing" in said
    assert '"key":"village schools"' in said
    assert "search_word: 1 too much" in said
    assert "ghost" in said
    assert said.count("search_posting") == 1
    assert said.partition("search_label")[0].count('"lexeme":"en:') == 3, "a few examples are enough"
    assert "search_text" not in said


@pytest.mark.django_db
class TestOfTheSameRows:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        make_collection()

    @pytest.mark.parametrize("table", TABLES)
    def test_no_table_goes_unchecked(self, table):
        sql(f"DELETE FROM search_{table}")
        if table == "state":
            sql("INSERT INTO search_state (version) VALUES (nextval('search_version'))")
        assert f"search_{table}:" in "\n".join(faults())

    @pytest.mark.parametrize(
        "damage",
        [
            "UPDATE search_entry SET codes = substr(codes, 3)",
            "UPDATE search_entry SET gains = set_byte(gains, 0, 9)",
            "UPDATE search_entry SET last_year = 1999",
            "UPDATE search_entry SET period = 19990000",
            "UPDATE search_entry SET title = 'Else'",
            "UPDATE search_entry SET published_at = now() + interval '1 day'",
            "UPDATE search_posting SET block = block + 1000000",
            "UPDATE search_posting SET packed = set_byte(packed, 5, 9)",
            "UPDATE search_posting SET packed = packed || packed",
            "UPDATE search_text SET vector = ''",
            "UPDATE search_word SET entries = entries + 1",
            "UPDATE search_label SET is_whole = NOT is_whole",
            "UPDATE search_state SET words = words + 1",
        ],
    )
    def test_no_column_goes_unchecked(self, damage):
        sql(damage)
        assert faults()

    def test_the_check_leaves_no_trace(self):
        before = counts("country")
        assert faults() == faults() == []
        make_entry(title="Later")
        assert found("later") == ["Later"], "what was planned for the check's own tables is not used again"
        assert faults() == []
        assert counts("country") == before
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_class WHERE relname = 'search_posting'")
            assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_the_index_is_made_anew(collection):
    version = index_state().version
    for table in ("posting", "entry", "text", "word", "label"):
        sql(f"DELETE FROM search_{table}")
    assert "search_entry: 2 missing" in "\n".join(faults())
    assert run("--rebuild") == "The search index says what the tables say.\n"
    assert found() == found("village") == ["Village schools"]
    assert counts("country") == {"VNM": 1}
    assert index_state().version > version


@pytest.mark.django_db(transaction=True)
def test_a_check_sees_one_moment(collection):
    """Somebody who publishes during a check neither waits nor is taken for a fault."""
    other = connection.copy()
    try:
        with transaction.atomic():
            sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            sql("SELECT FROM experiences_edition")
            with other.cursor() as cursor:
                cursor.execute("UPDATE countries_country SET name = 'Annam' WHERE iso3 = 'VNM'")
            assert faults() == []
    finally:
        other.close()
    assert found("annam") == ["Village schools"]
    assert faults() == []
