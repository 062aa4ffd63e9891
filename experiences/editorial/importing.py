"""To write and publish under the name of an import, instead of a person's."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from experiences.models import Import

_LONGEST_NAME = 200


@contextmanager
def named_import(name: str, *, digest: str = "") -> Iterator[Import]:
    """An import that runs as long as the block. What it publishes says so; once it is over, nobody publishes under its name."""
    importing = Import.objects.create(name=name[:_LONGEST_NAME], digest=digest)
    yield importing
    importing.finished_at = timezone.now()
    importing.save()
