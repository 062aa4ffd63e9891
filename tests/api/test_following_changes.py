"""Whatever is done to the collection, a client who follows the feed ends with exactly the collection."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from experiences.models import Entry
from experiences.vocabulary import EntryState, WithdrawalReason
from tests.api.collection import get
from tests.edits import PLACES, REASONS, RECORDS, Edits
from tests.experiences.documents.stored import faults

places = st.integers(0, PLACES - 1)


class Following(RuleBasedStateMachine):
    """A desk, and a client that knows what the API says: a copy of each document, and its place in the feed."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.edits = Edits()
        self.client = Client()
        self.copy: dict[str, Any] = {}
        self.gone: dict[str, str] = {}
        self.since = ""
        self.to_fetch: list[str] = []

    def teardown(self) -> None:
        try:
            self.check_at_the_end()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(one=places, other=places, kind=st.sampled_from(["experience", "exchange"]))
    def publish_new(self, one: int, other: int, kind: str) -> None:
        self.edits.publish_new(one, other, kind)

    @rule(which=places, one=places, other=places)
    def publish_next(self, which: int, one: int, other: int) -> None:
        self.edits.publish_next(which, one, other)

    @rule(which=places)
    def restore(self, which: int) -> None:
        self.edits.restore(which)

    @rule(which=places, reason=st.sampled_from(REASONS))
    def withdraw(self, which: int, reason: WithdrawalReason) -> None:
        self.edits.withdraw(which, reason)

    @rule(one=places, other=places)
    def merge(self, one: int, other: int) -> None:
        self.edits.merge(one, other)

    @rule(which=st.sampled_from(RECORDS))
    def rename(self, which: tuple[type[Any], str]) -> None:
        self.edits.rename(*which)

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
