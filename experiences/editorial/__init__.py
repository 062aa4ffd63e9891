"""The editorial verbs: one callable each, called by admin, importer, mirror, jobs and commands alike.

A verb asks the policy whether the person may, checks, changes and notes the step, all in one transaction; it raises
`EditorialError` when it refuses. No rule about the life of an entry stands anywhere else.
"""

from experiences.editorial.authorising import NEED_ALL_THERE, missing_for_publication
from experiences.editorial.changing import note_change, note_rewriting
from experiences.editorial.commenting import answer, comment, reopen, resolve
from experiences.editorial.discarding import discard
from experiences.editorial.errors import EditorialError, NotAllowed
from experiences.editorial.going_back import go_back
from experiences.editorial.handing_over import hand_over
from experiences.editorial.importing import named_import
from experiences.editorial.keeping import forget_saves, keep_save
from experiences.editorial.mirroring import (
    Stamp,
    Withdrawal,
    add_late_links,
    publish_mirrored,
    start_mirrored,
    take_identity,
    withdraw_mirrored,
)
from experiences.editorial.notifying import concerned, notify
from experiences.editorial.numbering import next_number
from experiences.editorial.publishing import publish, publish_in_emergency
from experiences.editorial.reviewing import approve, fingerprint, request_changes, review_emergency
from experiences.editorial.scheduling import publish_if_due, schedule, unschedule
from experiences.editorial.sharing import revoke, share
from experiences.editorial.starting import restore, start_edition, start_entry
from experiences.editorial.submitting import submit
from experiences.editorial.withdrawing import merge, takes_in, withdraw

__all__ = [
    "NEED_ALL_THERE",
    "EditorialError",
    "NotAllowed",
    "Stamp",
    "Withdrawal",
    "add_late_links",
    "answer",
    "approve",
    "comment",
    "concerned",
    "discard",
    "fingerprint",
    "forget_saves",
    "go_back",
    "hand_over",
    "keep_save",
    "merge",
    "missing_for_publication",
    "named_import",
    "next_number",
    "note_change",
    "note_rewriting",
    "notify",
    "publish",
    "publish_if_due",
    "publish_in_emergency",
    "publish_mirrored",
    "reopen",
    "request_changes",
    "resolve",
    "restore",
    "review_emergency",
    "revoke",
    "schedule",
    "share",
    "start_edition",
    "start_entry",
    "start_mirrored",
    "submit",
    "take_identity",
    "takes_in",
    "unschedule",
    "withdraw",
    "withdraw_mirrored",
]
