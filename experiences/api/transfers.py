"""Transfers with all that their JSON shows."""

from typing import TYPE_CHECKING

from experiences.api.links import with_published_edition
from experiences.querysets import published_transfers

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from experiences.models import Transfer


def whole_transfers() -> "QuerySet[Transfer]":
    """The published transfers with all that a `TransferDocument` shows, in an order that stays. A fixed number of queries."""
    return told_whole(published_transfers())


def told_whole(transfers: "QuerySet[Transfer]") -> "QuerySet[Transfer]":
    """These transfers with the same."""
    return transfers.prefetch_related(
        "edition__texts", *(with_published_edition(end) for end in ("experience", "exchange", "outcome"))
    ).order_by("edition__entry_id", "number")
