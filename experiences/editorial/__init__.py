"""The editorial verbs: one callable each, called by admin, importer, API and commands alike.

A verb checks, changes and raises `EditorialError` when it refuses, all in one transaction. No rule about the life of an entry
stands anywhere else.
"""

from experiences.editorial.changing import note_change
from experiences.editorial.discarding import discard
from experiences.editorial.errors import EditorialError
from experiences.editorial.numbering import next_number
from experiences.editorial.publishing import missing_for_publication, publish
from experiences.editorial.starting import start_edition, start_entry
from experiences.editorial.withdrawing import withdraw

__all__ = [
    "EditorialError",
    "discard",
    "missing_for_publication",
    "next_number",
    "note_change",
    "publish",
    "start_edition",
    "start_entry",
    "withdraw",
]
