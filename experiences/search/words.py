"""The words of a search: how they are understood, and what they match. It is the same whatever filters stand beside them."""

from functools import lru_cache

from django.utils.functional import cached_property  # that of functools lets no two threads search at once (Python 3.11)

from experiences.search.choices import choices
from experiences.search.collection import collection
from experiences.search.concepts import Reading, key_of, read
from experiences.search.highlighting import Highlighter
from experiences.search.matches import Matches, match
from experiences.search.state import Index

MOST_KEPT = 16
"""How many words a process keeps for searches with other filters: what they match takes five bytes for each entry."""


class Words:
    """The words `q` of a search, in one state of the index. Nothing is asked of the database before it is needed."""

    def __init__(self, q: str, index: Index, *, corrects: bool) -> None:
        """With `corrects`, words that the collection does not hold are searched in another spelling."""
        self.q = q
        self.index = index
        self.corrects = corrects

    @cached_property
    def reading(self) -> Reading:
        """How the words are understood, by a reader of the language in use."""
        return read(self.q, held=choices(self.index.version).languages, verbatim=not self.corrects)

    @cached_property
    def matches(self) -> Matches:
        """What they match."""
        return match(self.reading, collection(self.index.collection_version), self.index.average_length)

    @cached_property
    def unheld(self) -> list[str]:
        """The words that no entry holds, in the form of keys, nor a name or synonym of what they say."""
        return key_of([word for word in self.reading.unheld if word not in self.matches.met]).split()

    @cached_property
    def countries(self) -> frozenset[str]:
        """The ISO codes of the countries that they name."""
        named = {int(lexeme[1:]) for lexeme in self.reading.lexemes if lexeme.startswith("#")}
        coded = choices(self.index.version).codes.items() if named else ()
        return frozenset(public for (facet, public), code in coded if facet == "country" and code in named)

    @cached_property
    def highlighter(self) -> Highlighter:
        """What finds them in the texts of what is found."""
        return Highlighter(self.reading, self.matches.held)


@lru_cache(maxsize=MOST_KEPT)
def known_words(q: str, index: Index, _language: str | None, *, corrects: bool) -> Words:
    """The same, kept for the next search for them, for which nothing is read or matched again."""
    return Words(q, index, corrects=corrects)
