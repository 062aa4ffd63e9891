"""Whatever may be done to the collection, edit by edit, for tests that do it in any order."""

from contextlib import suppress
from random import Random
from typing import Any

from django.db import transaction

from countries.models import Country
from experiences import editorial
from experiences.editorial import EditorialError
from experiences.models import Edition, Entry, Organisation, Relation, Source, Theme, Transfer
from experiences.vocabulary import EntryState, WithdrawalReason
from tests.desk import merge, publish, start_edition, withdraw, writer
from tests.factories import add_transfer, make_entry, make_source

PLACES = 10
RECORDS: list[tuple[type[Any], str]] = [(Country, "name"), (Theme, "label"), (Organisation, "name"), (Source, "title")]
REASONS = [WithdrawalReason.IN_ERROR, WithdrawalReason.SUPERSEDED]


class Edits:
    """The desk. A place from 0 to 9 stands for an entry that can be edited so; where there is none, nothing is done."""

    def __init__(self) -> None:
        self._words = 0

    def any_edit(self, random: Random) -> None:
        """One of them, by chance."""
        one, other, third = (random.randrange(PLACES) for _each in range(3))
        edits = [
            lambda: self.publish_new(one, other, random.choice(["experience", "exchange"])),
            lambda: self.publish_next(one, other, third),
            lambda: self.restore(one),
            lambda: self.withdraw(one, random.choice(REASONS)),
            lambda: self.merge(one, other),
            lambda: self.rename(*random.choice(RECORDS)),
        ]
        random.choice(edits)()

    def publish_new(self, one: int, other: int, kind: str) -> None:
        """A new entry, with links to two others in whatever state."""
        edition = make_entry(
            kind=kind, title=self._new_words(), countries=["VNM"], themes=["education"], organisations=["unicef"], publish=False
        )
        self._link(edition, one, other)
        publish(edition)

    def publish_next(self, which: int, one: int, other: int) -> None:
        """The next edition of an entry, also of one that was withdrawn, with another title and other links."""
        entry = self._entry(which, EntryState.PUBLISHED, EntryState.WITHDRAWN)
        if entry is None:
            return
        with suppress(EditorialError), transaction.atomic():
            draft = start_edition(entry)
            draft.texts.update(title=self._new_words())
            Relation.objects.filter(edition=draft).delete()
            Transfer.objects.filter(edition=draft).delete()
            self._link(draft, one, other)
            publish(draft)

    def restore(self, which: int) -> None:
        """An old edition of an entry as its next one."""
        entry = self._entry(which, EntryState.PUBLISHED)
        if entry and (old := entry.editions.filter(state="superseded").first()):
            with suppress(EditorialError), transaction.atomic():
                publish(editorial.restore(old, by=writer()))

    def withdraw(self, which: int, reason: WithdrawalReason) -> None:
        """Withdraw an entry."""
        if entry := self._entry(which, EntryState.PUBLISHED):
            withdraw(entry, reason, note=self._new_words())

    def merge(self, one: int, other: int) -> None:
        """Merge an entry into another one."""
        entry, into = self._entry(one, EntryState.PUBLISHED), self._entry(other, EntryState.PUBLISHED)
        if entry and into and entry.pk != into.pk:
            merge(entry, into)

    def rename(self, model: type[Any], name: str) -> None:
        """Give a country, theme, organisation or source another name."""
        make_source()
        if record := model.objects.order_by("pk").first():
            setattr(record, name, self._new_words())
            record.save()

    def _entry(self, place: int, *states: EntryState) -> Entry | None:
        entries = list(Entry.objects.filter(state__in=states or EntryState.values).order_by("pk"))
        return entries[place % len(entries)] if entries else None

    def _new_words(self) -> str:
        self._words += 1
        return f"Words number {self._words}"

    def _link(self, edition: Edition, one: int, other: int) -> None:
        first, second = self._entry(one), self._entry(other)
        if first and first.pk != edition.entry_id:
            Relation.objects.create(edition=edition, type="informed", target=first)
        add_transfer(edition, "PHL", "IDN", experience=first, outcome=second)
