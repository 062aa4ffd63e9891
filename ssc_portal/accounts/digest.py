"""The e-mail that tells a person what happened on the desk, and what waits: once a day, once a week or never, as chosen.

A digest holds what happened before a moment: midnight UTC, which is the morning in Bangkok, Beijing and Suva. So there is
one for each day (or week, from Monday) at most, whenever and however often it is asked for.
"""

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from experiences.models import Edition, Notice, NoticeQuerySet
from experiences.permissions import allowed
from experiences.querysets import EditionQuerySet
from experiences.templatetags.entries import text_for_reader
from experiences.vocabulary import EditionState, Stage, Verb
from ssc_portal.accounts.models import Digest, User
from ssc_portal.address import portal_url

OLDEST = datetime.timedelta(days=14)
"""What happened longer ago is not told by mail any more: somebody may just have got an address, or back from never."""
_MOST_WAITING = 20


@dataclass(frozen=True)
class Line:
    """An edition that waits for the person."""

    about: str
    url: str


@dataclass(frozen=True)
class Waiting:
    """What waits for one thing to be done."""

    heading: str
    lines: list[Line]


def up_to(person: User, now: datetime.datetime) -> datetime.datetime:
    """The moment up to which the person's digest tells now."""
    midnight = now.astimezone(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - datetime.timedelta(days=midnight.weekday()) if person.digest == Digest.WEEKLY else midnight


def people_to_tell(now: datetime.datetime) -> list[User]:
    """Those for whom there is a digest to send. Nobody where this portal sends no mail."""
    if not settings.MAIL_IS_SENT:
        return []
    people = User.objects.filter(is_active=True, is_staff=True).exclude(Q(email="") | Q(digest=Digest.NONE))
    untold = people.filter(notices__mailed_at=None, notices__seen_at=None, notices__at__gt=now - OLDEST).distinct()
    return [person for person in untold.order_by("pk") if _untold(person, now).exists()]


@transaction.atomic
def send_digest(person: User, now: datetime.datetime) -> bool:
    """Send a person's digest, if there is something to tell; says whether it was sent.

    What it tells is marked as told in the transaction in which it is sent. So two calls at once send one, and a process that
    dies before the mail server has taken the mail leaves everything to the next call. Only one that dies in the moment
    between that and the end of the transaction has it sent twice; both then carry the same Message-ID, by which mail
    programs know them for one. Raises OSError (smtplib's errors are such) when it cannot be sent: then nothing is marked.
    """
    notices = list(_untold(person, now).select_for_update(of=("self",)))
    if not notices:
        return False
    mail = _written(person, notices)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=timezone.now())
    mail.send()
    return True


def _untold(person: User, now: datetime.datetime) -> NoticeQuerySet:
    of_lately = Notice.objects.for_person(person).unseen().filter(mailed_at=None, at__gt=now - OLDEST)
    return of_lately.filter(at__lt=up_to(person, now)).order_by("pk")


def _written(person: User, notices: list[Notice]) -> EmailMultiAlternatives:
    told = {
        "person": person,
        "notices": [(notice, portal_url(_address(notice))) for notice in notices],
        "waiting": waiting_for(person),
        "desk": portal_url(reverse("admin:index")),
        "choice": portal_url(reverse("account_notices")),
    }
    first, last = notices[0].pk, notices[-1].pk
    host = urlsplit(portal_url("/")).hostname
    mail = EmailMultiAlternatives(
        subject=_("On the desk of Country Experiences: %(number)d new") % {"number": len(notices)},
        body=render_to_string("account/email/digest.txt", told),
        to=[person.email],
        headers={"Message-ID": f"<digest.{person.pk}.{first}.{last}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("account/email/digest.html", told), "text/html")
    return mail


def _address(notice: Notice) -> str:
    if notice.edition:
        return reverse(f"admin:experiences_{notice.edition.kind}_change", args=[notice.edition.pk])
    return reverse("admin:experiences_entry_change", args=[notice.entry.pk]) if notice.entry else reverse("admin:index")


def waiting_for(person: User) -> list[Waiting]:
    """What waits for the person, under the heading of what is to be done."""
    drafts = Edition.objects.filter(state=EditionState.DRAFT)
    for_publishers = allowed(person, Verb.PUBLISH, drafts).filter(publish_at=None)
    found = [
        (_("To be revised by you"), drafts.filter(owner=person, stage=Stage.CHANGES_REQUESTED)),
        (_("To be reviewed"), allowed(person, Verb.APPROVE, drafts)),
        (_("Approved, and to be published"), for_publishers),
        (_("Published in an emergency, and to be reviewed"), allowed(person, Verb.REVIEW_EMERGENCY, Edition.objects.all())),
    ]
    return [Waiting(heading, lines) for heading, editions in found if (lines := _lines(editions))]


def _lines(editions: EditionQuerySet) -> list[Line]:
    shown = editions.select_related("entry").prefetch_related("texts").order_by("updated_at")[:_MOST_WAITING]
    return [
        Line(
            f"{edition.entry.ref} {text_for_reader(edition).title}",
            portal_url(reverse(f"admin:experiences_{edition.kind}_change", args=[edition.pk])),
        )
        for edition in shown
    ]
