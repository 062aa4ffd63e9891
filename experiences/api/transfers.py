"""Transfers with all that their JSON shows."""

from django.db.models import Q, QuerySet

from experiences.api.links import with_published_edition
from experiences.models import Entry, Transfer
from experiences.querysets import published_transfers


def whole_transfers() -> "QuerySet[Transfer]":
    """The published transfers with all that a `TransferDocument` shows, in an order that stays. A fixed number of queries."""
    return (
        published_transfers()
        .prefetch_related("edition__texts", *(with_published_edition(end) for end in ("experience", "exchange", "outcome")))
        .order_by("edition__entry_id", "number")
    )


def transfers_concerning(entry: Entry) -> "QuerySet[Transfer]":
    """The published transfers that an entry tells of, and those in which it is what was learned, the occasion or the outcome."""
    ends = Q(experience=entry) | Q(exchange=entry) | Q(outcome=entry)
    return whole_transfers().filter(Q(edition__entry=entry) | ends)
