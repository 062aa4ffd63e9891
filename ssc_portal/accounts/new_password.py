"""The mail with the link for a new password."""

from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from procrastinate.contrib.django import app

from ssc_portal.accounts.models import User

JOB = "send_new_password_link"


def queue_link(person: User, portal: str) -> None:
    """Have the link sent. `portal` is the address of the portal, as in https://portal.example/, by which it was asked for.

    The page that asks answers as quickly as for an address that nobody has. The secret in the link is made when the mail
    is, so that the queue holds none.
    """
    app.configure_task(JOB, allow_unknown=False).defer(person_id=person.pk, portal=portal)


def send_link(person: User, portal: str) -> None:
    """Send it now. Raises OSError when the mail server does not take it."""
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    told = {
        "username": person.username,
        "password_reset_url": portal.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key),
        "current_site": {"domain": urlsplit(portal).netloc},
    }
    subject = render_to_string("account/email/password_reset_key_subject.txt", told).strip()
    send_mail(subject, render_to_string("account/email/password_reset_key_message.txt", told).strip(), None, [person.email])
