"""What has changed from one state of an edition to another, word by word.

`documents` reads what editions say as plain data, `names` finds the words for what these data point to, `content` makes ordered
pieces with labels of both, `comparing` yields the changes between two contents, and `words` compares two texts.
"""

from experiences.differences.comparing import Change, ChangedField, Group, compare, grouped
from experiences.differences.content import Field, Piece, content_of
from experiences.differences.documents import Document, documents_of
from experiences.differences.names import names_in
from experiences.differences.words import Run, runs_between, shortened
from experiences.models import Edition

__all__ = [
    "Change",
    "ChangedField",
    "Document",
    "Field",
    "Group",
    "Piece",
    "Run",
    "compare",
    "content_of",
    "differences",
    "differences_of_documents",
    "documents_of",
    "grouped",
    "names_in",
    "runs_between",
    "shortened",
]


def differences(before: Edition, after: Edition) -> list[Group]:
    """What has changed from one edition to another, under the headings of an entry: empty where nothing has.

    Seven queries at most. `templates/admin/experiences/differences_list.html` shows it.
    """
    documents = documents_of([before, after])
    return differences_of_documents(documents[before.pk], documents[after.pk])


def differences_of_documents(before: Document, after: Document) -> list[Group]:
    """The same, of two documents: of an edition as it is now, or as a save kept it. Six queries at most."""
    names = names_in(before, after)
    return grouped(compare(content_of(before, names), content_of(after, names)))
