"""Who works in the admin."""

import pytest
from django.test import Client

from ssc_portal.accounts.models import User
from tests.experiences.admin.browsing import client_of


@pytest.fixture
def maria(db: None) -> User:
    return User.objects.create_superuser("maria", full_name="Maria Santos")


@pytest.fixture
def desk(maria: User) -> Client:
    """A browser in which somebody with all rights is signed in."""
    return client_of(maria)
