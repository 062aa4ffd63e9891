"""The editorial verbs: one callable each, called by admin, importer, API and commands alike.

A verb asks the policy whether the person may, checks, changes and notes the step, all in one transaction; it raises
`EditorialError` when it refuses. No rule about the life of an entry stands anywhere else.
"""

from experiences.editorial.changing import note_change
from experiences.editorial.commenting import answer, comment, reopen, resolve
from experiences.editorial.discarding import discard
from experiences.editorial.errors import EditorialError, NotAllowed
from experiences.editorial.handing_over import hand_over
from experiences.editorial.importing import named_import
from experiences.editorial.notifying import concerned, notify
from experiences.editorial.numbering import next_number
from experiences.editorial.publishing import missing_for_publication, publish, publish_in_emergency
from experiences.editorial.reviewing import approve, fingerprint, request_changes, review_emergency
from experiences.editorial.sharing import revoke, share
from experiences.editorial.starting import restore, start_edition, start_entry
from experiences.editorial.submitting import submit
from experiences.editorial.withdrawing import merge, withdraw

__all__ = [
    "EditorialError",
    "NotAllowed",
    "answer",
    "approve",
    "comment",
    "concerned",
    "discard",
    "fingerprint",
    "hand_over",
    "merge",
    "missing_for_publication",
    "named_import",
    "next_number",
    "note_change",
    "notify",
    "publish",
    "publish_in_emergency",
    "reopen",
    "request_changes",
    "resolve",
    "restore",
    "review_emergency",
    "revoke",
    "share",
    "start_edition",
    "start_entry",
    "submit",
    "withdraw",
]
