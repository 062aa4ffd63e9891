"""To note what was done, by whom and why; and who has worked on an edition."""

from typing import TYPE_CHECKING

from experiences.models import Contributor, Edition, Import, Step
from experiences.vocabulary import Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User


def note_step(edition: Edition, verb: Verb, *, by: "User | None", importing: Import | None = None, note: str = "") -> None:
    """Add a step to the entry's way."""
    Step.objects.create(
        entry_id=edition.entry_id, edition_number=edition.number, verb=verb, by=by, by_import=importing, note=note
    )


def note_contributor(edition: Edition, by: "User | None") -> None:
    """Note that a person has worked on an edition, and so does not approve it."""
    if by is not None:
        Contributor.objects.get_or_create(edition=edition, person=by)
