"""To note that a draft was changed by hand."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from experiences.editorial.errors import EditorialError
from experiences.models import Edition
from experiences.vocabulary import EditionState


def note_change(edition: Edition, *, seen_revision: int) -> None:
    """Count a change to a draft made by somebody who had seen its revision `seen_revision`.

    From then on the importer no longer takes the edition for its own. Raises EditorialError when somebody else has changed it
    in the meantime, or when it is no draft: then nothing must be written.
    """
    counted = Edition.objects.filter(pk=edition.pk, state=EditionState.DRAFT, revision=seen_revision).update(
        revision=F("revision") + 1, is_as_imported=False, updated_at=timezone.now()
    )
    if not counted:
        raise EditorialError(_("Somebody else has changed this edition since you opened it. Nothing was saved."))
    edition.revision = seen_revision + 1
    edition.is_as_imported = False
