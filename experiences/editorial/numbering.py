"""To number what is cited by number: facts, lessons and transfers."""

from django.db.models import Max

from experiences.models import Entry, Fact, Lesson, Transfer


def next_number(entry: Entry, model: type[Fact | Lesson | Transfer]) -> int:
    """The next number for a fact, a lesson or a transfer of an entry: none that any edition of the entry has given."""
    last = model._default_manager.filter(edition__entry=entry).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
