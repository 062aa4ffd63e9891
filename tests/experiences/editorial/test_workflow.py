"""Whatever people do, in whatever order: no draft is public, nothing is published without a second pair of eyes or a flag."""

import re
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from experiences import editorial
from experiences.editorial import EditorialError
from experiences.models import Citation, CountryRole, Edition, EditionText, Entry, Remit, Save, Step
from experiences.vocabulary import EditionState, EntryState, EntryType, Kind, Role, Stage, Verb, WithdrawalReason
from ssc_portal.accounts.models import User
from tests.desk import person
from tests.factories import make_country, make_source

PEOPLE = {
    "fati": (Role.FOCAL_POINT,),
    "edi": (Role.EDITOR,),
    "ravi": (Role.REVIEWER,),
    "paula": (Role.PUBLISHER,),
    "all": (Role.EDITOR, Role.REVIEWER, Role.PUBLISHER),
    "root": (),
}
_MOST = 4
numbers = st.sampled_from([0, 0, 0, 1, 2])
"""Which edition, counted from the newest: the same one often enough for it to get somewhere."""


def people(*likely: str) -> Any:
    """Anybody, but those more often whose work it is."""
    return st.sampled_from([*PEOPLE, *likely * 4])


class Desk(RuleBasedStateMachine):
    """The desk, and beside it what must be true of it, kept in the simplest way: who wrote what, who approved which words."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        for name, roles in PEOPLE.items():
            person(name, *roles, is_superuser=name == "root")
        Remit.objects.create(person=User.objects.get(username="fati")).countries.add(make_country("VNM"))
        self.words = 0
        self.writers: dict[int, set[str]] = {}
        self.approved: dict[int, tuple[str, str]] = {}
        self.published: dict[int, str] = {}
        self.flagged: set[int] = set()
        self.sent_back: set[int] = set()
        """Approved drafts that were changed by no verb: the database sent them back to review, and no step tells of it."""
        self.scheduled: dict[int, str] = {}

    def teardown(self) -> None:
        try:
            self.a_reader_searches()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def someone(self, name: str) -> User:
        return User.objects.get(username=name)

    def edition(self, place: int) -> Edition:
        editions = list(Edition.objects.order_by("-pk")[:6])
        return editions[place % len(editions)]

    def said(self, edition: Edition) -> str:
        return EditionText.objects.get(edition=edition).title

    def attempt(self, verb: Any, *arguments: Any, **options: Any) -> Any:
        """What the verb gives back; None when it refuses."""
        with suppress(EditorialError), transaction.atomic():
            return verb(*arguments, **options)
        return None

    def new_words(self) -> str:
        self.words += 1
        return f"Wording number {self.words} of this test"

    @precondition(lambda self: len(self.writers) < _MOST)
    @rule(who=people("edi", "fati"), complete=st.sampled_from([True, True, True, False]))
    def start(self, who: str, complete: bool) -> None:
        if edition := self.attempt(editorial.start_entry, Kind.EXPERIENCE, EntryType.INNOVATION, by=self.someone(who)):
            EditionText.objects.create(edition=edition, title=self.new_words(), summary="Yes." if complete else "")
            Citation.objects.create(edition=edition, source=make_source(), locator="page 1")
            CountryRole.objects.create(edition=edition, country=make_country("VNM" if complete else "CHN"), role="lead")
            self.writers[edition.pk] = {who}

    @precondition(lambda self: self.writers)
    @rule(who=people("edi"), place=numbers)
    def save(self, who: str, place: int) -> None:
        edition = self.edition(place)

        def change() -> bool:
            editorial.note_change(edition, seen_revision=edition.revision, by=self.someone(who))
            EditionText.objects.filter(edition=edition).update(title=self.new_words(), summary="Yes.")
            editorial.keep_save(edition, by=self.someone(who))
            return True

        if self.attempt(change):
            self.writers[edition.pk].add(who)

    @precondition(lambda self: self.writers)
    @rule(who=people("edi"), place=numbers, which=numbers)
    def go_back(self, who: str, place: int, which: int) -> None:
        edition = self.edition(place)
        saves = list(Save.objects.filter(edition=edition))
        if not saves:
            return
        save = saves[which % len(saves)]
        if self.attempt(editorial.go_back, save, seen_revision=edition.revision, by=self.someone(who)):
            assert self.said(edition) == save.content["texts"][0]["title"]
            self.writers[edition.pk].add(who)

    @precondition(lambda self: self.writers)
    @rule(place=numbers)
    def change_behind_everybodys_back(self, place: int) -> None:
        edition = self.edition(place)
        with suppress(DatabaseError), transaction.atomic():
            EditionText.objects.filter(edition=edition).update(title=self.new_words())
            if edition.stage == Stage.APPROVED:
                self.sent_back.add(edition.pk)

    @precondition(lambda self: self.writers)
    @rule(who=people("edi", "fati"), place=numbers)
    def submit(self, who: str, place: int) -> None:
        self.attempt(editorial.submit, self.edition(place), by=self.someone(who))

    @precondition(lambda self: self.writers)
    @rule(who=people("ravi"), place=numbers, stale=st.sampled_from([False, False, False, True]))
    def approve(self, who: str, place: int, stale: bool) -> None:
        edition = self.edition(place)
        seen = editorial.fingerprint(edition)
        if stale:
            self.change_behind_everybodys_back(place)
        said = self.said(edition)
        if self.attempt(editorial.approve, edition, seen=seen, by=self.someone(who)):
            assert not stale
            self.approved[edition.pk] = (said, who)
            self.sent_back.discard(edition.pk)

    @precondition(lambda self: self.writers)
    @rule(who=people("ravi"), place=numbers)
    def request_changes(self, who: str, place: int) -> None:
        edition = self.edition(place)
        if self.attempt(editorial.request_changes, edition, reasons="More.", by=self.someone(who)):
            self.approved.pop(edition.pk, None)
            self.sent_back.discard(edition.pk)

    @precondition(lambda self: self.writers)
    @rule(who=people("paula", "all"), place=numbers)
    def publish(self, who: str, place: int) -> None:
        edition = self.edition(place)
        if self.attempt(editorial.publish, edition, by=self.someone(who)):
            said, approver = self.approved[edition.pk]
            assert said == self.said(edition), "what is published is what was approved"
            assert approver not in self.writers[edition.pk]
            self.published[edition.pk] = said

    @precondition(lambda self: self.writers)
    @rule(who=people("paula", "all"), place=numbers)
    def schedule(self, who: str, place: int) -> None:
        edition = self.edition(place)
        at = timezone.now() + timedelta(hours=1)
        if self.attempt(editorial.schedule, edition, at=at, by=self.someone(who)):
            self.scheduled[edition.pk] = self.said(edition)

    @precondition(lambda self: self.scheduled and Edition.objects.exists())
    @rule(who=people("paula", "all"), place=numbers)
    def unschedule(self, who: str, place: int) -> None:
        edition = self.edition(place)
        if self.attempt(editorial.unschedule, edition, by=self.someone(who)):
            del self.scheduled[edition.pk]

    @precondition(lambda self: self.scheduled)
    @rule(twice=st.booleans())
    def time_passes(self, twice: bool) -> None:
        """Every time of publication has come. The clock cannot be moved, nor a time by itself: the trigger stands aside."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE experiences_edition SET publish_at = now() - interval '1 hour' WHERE publish_at IS NOT NULL")
            cursor.execute("SET LOCAL session_replication_role = origin")
        for pk, scheduled in self.scheduled.items():
            edition = Edition.objects.filter(pk=pk).first()
            if edition is None or edition.publish_at is None:
                continue  # discarded, or published before
            if editorial.publish_if_due(edition):
                said, approver = self.approved[pk]
                assert said == scheduled == self.said(edition), "what is published is what was approved and scheduled"
                assert approver not in self.writers[pk]
                self.published[pk] = said
            if twice:
                assert not editorial.publish_if_due(edition)
        self.scheduled.clear()
        assert not Edition.objects.exclude(publish_at=None).exists()

    @precondition(lambda self: self.writers)
    @rule(place=numbers, whole=st.booleans())
    def go_the_usual_way(self, place: int, whole: bool) -> None:
        self.submit("edi", place)
        self.approve("ravi", place, stale=False)
        if whole:
            self.publish("paula", place)

    @precondition(lambda self: self.writers)
    @rule(place=numbers, stage=st.sampled_from(Stage.values))
    def publish_by_sql(self, place: int, stage: str) -> None:
        edition = self.edition(place)
        with suppress(DatabaseError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk, state="draft").update(stage=stage)
            done = Edition.objects.filter(pk=edition.pk, state="draft").update(state="published", published_at=timezone.now())
            if done:
                said, approver = self.approved[edition.pk]
                assert said == self.said(edition)
                assert approver not in self.writers[edition.pk]
            transaction.set_rollback(True)

    @precondition(lambda self: self.writers)
    @rule(who=people(), place=numbers)
    def publish_in_emergency(self, who: str, place: int) -> None:
        edition = self.edition(place)
        if self.attempt(editorial.publish_in_emergency, edition, reason="A flood.", by=self.someone(who)):
            self.published[edition.pk] = self.said(edition)
            self.flagged.add(edition.pk)
            self.writers[edition.pk].add(who)

    @precondition(lambda self: self.flagged)
    @rule(who=people("ravi"))
    def review_emergency(self, who: str) -> None:
        edition = Edition.objects.get(pk=max(self.flagged))
        if self.attempt(editorial.review_emergency, edition, by=self.someone(who)):
            assert who not in self.writers[edition.pk]
            self.flagged.remove(edition.pk)

    @precondition(lambda self: self.writers)
    @rule(who=people("edi"), place=numbers, verb=st.sampled_from([editorial.start_edition, editorial.restore]))
    def next_edition(self, who: str, place: int, verb: Any) -> None:
        edition = self.edition(place)
        about = edition.entry if verb is editorial.start_edition else edition
        if started := self.attempt(verb, about, by=self.someone(who)):
            self.writers[started.pk] = {who}

    @precondition(lambda self: self.writers)
    @rule(who=people("paula"), place=numbers, reason=st.sampled_from(WithdrawalReason))
    def withdraw(self, who: str, place: int, reason: WithdrawalReason) -> None:
        self.attempt(editorial.withdraw, self.edition(place).entry, reason, by=self.someone(who))

    @precondition(lambda self: self.writers)
    @rule(who=people("paula"), place=numbers, other=numbers)
    def merge(self, who: str, place: int, other: int) -> None:
        self.attempt(editorial.merge, self.edition(place).entry, self.edition(other).entry, by=self.someone(who))

    @precondition(lambda self: self.writers)
    @rule(who=people("edi"), place=numbers)
    def discard(self, who: str, place: int) -> None:
        edition = self.edition(place)
        with suppress(EditorialError), transaction.atomic():
            editorial.discard(edition, by=self.someone(who))
            del self.writers[edition.pk]

    @invariant()
    def the_rules_of_the_database_hold(self) -> None:
        connection.check_constraints()

    @invariant()
    def what_is_public_was_published_and_says_what_was_approved(self) -> None:
        for edition in Edition.objects.exclude(state=EditionState.DRAFT):
            assert self.said(edition) == self.published[edition.pk]
            assert edition.is_flagged == (edition.pk in self.flagged)

    @invariant()
    def no_draft_is_on_a_public_page(self) -> None:
        for draft in Edition.objects.filter(state=EditionState.DRAFT).select_related("entry"):
            page = Client().get(f"/entries/{draft.entry.ref}/", follow=True)
            if draft.entry.state == EntryState.DRAFT:
                assert page.status_code == 404
            elif self.said(draft) not in self.published.values():
                assert self.said(draft) not in page.content.decode()

    @precondition(lambda self: self.writers)
    @rule()
    def a_reader_searches(self) -> None:
        """Search and API know the words of what is public, and no others."""
        public = {self.said(edition) for edition in Edition.objects.published()}
        drafts = {self.said(edition) for edition in Edition.objects.filter(state=EditionState.DRAFT)}
        for address in ("/entries/?q=wording", "/api/v1/entries/?q=wording"):
            found = set(
                re.findall(r"Wording number \d+ of this test", re.sub(r"<[^>]+>", "", Client().get(address).content.decode()))
            )
            assert found == public, address
            assert not found & (drafts - public), address

    @invariant()
    def the_steps_replay_to_the_present(self) -> None:
        for entry in Entry.objects.all():
            states: dict[int, str] = {}
            stages: dict[int, str] = {}
            for step in Step.objects.filter(entry=entry):
                replay(step, states, stages)
            editions = list(entry.editions.all())
            assert states == {edition.number: edition.state for edition in editions}
            for edition in editions:
                if edition.is_draft:
                    replayed = Stage.IN_REVIEW if edition.pk in self.sent_back else stages[edition.number]
                    assert edition.stage == replayed
            assert entry.state == entry_state(states, merged=entry.merged_into_id is not None)


def entry_state(states: dict[int, str], *, merged: bool) -> str:
    """Where an entry stands whose editions stand so."""
    if EditionState.PUBLISHED in states.values():
        return EntryState.PUBLISHED
    if EditionState.WITHDRAWN in states.values():
        return EntryState.MERGED if merged else EntryState.WITHDRAWN
    return EntryState.DRAFT


STAGES = {
    Verb.CREATE: Stage.DRAFTING,
    Verb.START_EDITION: Stage.DRAFTING,
    Verb.RESTORE: Stage.DRAFTING,
    Verb.SUBMIT: Stage.IN_REVIEW,
    Verb.EDIT: Stage.IN_REVIEW,  # an edit is a step only where it takes an approval away
    Verb.REQUEST_CHANGES: Stage.CHANGES_REQUESTED,
    Verb.APPROVE: Stage.APPROVED,
}


def replay(step: Step, states: dict[int, str], stages: dict[int, str]) -> None:
    """What a step makes of the states and stages of an entry's editions."""
    if step.verb in STAGES:
        stages[step.edition_number] = STAGES[Verb(step.verb)]
    if step.verb == Verb.GO_BACK and stages[step.edition_number] == Stage.APPROVED:
        stages[step.edition_number] = Stage.IN_REVIEW
    if step.verb in {Verb.CREATE, Verb.START_EDITION, Verb.RESTORE}:
        states[step.edition_number] = EditionState.DRAFT
    elif step.verb in {Verb.PUBLISH, Verb.PUBLISH_IN_EMERGENCY}:
        former = [number for number, state in states.items() if state == EditionState.PUBLISHED]
        states.update(dict.fromkeys(former, EditionState.SUPERSEDED))
        states[step.edition_number] = EditionState.PUBLISHED
    elif step.verb in {Verb.WITHDRAW, Verb.MERGE}:
        states[step.edition_number] = EditionState.WITHDRAWN
    elif step.verb == Verb.DISCARD:
        del states[step.edition_number]


@pytest.mark.django_db
def test_whatever_people_do():
    run_state_machine_as_test(
        Desk, settings=settings(max_examples=20, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
    )
