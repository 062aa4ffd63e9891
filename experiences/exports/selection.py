"""What is to be downloaded: the search that an address holds, and the language that it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from experiences.api.shapes import not_listed
from experiences.languages import LANGUAGES
from experiences.search.parameters import Problem, SearchParameters, parse
from experiences.search.query import search
from experiences.vocabulary import Scope

EVERYTHING = SearchParameters(scope=tuple(Scope.values))
"""The search that finds all entries, context too."""
_MEANINGLESS = ("sort", "verbatim")
PARAMETERS = (*(field.name for field in fields(SearchParameters) if field.name not in _MEANINGLESS), "lang")
"""What an address of a download can hold."""


@dataclass(frozen=True)
class Selection:
    """A search, and the language (BCP 47) in which titles, summaries and sections are wanted; "" for that of the originals."""

    parameters: SearchParameters = EVERYTHING
    language: str = ""

    def ids(self) -> Sequence[int]:
        """The ids of the entries that the search finds, in the order of their references."""
        found = search(replace(self.parameters, sort="ref"))
        return found.ids(0, found.count())

    def urlencode(self) -> str:
        """The selection as a query string."""
        return self.parameters.urlencode(**({"lang": self.language} if self.language else {}))


def read_selection(query: QueryDict) -> tuple[Selection, list[Problem]]:
    """The selection that a query string describes, and what in it cannot be used.

    The parameters are those of the list of entries, in pages and API, but for `sort`: rows stand in the order of references.
    """
    parameters, problems = parse(query, also_known=["lang"], unknown=_MEANINGLESS)
    languages = [value for value in query.getlist("lang") if value]
    problems += not_listed("lang", languages, tuple(LANGUAGES))
    if len(languages) > 1:
        problems.append(Problem("lang", languages[-1], _("It takes one value.")))
    language = next((value for value in languages if value in LANGUAGES), "")
    return Selection(replace(parameters, sort="", verbatim=""), language), problems
