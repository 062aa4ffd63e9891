"""Whatever is done to the collection, a client who follows the feed ends with exactly the collection."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from countries.models import Country
from experiences import editorial
from experiences.editorial import EditorialError
from experiences.models import Edition, Entry, Organisation, Relation, Source, Theme, Transfer
from experiences.vocabulary import EntryState, WithdrawalReason
from tests.api.collection import get
from tests.desk import merge, publish, start_edition, withdraw, writer
from tests.experiences.documents.stored import faults
from tests.factories import add_transfer, make_entry, make_source

places = st.integers(0, 9)
RECORDS: list[tuple[type[Any], str]] = [(Country, "name"), (Theme, "label"), (Organisation, "name"), (Source, "title")]


class Following(RuleBasedStateMachine):
    """A desk, and a client that knows what the API says: a copy of each document, and its place in the feed."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.client = Client()
        self.copy: dict[str, Any] = {}
        self.gone: dict[str, str] = {}
        self.since = ""
        self.to_fetch: list[str] = []
        self.words = 0

    def teardown(self) -> None:
        try:
            self.check_at_the_end()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def entry(self, place: int, *states: EntryState) -> Entry | None:
        entries = list(Entry.objects.filter(state__in=states or EntryState.values).order_by("pk"))
        return entries[place % len(entries)] if entries else None

    def new_words(self) -> str:
        self.words += 1
        return f"Words number {self.words}"

    @rule(one=places, other=places, kind=st.sampled_from(["experience", "exchange"]))
    def publish_new(self, one: int, other: int, kind: str) -> None:
        edition = make_entry(
            kind=kind, title=self.new_words(), countries=["VNM"], themes=["education"], organisations=["unicef"], publish=False
        )
        self.link(edition, one, other)
        publish(edition)

    def link(self, edition: Edition, one: int, other: int) -> None:
        """Relations and a transfer to entries in whatever state."""
        first, second = self.entry(one), self.entry(other)
        if first and first.pk != edition.entry_id:
            Relation.objects.create(edition=edition, type="informed", target=first)
        add_transfer(edition, "PHL", "IDN", experience=first, outcome=second)

    @rule(which=places, one=places, other=places)
    def publish_next(self, which: int, one: int, other: int) -> None:
        entry = self.entry(which, EntryState.PUBLISHED, EntryState.WITHDRAWN)
        if entry is None:
            return
        with suppress(EditorialError), transaction.atomic():
            draft = start_edition(entry)
            draft.texts.update(title=self.new_words())
            Relation.objects.filter(edition=draft).delete()
            Transfer.objects.filter(edition=draft).delete()
            self.link(draft, one, other)
            publish(draft)

    @rule(which=places)
    def restore(self, which: int) -> None:
        entry = self.entry(which, EntryState.PUBLISHED)
        if entry and (old := entry.editions.filter(state="superseded").first()):
            with suppress(EditorialError), transaction.atomic():
                publish(editorial.restore(old, by=writer()))

    @rule(which=places, reason=st.sampled_from([WithdrawalReason.IN_ERROR, WithdrawalReason.SUPERSEDED]))
    def withdraw(self, which: int, reason: WithdrawalReason) -> None:
        if entry := self.entry(which, EntryState.PUBLISHED):
            withdraw(entry, reason, note=self.new_words())

    @rule(one=places, other=places)
    def merge(self, one: int, other: int) -> None:
        entry, into = self.entry(one, EntryState.PUBLISHED), self.entry(other, EntryState.PUBLISHED)
        if entry and into and entry.pk != into.pk:
            merge(entry, into)

    @rule(which=st.sampled_from(RECORDS))
    def rename(self, which: tuple[type[Any], str]) -> None:
        model, name = which
        make_source()
        if record := model.objects.order_by("pk").first():
            setattr(record, name, self.new_words())
            record.save()

    @rule(limit=st.sampled_from([1, 2, 3, 1000]))
    def poll(self, limit: int) -> None:
        """Read one page of the feed; what it names is fetched now or later."""
        page = get(self.client, "changes/", limit=limit, **({"since": self.since} if self.since else {}))
        for change in page["results"]:
            if change["deleted"]:
                self.copy.pop(change["ref"], None)
                self.gone[change["ref"]] = change["reason"]
                self.to_fetch = [address for address in self.to_fetch if address != change["api_url"]]
            else:
                self.gone.pop(change["ref"], None)
                self.to_fetch.append(change["api_url"])
        self.since = page["since"]

    @rule()
    def fetch(self) -> None:
        for address in self.to_fetch:
            response = self.client.get(address)
            if response.status_code == 200:
                self.copy[response.json()["ref"]] = response.json()
        self.to_fetch = []

    def check_at_the_end(self) -> None:
        assert faults() == []
        before = None
        while before != self.since:
            before = self.since
            self.poll(2)
            self.fetch()
        listed = get(self.client, "entries/", scope=["core", "context"], limit=100)["results"]
        assert self.copy.keys() == {card["ref"] for card in listed}
        for card in listed:
            assert self.copy[card["ref"]] == get(self.client, f"entries/{card['ref']}/")
        once = Entry.objects.filter(state__in=[EntryState.WITHDRAWN, EntryState.MERGED])
        assert self.gone == dict(once.values_list("ref", "withdrawal_reason"))


@pytest.mark.django_db
def test_a_client_who_follows_has_exactly_the_collection():
    run_state_machine_as_test(
        Following,
        settings=settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)),
    )
