"""What can be typed: words, phrases in quotes, words with a minus, and anything at all."""

import pytest

from experiences.search.wording import Wording, take_apart
from tests.experiences.search.finding import found, searched
from tests.factories import make_entry
from tests.markup import total_on

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("q", "wording"),
    [
        ("clean water", Wording("clean water")),
        ('"clean water" now', Wording("now", ("clean water",))),
        ('clean "safe water', Wording("clean", ("safe water",))),
        ("water -dirty", Wording("water", (), ("dirty",))),
        ('water -"dirty wells"', Wording("water", (), ("dirty wells",))),
        ("follow-up", Wording("follow-up")),
        ("- water", Wording("- water")),
        ('""', Wording()),
    ],
)
def test_what_is_typed_is_taken_apart(q, wording):
    assert take_apart(q) == wording


ODD = [
    '"',
    '""',
    '"""',
    "-",
    "--",
    "- -",
    "'",
    "\\",
    "\\\\'",
    "%",
    "%%s %(x)s",
    "_",
    "& | ! : * ( ) <->",
    "a & b | !c",
    "water:*",
    "water & !clean",
    "fish <-> pond",
    "(((",
    "zz00e01",
    "#1",
    "en:water",
    "{}",
    "{0.1}",
    "$1",
    "$$",
    "--; DROP TABLE",
    "👧🏽🏫",
    "👧 water",
    "\u200b",
    "\u0301",
    "\u202ewater",
    "ﬁsh",
    "İstanbul ẞ",
    "a" * 300,
    "water " * 50,
    "é" * 300,
    "学" * 300,
    '"' + "学" * 298 + '"',
    "-" * 300,
    "- " * 150,
    '"a" ' * 75,
    "-a " * 100,
    "http://example.org/a?b=c&d=e",
    "a@b.example",
    "1,000.50 -3 +4 10% 2010-11",
    "\x00",
    "wa\x00ter",
    "\ud83d",
]


def searched_by(query: dict[str, str]) -> int:
    """How many entries the same search finds when it is asked without a page."""
    from django.http import QueryDict

    from experiences.search.parameters import parse
    from experiences.search.query import search

    asked = QueryDict(mutable=True)
    asked.update(query)
    return search(parse(asked)[0], corrects=True).count()


class TestWhatIsTyped:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        make_entry(title="Clean", summary="Clean water for all.")
        make_entry(title="Dirty", summary="Water that is not clean.")
        make_entry(title="Ponds", summary="Fish.")

    @pytest.mark.parametrize(
        ("q", "titles"),
        [
            ("clean water", {"Clean", "Dirty"}),
            ('"clean water"', {"Clean"}),
            ('"water clean"', set()),
            ('"clean water', {"Clean"}),
            ('"Clean   WATER!"', {"Clean"}),
            ('fish "clean water"', {"Clean"}),
            ("water -dirty", {"Clean"}),
            ('water -"clean water"', {"Dirty"}),
            ("-water", {"Ponds"}),
            ("-water -fish", set()),
            ('-"clean water"', {"Dirty", "Ponds"}),
            ("water -waters", set()),
            ("water -nothingatall", {"Clean", "Dirty"}),
            ("the of and", set()),
            ('"the of"', set()),
            ("-the", {"Clean", "Dirty", "Ponds"}),
        ],
    )
    def test_phrases_and_exclusion(self, q, titles):
        result = searched(q)
        assert set(found(q)) == titles
        assert result.count() == len(titles)

    @pytest.mark.parametrize("q", ODD, ids=lambda q: ascii(q)[:30])
    def test_nothing_that_is_typed_is_a_fault(self, client, q):
        for filters in ({}, {"kind": "experience"}, {"verbatim": "yes"}):
            query = {"q": q.encode("utf-8", "surrogatepass").decode("utf-8", "replace"), **filters}
            response = client.get("/entries/", query)
            assert response.status_code == 200
            assert total_on(response) == searched_by(query)

    @pytest.mark.parametrize(
        "q", ["👧 water", "wa\x00ter", "water:*", "water & !clean", "(water)", "water?", "‘water’", "WATER", "\u202ewater"]
    )
    def test_signs_around_a_word_do_not_hide_it(self, client, q):
        response = client.get("/entries/", {"q": q})
        assert total_on(response) == 2

    @pytest.mark.parametrize("q", ["zz00e01", "#1", "#2", "en:water", "-", '"', "👧🏽🏫"])
    def test_the_marks_of_the_index_itself_find_nothing(self, client, q):
        make_entry(title="ภาษาไทย")
        assert total_on(client.get("/entries/", {"q": q})) in ({2} if "water" in q else {0})
