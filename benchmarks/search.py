"""Search with facets, beside its peers on the same data; and what only the portal does: suggestions, corrections, deep pages."""

from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection
from django.utils import translation

from benchmarks.engines import Engine, Portal, documents
from benchmarks.fts5 import Fts5
from benchmarks.naive import Naive, NaiveSpelling
from benchmarks.questions import PAGE, questions
from benchmarks.report import milliseconds, table
from benchmarks.tantivy_engine import Tantivy
from benchmarks.timing import timed
from experiences.generating import MARKERS
from experiences.search.parameters import SearchParameters
from experiences.search.query import search
from experiences.search.spelling import corrections
from experiences.search.suggestions import suggestions


def compared() -> str:
    """Every question to every engine, as a table. Raises AssertionError where they find different numbers of entries."""
    engines: list[Engine] = [Portal(), Naive(), Tantivy(documents()), Fts5(documents())]
    rows = []
    with translation.override("en"):
        for question in questions():
            totals = {engine.name: engine.answer(question) for engine in engines}
            if len(set(totals.values())) != 1:
                raise AssertionError(f"{question.label}: {totals}")
            times = [timed(partial(engine.answer, question)) for engine in engines]
            ours, naive, tantivy, _fts5 = (time.wall for time in times)
            server = "/".join(milliseconds(time.server) for time in times[:2])
            walls = [milliseconds(time.wall) for time in times]
            rows.append([question.label, totals["portal"], *walls, f"1/{naive / ours:.1f}", f"{ours / tantivy:.1f}", server])
    head = ["term in, filters", "entries", *(engine.name for engine in engines), "portal to naive", "portal to tantivy"]
    return "Milliseconds for the first 20, the total and all facets:\n\n" + table(
        [*head, "PostgreSQL's processor time, portal/naive"], rows
    )


def completed() -> str:
    """What is asked while somebody types, and for a word that is misspelt, beside the naive way, as a table."""
    naive = NaiveSpelling()
    asked: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        (f"suggestions for “{begun}”", partial(suggestions, begun), partial(naive.beginning_so, begun))
        for begun in ("edu", "viet", "child protection")
    ]
    asked += [
        (f"correction of “{wrong}”", partial(corrections, [wrong]), partial(naive.most_alike, wrong))
        for wrong in ("zelmend", "educaton")
    ]
    rows = []
    with translation.override("en"):
        for name, portal, peer in asked:
            ours, theirs = timed(portal).wall, timed(peer).wall
            rows.append([name, milliseconds(ours), milliseconds(theirs), f"1/{theirs / ours:.1f}"])
    return "Milliseconds for help while typing:\n\n" + table(["what", "portal", "naive", "portal to naive"], rows)


def alone() -> str:
    """What has no peer, as a table."""
    with translation.override("en"):
        rows = [[name, milliseconds(timed(call).wall)] for name, call in _alone()]
    return "Milliseconds for what the portal does besides:\n\n" + table(["what", "portal"], rows)


def _alone() -> Iterator[tuple[str, Callable[[], object]]]:
    common = SearchParameters(q=list(MARKERS)[-1])
    everything = SearchParameters()
    for name, parameters in (("in 60 % of entries", common), ("no words", everything)):
        deep = search(parameters).count() * 95 // 100
        yield f"first page, {name}", partial(_page, parameters, 0)
        yield f"page at 95 % depth, {name}", partial(_page, parameters, deep)
    yield "all facets, no words", lambda: search(everything).facets
    yield "page and facets, one filter", partial(Portal.whole, SearchParameters(kind=("experience",)))
    yield "correction of a word in 1 %", lambda: search(SearchParameters(q="zelmend"), corrects=True).count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM search_word WHERE language = 'en' ORDER BY entries DESC LIMIT 8 OFFSET 40")
        sentence = " ".join(row[0] for row in cursor.fetchall())
    yield "page and facets, a sentence of eight common words", partial(Portal.whole, SearchParameters(q=sentence))


def _page(parameters: SearchParameters, start: int) -> list[int]:
    return search(parameters).ids(start, start + PAGE)
