"""`manage.py remove_second_factor NAME`: for an administrator who has lost phone and recovery codes, and has no colleague."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ssc_portal.accounts.models import SignInEvent, User
from ssc_portal.accounts.sign_in_log import note_of_command


class Command(BaseCommand):
    """Removes somebody's second factor, so that a new one can be set up at the next sign-in."""

    help = "Remove a person's second factor and recovery codes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("name", help="the name that the person signs in with")

    @transaction.atomic
    def handle(self, *args: Any, name: str, **options: Any) -> None:
        """Remove it. Raises CommandError where there is nobody of that name, or nothing to remove."""
        person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError(f'Nobody signs in as "{name}".')
        if not Authenticator.objects.filter(user=person).delete()[0]:
            raise CommandError(f"{name} has no second factor.")
        note_of_command(SignInEvent.What.SECOND_FACTOR_REMOVED, person)
        self.stdout.write(f"Removed. {name} signs in with the password, and sets up a new second factor.")
