"""`generate_entries`: a believable collection, the same from the same seed, published by the rules, never beside real entries."""

from collections import Counter
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q

from countries.models import Country
from experiences.generating import MARKERS
from experiences.generating.authorities import authorities
from experiences.languages import LANGUAGES
from experiences.models import Edition, EditionText, Entry
from experiences.search.parameters import SearchParameters
from experiences.search.query import search
from experiences.vocabulary import EditionState, EntryState, Kind, Scope
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


def generate(count, **options):
    call_command("generate_entries", count=count, stdout=StringIO(), **options)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the database would check at the end of the transaction
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def said():
    return list(EditionText.objects.order_by("edition__entry__key", "language").values_list("title", "summary", "language"))


class TestAThousandEntries:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _entries(cls, shared_rows):
        generate(1000)

    def test_entries_are_published_with_keys_addresses_and_sources(self):
        entries = Entry.objects.order_by("id")
        assert [entry.key for entry in entries] == [f"GEN-{number:06d}" for number in range(1, 1001)]
        assert {entry.state for entry in entries} == {EntryState.PUBLISHED}
        assert all(entry.slug and entry.first_published_at for entry in entries)
        editions = Edition.objects.all()
        assert Counter(edition.state for edition in editions) == {EditionState.PUBLISHED: 1000}
        assert not editions.filter(Q(citations=None) | Q(themes=None) | Q(country_roles=None)).exists()
        assert {edition.kind for edition in editions} == set(Kind.values)

    def test_markers_stand_in_their_share_of_the_entries(self):
        every = tuple(Scope.values)
        found = {marker: search(SearchParameters(q=marker, scope=every)).count() for marker in MARKERS}
        assert list(found.values()) == [1, 10, 200, 600]

    def test_texts_are_of_a_believable_length_and_some_are_in_other_languages(self):
        texts = EditionText.objects.all()
        english = [
            len(text.summary) + sum(len(part) for _name, _heading, part in text.sections())
            for text in texts.filter(language="en")
        ]
        assert len(english) == 1000
        assert 3_000 < sum(english) / 1000 < 6_000
        assert set(texts.values_list("language", flat=True)) == set(LANGUAGES)
        assert texts.filter(is_original=True).exclude(language="en").exists()

    def test_countries_are_real_and_some_far_more_frequent_than_others(self):
        assert Country.objects.filter(iso3="VNM", name="Viet Nam").exists()
        counts = sorted(Counter(Edition.objects.values_list("country_roles__country", flat=True)).values(), reverse=True)
        assert counts[0] > 5 * counts[len(counts) // 2]


class TestAFewEntries:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _records(cls, shared_rows):
        """Countries, themes and all that entries point to are there already."""
        authorities(settings.BASE_DIR / "fixtures")

    def test_the_same_seed_writes_the_same_words_and_another_seed_others(self):
        generate(20, seed=7)
        first = said()
        _empty()
        generate(20, seed=7)
        assert said() == first
        _empty()
        generate(20, seed=8)
        assert said() != first

    def test_a_second_run_goes_on_where_the_first_ended(self):
        generate(5)
        generate(5)
        assert Entry.objects.order_by("-id")[0].key == "GEN-000010"
        assert Entry.objects.values("ref").distinct().count() == 10

    def test_it_refuses_to_mix_with_entries_that_somebody_wrote_unless_told(self):
        make_entry()
        with pytest.raises(CommandError, match="--mixed"):
            generate(5)
        assert Entry.objects.count() == 1
        generate(5, mixed=True)
        assert Entry.objects.count() == 6


def _empty():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE experiences_entry CASCADE")
