"""To let somebody without an account read a draft: a link that is signed, that ends, and that can be ended sooner."""

import datetime
from typing import TYPE_CHECKING

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from experiences.editorial.authorising import authorise
from experiences.editorial.errors import EditorialError
from experiences.editorial.locking import lock
from experiences.editorial.steps import note_step
from experiences.models import Edition, PreviewLink
from experiences.vocabulary import Verb

if TYPE_CHECKING:
    from ssc_portal.accounts.models import User

MOST_DAYS = 30
"""For how long a link can be made to last."""

LONGEST = datetime.timedelta(days=MOST_DAYS)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="experiences.preview", sep=".")


def token_of(link: PreviewLink) -> str:
    """What stands in the address of a link: its number, when it was handed out, and a signature over both."""
    return _signer().sign(str(link.pk))


def link_of(token: str) -> PreviewLink | None:
    """The link that a token was made for, with its edition, whether it works or not; None where it is gone with its draft.

    Raises BadSignature for what the portal never made, SignatureExpired for what is older than any link can be.
    """
    pk = int(_signer().unsign(token, max_age=LONGEST))
    return PreviewLink.objects.select_related("edition__entry").filter(pk=pk).first()


def count_opening(link: PreviewLink) -> None:
    """Count that a link was opened, now."""
    PreviewLink.objects.filter(pk=link.pk).update(times_opened=F("times_opened") + 1, last_opened_at=timezone.now())


@transaction.atomic
def share(edition: Edition, *, recipient: str, days: int, by: "User") -> PreviewLink:
    """Make a link for somebody, by which a draft can be read for some days. Returns the link.

    Raises EditorialError for nobody, for fewer days than 1 or more than MOST_DAYS, and when the person may not.
    """
    edition = lock(edition)
    authorise(Verb.SHARE, edition, by=by)
    if not recipient.strip():
        raise EditorialError(_("Say for whom the link is."))
    if not 1 <= days <= MOST_DAYS:
        raise EditorialError(_("A link lasts from 1 to %(most)d days.") % {"most": MOST_DAYS})
    until = timezone.now() + datetime.timedelta(days=days)
    link = PreviewLink.objects.create(edition=edition, recipient=recipient.strip(), until=until, made_by=by)
    said = {"recipient": link.recipient, "day": date_format(until, "j F Y")}
    note_step(edition, Verb.SHARE, by=by, note=_("For %(recipient)s, until %(day)s.") % said)
    return link


@transaction.atomic
def revoke(link: PreviewLink, *, by: "User") -> PreviewLink:
    """End a link before its time, and return it. Raises EditorialError when it has ended, or when the person may not."""
    edition = lock(link.edition)
    authorise(Verb.SHARE, edition, by=by)
    link = PreviewLink.objects.select_for_update().get(pk=link.pk)
    if not link.works:
        raise EditorialError(_("This link has ended already."))
    link.revoked_at, link.revoked_by = timezone.now(), by
    link.save(update_fields=["revoked_at", "revoked_by"])
    note_step(edition, Verb.SHARE, by=by, note=_("The link for %(recipient)s is revoked.") % {"recipient": link.recipient})
    return link
