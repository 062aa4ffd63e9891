"""The shipped synonyms: a term finds what it says, and no more."""

import pytest
from django.db import connection

from experiences.importing.importer import Report
from experiences.models import SynonymGroup
from experiences.search.parameters import SearchParameters
from experiences.search.query import search

pytestmark = pytest.mark.django_db


def terms() -> list[str]:
    return [term for group in SynonymGroup.objects.all() for term in group.terms]


def test_no_term_of_several_words_shrinks_to_one(shipped_content: Report):
    """As "drop out" would, for the search does not look for "out"."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term FROM unnest(%s::text[]) term"
            " WHERE search_key(term) LIKE '%% %%' AND numnode(search_phrase('en', term)) < 2",
            [terms()],
        )
        assert cursor.fetchall() == []


def test_every_term_is_more_than_stop_words(shipped_content: Report):
    with connection.cursor() as cursor:
        cursor.execute("SELECT term FROM unnest(%s::text[]) term WHERE numnode(search_phrase('en', term)) = 0", [terms()])
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("counter-trafficking", "GP-11"),
        ("kindergarten", "GP-02"),
        ("bilingual education", "GP-01"),
        ("study tour on mother tongue", "EV-11"),
        ("village health volunteers", "GP-04"),
        ("wife beating", "GP-05"),
        ("child labor", "GP-09"),
    ],
)
def test_other_words_find_the_entry(shipped_content: Report, words: str, key: str):
    assert key in {edition.entry.key for edition in search(SearchParameters(q=words))[:10]}


@pytest.mark.parametrize("words", ["儿童", "兒童"])
def test_simplified_and_traditional_characters_mean_the_same(shipped_content: Report, words: str):
    """Also where nothing is written in them."""
    assert search(SearchParameters(q=words)).count() == search(SearchParameters(q="children")).count()
