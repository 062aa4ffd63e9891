"""tantivy, a search engine in Rust: an index in memory, BM25, all facets in one aggregation over a column of values."""

from collections.abc import Iterable

import tantivy

from benchmarks.engines import Document
from benchmarks.questions import PAGE, Question

_HEAP = 500_000_000


class Tantivy:
    """The page with the total, and the counts of all values."""

    name = "tantivy"

    def __init__(self, documents: Iterable[Document]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("entry", stored=True)
        builder.add_text_field("title", tokenizer_name="en_stem")
        builder.add_text_field("body", tokenizer_name="en_stem")
        builder.add_unsigned_field("value", indexed=True, fast=True)
        self._index = tantivy.Index(builder.build())
        self._values: dict[tuple[str, str], int] = {}
        writer = self._index.writer(_HEAP, 1)
        for entry, title, body, values in documents:
            document = tantivy.Document(entry=entry, title=title, body=body)
            for value in values:
                document.add_unsigned("value", self._values.setdefault(value, len(self._values)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._counts = {"values": {"terms": {"field": "value", "size": 65_000}}}

    def answer(self, question: Question) -> int:
        """Two passes: the best matches with how many there are, and the aggregation."""
        filters = [("scope", "core")]
        if question.theme:
            filters += [("kind", "experience"), ("theme", str(question.theme.pk))]
        searcher = self._index.searcher()
        word = self._index.parse_query(question.word, ["title", "body"])
        must = [(tantivy.Occur.Must, word)]
        for each in filters:
            carried = tantivy.Query.term_query(self._index.schema, "value", self._values[each])
            must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(carried, 0.0)))
        query = tantivy.Query.boolean_query(must)
        found = searcher.search(query, PAGE, count=True)
        searcher.aggregate(query, self._counts)
        total: int = found.count  # type: ignore[attr-defined]
        return total
