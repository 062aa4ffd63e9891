"""Mails that somebody has asked for on a page, which does not wait until they are sent."""

from procrastinate.contrib.django import app

from ssc_portal.accounts.models import User
from ssc_portal.accounts.new_password import JOB, send_link
from ssc_portal.jobs.retrying import AGAIN


@app.task(name=JOB, retry=AGAIN)
def send_new_password_link(person_id: int, portal: str) -> None:
    """Send the link for a new password, unless the account is closed meanwhile."""
    if person := User.objects.filter(pk=person_id, is_active=True).first():
        send_link(person, portal)
