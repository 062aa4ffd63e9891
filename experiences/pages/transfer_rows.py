"""Transfers with the entries that they name, as lists show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from experiences.models import Edition, Transfer


@dataclass(frozen=True)
class TransferRow:
    """A transfer with the published editions of what was learned from, of the occasion, and of what came of it."""

    transfer: Transfer
    experience: Edition | None
    exchange: Edition | None
    outcome: Edition | None


def transfer_rows(transfers: Iterable[Transfer]) -> list[TransferRow]:
    """The transfers in their order, with the entries that they name and that are public. A fixed number of queries."""
    transfers = list(transfers)
    named = {pk for each in transfers for pk in (each.experience_id, each.exchange_id, each.outcome_id) if pk}
    editions = {edition.entry_id: edition for edition in Edition.objects.published().filter(entry__in=named).with_cards()}

    def find(entry_id: int | None) -> Edition | None:
        return editions.get(entry_id) if entry_id else None

    return [TransferRow(each, find(each.experience_id), find(each.exchange_id), find(each.outcome_id)) for each in transfers]
