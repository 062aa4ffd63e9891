"""To publish the edition in the works."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError
from experiences.editorial.locking import lock
from experiences.editorial.notifying import concerned, notify
from experiences.editorial.steps import note_step
from experiences.models import Edition, Entry, Import, PastSlug
from experiences.permissions import people_for
from experiences.vocabulary import EditionState, EntryState, Event, Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

_SLUG_LENGTH = 80


@transaction.atomic
def publish(edition: Edition, *, by: "User | None" = None, importing: Import | None = None) -> Edition:
    """Make a draft what the public reads, in place of the edition that it read so far. Returns the edition, published.

    Somebody who has not worked on it must have approved it as it is now; an import answers for itself. The entry takes the
    slug of the new title; the old one redirects. Raises EditorialError when the draft is not approved, when something is
    missing, or when the person may not.
    """
    edition = lock(edition)
    if not edition.is_draft:
        raise EditorialError(_("Only a draft can be published."))
    authorise(Verb.PUBLISH, edition, by=by, importing=importing)
    if importing is None and not _is_approved(edition):
        raise EditorialError(_("The approval does not hold: it was of another state, or by somebody who has worked on it."))
    edition.published_by_import = importing
    make_public(edition, by)
    note_step(edition, Verb.PUBLISH, by=by, importing=importing)
    if by is not None:
        notify(edition, Event.PUBLISHED, by=by, people=concerned(edition))
    return edition


@transaction.atomic
def publish_in_emergency(edition: Edition, *, reason: str, by: "User") -> Edition:
    """Publish a draft that nobody else has approved, and say why. Returns the edition, published.

    It stays flagged until somebody else has reviewed it. Raises EditorialError without a reason, when something is missing,
    or when the person may not.
    """
    edition = lock(edition)
    authorise(Verb.PUBLISH_IN_EMERGENCY, edition, by=by)
    if not reason.strip():
        raise EditorialError(_("Say what the emergency is."))
    edition.emergency_reason = reason
    make_public(edition, by)
    note_step(edition, Verb.PUBLISH_IN_EMERGENCY, by=by, note=reason)
    people = [*concerned(edition), *people_for(Verb.REVIEW_EMERGENCY, edition)]
    notify(edition, Event.PUBLISHED_IN_EMERGENCY, by=by, people=people, note=reason)
    return edition


def _is_approved(edition: Edition) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_approved(%s)", [edition.pk])
        return bool(cursor.fetchone()[0])


def make_public(
    edition: Edition, by: "User | None", *, at: datetime | None = None, first_at: datetime | None = None, slug: str = ""
) -> None:
    """Have the public read a locked edition from now on; or as from the times and at the slug that it had elsewhere.

    Only for verbs, which ask whether that may be.
    """
    entry = edition.entry
    entry.editions.filter(state=EditionState.PUBLISHED).update(state=EditionState.SUPERSEDED)
    edition.state = EditionState.PUBLISHED
    edition.published_at = at or timezone.now()
    edition.published_by = by
    edition.publish_at, edition.scheduled_by, edition.scheduled_fingerprint = None, None, ""
    edition.save()
    take_slug(entry, slug or _slug_for(edition))
    entry.state = EntryState.PUBLISHED
    entry.first_published_at = first_at or entry.first_published_at or edition.published_at
    entry.withdrawn_at = None
    entry.withdrawal_reason = ""
    entry.withdrawal_note = ""
    entry.merged_into = None
    entry.save()


def slug_from(title: str, *, otherwise: str) -> str:
    """The slug that a title gives; that of `otherwise` where the title has no Latin letters."""
    slug = slugify(title) or otherwise.lower()
    if len(slug) > _SLUG_LENGTH:
        slug = slug[:_SLUG_LENGTH].rpartition("-")[0] or slug[:_SLUG_LENGTH]
    return slug


def _slug_for(edition: Edition) -> str:
    """The slug of the English title, else of the original's; the reference where neither has Latin letters."""
    texts = {text.language: text for text in edition.texts.all()}
    original = next(text for text in texts.values() if text.is_original)
    return slug_from(texts.get("en", original).title, otherwise=edition.entry.ref)


def take_slug(entry: Entry, slug: str) -> None:
    """Give an entry, which is saved afterwards, a slug. The one that it had goes on leading to it."""
    if entry.slug and entry.slug != slug:
        PastSlug.objects.get_or_create(entry=entry, slug=entry.slug)
    entry.past_slugs.filter(slug=slug).delete()
    entry.slug = slug
