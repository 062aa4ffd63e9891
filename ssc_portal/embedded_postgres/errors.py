"""What goes wrong with the embedded PostgreSQL."""

from django.db import OperationalError


class EmbeddedPostgresError(OperationalError):
    """The embedded PostgreSQL cannot be used; the message says why and what to do.

    It is a Django OperationalError, so that whoever handles "the database is away" handles this too.
    """
