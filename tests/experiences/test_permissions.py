"""The permission table: every verb, by every role, to what is one's own, others' or written by oneself, in every state."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from django.utils import timezone

from experiences.editorial import keep_save, note_change, publish_in_emergency, request_changes, schedule, submit
from experiences.models import Contributor, Edition, Remit
from experiences.permissions import RULES, allowed, may, verbs_for
from experiences.vocabulary import Role, Verb, WithdrawalReason
from ssc_portal.accounts.models import User
from tests.desk import approved, person, publish, publisher, reviewer, start_edition, withdraw, writer
from tests.factories import make_country, make_entry

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("permissions")]

# d being written, r in review, c changes requested, a approved, p published, e published in an emergency and not reviewed,
# s superseded by a later edition, w withdrawn; t approved, with a time of publication
DRAFTS, ALL = "drcat", "drcatpesw"
WHOSE = ("own", "other", "written")
"""Of the person's country and in his or her hands; neither; started by the person."""
NOBODY = None
F, E, R, P, A, T = Role.FOCAL_POINT, Role.EDITOR, Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR, Role.TRANSLATOR


def each(letters: str, *roles: Role | None) -> dict[Any, tuple[str, str, str]]:
    return dict.fromkeys(roles, (letters, letters, letters))


TABLE: dict[Verb, dict[Any, tuple[str, str, str]]] = {
    #                          to one's own, to others', to what one has written
    Verb.VIEW: {F: (ALL, "pes", ALL)} | each(ALL, T, E, R, P, A) | each("pe", NOBODY),
    Verb.CREATE: each(ALL, F, E, A),
    Verb.EDIT: {F: ("dc", "", "dc")} | each(DRAFTS, E, A),
    Verb.TRANSLATE: each(DRAFTS, T, A),
    Verb.GO_BACK: {F: ("dc", "", "dc")} | each(DRAFTS, E, A),
    Verb.COMMENT: {F: (DRAFTS, "", DRAFTS)} | each(DRAFTS, T, E, R, P, A),
    Verb.SHARE: {F: (DRAFTS, "", DRAFTS)} | each(DRAFTS, E, R, P, A),
    Verb.HAND_OVER: {F: (DRAFTS, "", DRAFTS)} | each("r", R) | each(DRAFTS, E, A),
    Verb.SUBMIT: {F: ("dc", "", "dc")} | each("dc", E, A),
    Verb.REQUEST_CHANGES: each("rat", R, P, A),
    Verb.APPROVE: {R: ("r", "r", ""), A: ("r", "r", "")},
    Verb.SCHEDULE: each("at", P, A),
    Verb.UNSCHEDULE: each("t", P, A),
    Verb.PUBLISH: each("at", P, A),
    Verb.PUBLISH_IN_EMERGENCY: each("drc", P, A),
    Verb.REVIEW_EMERGENCY: {R: ("e", "e", ""), A: ("e", "e", "")},
    Verb.START_EDITION: {F: ("pew", "", "pew")} | each("pew", E, A),
    Verb.RESTORE: each("s", E, A),
    Verb.WITHDRAW: each("pe", P, A),
    Verb.MERGE: each("pe", P, A),
    Verb.DISCARD: {F: ("dc", "", "dc")} | each(DRAFTS, E, A),
    Verb.VIEW_RECORDS: each(ALL, F, T, E, R, P, A),
    Verb.EDIT_RECORDS: each(ALL, E, A),
    Verb.SEE_SEARCHES: each(ALL, T, E, R, P, A),
    Verb.IMPORT: each(ALL, A),
    Verb.SEE_AUDIT: each(ALL, A),
    Verb.SET_RULES: each(ALL, A),
    Verb.MANAGE_PEOPLE: each(ALL, A),
    Verb.SEE_JOBS: each(ALL, A),
}


def bring(edition: Edition, state: str) -> None:
    """Take a draft where it belongs, by the people whose work that is."""
    if state == "r":
        submit(edition, by=writer())
    elif state == "c":
        request_changes(submit(edition, by=writer()), reasons="More.", by=reviewer())
    elif state == "a":
        approved(edition)
    elif state == "t":
        schedule(approved(edition), at=timezone.now() + timedelta(days=1), by=publisher())
    elif state == "e":
        publish_in_emergency(edition, reason="A flood.", by=publisher())
    elif state in "psw":
        publish(edition)
    if state == "s":
        publish(start_edition(edition.entry))
    elif state == "w":
        withdraw(edition.entry, WithdrawalReason.IN_ERROR)


@pytest.fixture(scope="module")
def editions(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[tuple[str, str], Edition]]:
    """An edition for each state and each relation to Pat, who is focal point of Viet Nam and translates into French."""
    with django_db_blocker.unblock(), transaction.atomic():
        pat = person("pat")
        remit = Remit.objects.create(person=pat, languages=["fr"])
        remit.countries.add(make_country("VNM"))
        made = {}
        for whose in WHOSE:
            for state in ALL:
                edition = make_entry(countries=["VNM" if whose == "own" else "CHN"], publish=False)
                Edition.objects.filter(pk=edition.pk).update(
                    owner=writer() if whose == "other" else pat, created_by=pat if whose == "written" else writer()
                )
                if whose == "written":
                    Contributor.objects.create(edition=edition, person=pat)
                keep_save(edition, by=writer())
                note_change(edition, seen_revision=edition.revision, by=writer())
                bring(edition, state)
                made[whose, state] = Edition.objects.get(pk=edition.pk)
        yield made
        transaction.set_rollback(True)


def pat_as(role: Role | None) -> User:
    pat = User.objects.get(username="pat")
    pat.groups.set(Group.objects.get_or_create(name=role)[0] for role in [role] if role)
    return User.objects.get(pk=pat.pk)


def expected(verb: Verb, role: Role | None) -> set[tuple[str, str]]:
    cells = TABLE[verb].get(role, ("", "", ""))
    return {(whose, state) for whose, states in zip(WHOSE, cells, strict=True) for state in states}


@pytest.mark.parametrize("role", [NOBODY, *Role], ids=str)
@pytest.mark.parametrize("verb", list(Verb))
def test_the_table_both_ways(editions, verb, role):
    pat = pat_as(role)
    among = Edition.objects.filter(pk__in=[edition.pk for edition in editions.values()])
    places = {edition.pk: place for place, edition in editions.items()}
    assert {places[edition.pk] for edition in allowed(pat, verb, among)} == expected(verb, role)
    assert {place for place, edition in editions.items() if may(pat, verb, edition)} == expected(verb, role)


@pytest.mark.parametrize("role", [NOBODY, *Role], ids=str)
def test_all_verbs_at_once_are_the_same_as_one_by_one(editions, role, django_assert_max_num_queries):
    pat = pat_as(role)
    may(pat, Verb.VIEW)
    for place, edition in editions.items():
        with django_assert_max_num_queries(1):
            verbs = verbs_for(pat, edition)
        assert verbs == {verb for verb in Verb if place in expected(verb, role)}


@pytest.mark.parametrize("role", [NOBODY, *Role], ids=str)
def test_what_one_may_at_all(editions, role):
    pat = pat_as(role)
    assert {verb for verb in Verb if may(pat, verb)} == {verb for verb in Verb if role is not None and role in TABLE[verb]}


def test_of_an_entry_one_may_what_one_may_to_one_of_its_editions(editions):
    pat = pat_as(Role.PUBLISHER)
    assert may(pat, Verb.WITHDRAW, editions["other", "s"].entry), "its second edition is published"
    assert not may(pat, Verb.WITHDRAW, editions["other", "w"].entry)


def test_every_verb_has_a_rule_and_a_row():
    assert set(RULES) == set(TABLE) == set(Verb)


def test_superusers_have_the_roles_of_an_administrator_and_are_bound_as_these_are(editions):
    pat = pat_as(NOBODY)
    User.objects.filter(pk=pat.pk).update(is_superuser=True)
    pat = User.objects.get(pk=pat.pk)
    for place, edition in editions.items():
        assert verbs_for(pat, edition) == {verb for verb in Verb if place in expected(verb, Role.ADMINISTRATOR)}


def test_roles_add_up(editions):
    pat = pat_as(Role.FOCAL_POINT)
    pat.groups.add(Group.objects.get_or_create(name=Role.REVIEWER)[0])
    both = User.objects.get(pk=pat.pk)
    assert may(both, Verb.APPROVE, editions["other", "r"])
    assert may(both, Verb.EDIT, editions["own", "d"])
    assert not may(both, Verb.EDIT, editions["other", "d"])


def test_an_organisation_of_ones_own_counts_like_a_country(editions):
    edition = make_entry(organisations=["ministry"], publish=False)
    pat = pat_as(Role.FOCAL_POINT)
    assert not may(pat, Verb.EDIT, edition)
    pat.remit.organisations.add(edition.organisation_roles.get().organisation)
    assert may(pat, Verb.EDIT, edition)


def test_a_translator_without_languages_translates_nothing(editions):
    pat = pat_as(Role.TRANSLATOR)
    assert may(pat, Verb.TRANSLATE, editions["other", "d"])
    Remit.objects.update(languages=[])
    assert not may(pat, Verb.TRANSLATE, editions["other", "d"])


@pytest.mark.parametrize("verb", list(Verb))
def test_who_is_not_signed_in_or_no_longer_active_reads_what_is_public(editions, verb):
    chief = User.objects.create_superuser("chief", is_active=False)
    public = {edition.pk for (_whose, state), edition in editions.items() if state in "pe"} if verb == Verb.VIEW else set()
    among = Edition.objects.filter(pk__in=[edition.pk for edition in editions.values()])
    for who in (AnonymousUser(), chief):
        assert not may(who, verb)
        assert {edition.pk for edition in allowed(who, verb, among)} == public
