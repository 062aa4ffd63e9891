"""Who may do what on the desk: the one place that says it, for admin, pages, imports and jobs.

A rule is a filter of editions, so that "may she do this to that?" and "to which may she do it?" are one question.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from experiences.models import Contributor, CountryRole, Edition, EmergencyReview, Entry, OrganisationRole, Remit, Save
from experiences.querysets import EditionQuerySet
from experiences.vocabulary import EditionState, EntryState, Role, Stage, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from ssc_portal.accounts.models import User

    Person = AbstractBaseUser | AnonymousUser

Condition = Callable[[Any], Q]
"""Which editions, as seen by a person."""


def _any(person: Any) -> Q:
    """All editions: a condition that asks the database nothing."""
    return ~Q(pk__in=[])


def _own(person: Any) -> Q:
    """Editions of the person's countries and organisations, and those that the person started: a new one names no country yet."""
    remit = Remit.objects.filter(person=person)
    countries = CountryRole.objects.filter(edition=OuterRef("pk"), country__in=remit.values("countries"))
    organisations = OrganisationRole.objects.filter(edition=OuterRef("pk"), organisation__in=remit.values("organisations"))
    return Q(created_by=person) | Exists(countries) | Exists(organisations)


def _own_or_public_once(person: Any) -> Q:
    """Of an entry that stands, what the public reads or once read."""
    return _own(person) | (~_DRAFT & Q(entry__state=EntryState.PUBLISHED))


def _in_own_hands(person: Any) -> Q:
    return Q(owner=person) & _own(person)


def _has_languages(person: Any) -> Q:
    return Q(Exists(Remit.objects.filter(person=person, languages__len__gt=0)))


def _not_worked_on(person: Any) -> Q:
    return ~Q(Exists(Contributor.objects.filter(edition=OuterRef("pk"), person=person)))


def _newest(person: Any) -> Q:
    """The last edition of an entry that stands for itself: where nothing is in the works, and nothing was merged."""
    later = Edition.objects.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))
    return ~_DRAFT & ~Exists(later) & ~Q(entry__state=EntryState.MERGED)


def _of_old(person: Any) -> Q:
    """An edition that others have followed, of an entry where nothing is in the works."""
    later = Edition.objects.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))
    drafts = Edition.objects.filter(entry=OuterRef("entry"), state=EditionState.DRAFT)
    return Exists(later) & ~Exists(drafts) & ~Q(entry__state=EntryState.MERGED)


def _emergency(person: Any) -> Q:
    reviewed = EmergencyReview.objects.filter(edition=OuterRef("pk"))
    return ~Q(emergency_reason="") & ~Exists(reviewed) & ~Q(published_by=person) & _not_worked_on(person)


_DRAFT = Q(state=EditionState.DRAFT)


def _draft(person: Any) -> Q:
    return _DRAFT


def _draft_in(*stages: Stage) -> Condition:
    return lambda person: _DRAFT & Q(stage__in=stages)


def _saved_before(person: Any) -> Q:
    """A draft with a save from before the last."""
    return _DRAFT & Q(Exists(Save.objects.filter(edition=OuterRef("pk"), revision__lt=OuterRef("revision"))))


def _scheduled(person: Any) -> Q:
    return _DRAFT & Q(publish_at__isnull=False)


def _both(one: Condition, other: Condition) -> Condition:
    return lambda person: one(person) & other(person)


def _published(person: Any) -> Q:
    return Q(state=EditionState.PUBLISHED)


@dataclass(frozen=True)
class Rule:
    """The editions that a verb fits, and how far each role that has the verb reaches among them."""

    fits: Condition
    reach: dict[Role, Condition]


_WITH_WRITER = _draft_in(Stage.DRAFTING, Stage.CHANGES_REQUESTED)
_WITH_REVIEWER = _draft_in(Stage.IN_REVIEW)
_FOCAL, _EDITOR, _REVIEWER, _PUBLISHER, _CHIEF, _TRANSLATOR = Role
_STAFF = (_TRANSLATOR, _EDITOR, _REVIEWER, _PUBLISHER)


def _all(*roles: Role) -> dict[Role, Condition]:
    return dict.fromkeys(roles, _any)


# An administrator has every role.
RULES: dict[Verb, Rule] = {
    Verb.VIEW: Rule(_any, {_FOCAL: _own_or_public_once} | _all(*_STAFF)),
    Verb.CREATE: Rule(_any, _all(_FOCAL, _EDITOR)),
    Verb.EDIT: Rule(_draft, {_FOCAL: _both(_own, _WITH_WRITER)} | _all(_EDITOR)),
    Verb.TRANSLATE: Rule(_draft, {_TRANSLATOR: _has_languages}),
    Verb.GO_BACK: Rule(_saved_before, {_FOCAL: _both(_own, _WITH_WRITER)} | _all(_EDITOR)),
    Verb.COMMENT: Rule(_draft, {_FOCAL: _own} | _all(*_STAFF)),
    Verb.SHARE: Rule(_draft, {_FOCAL: _own} | _all(_EDITOR, _REVIEWER, _PUBLISHER)),
    Verb.HAND_OVER: Rule(_draft, {_FOCAL: _in_own_hands, _REVIEWER: _WITH_REVIEWER} | _all(_EDITOR)),
    Verb.SUBMIT: Rule(_WITH_WRITER, {_FOCAL: _own} | _all(_EDITOR)),
    Verb.REQUEST_CHANGES: Rule(_draft_in(Stage.IN_REVIEW, Stage.APPROVED), _all(_REVIEWER, _PUBLISHER)),
    Verb.APPROVE: Rule(_both(_WITH_REVIEWER, _not_worked_on), _all(_REVIEWER)),
    Verb.SCHEDULE: Rule(_draft_in(Stage.APPROVED), _all(_PUBLISHER)),
    Verb.UNSCHEDULE: Rule(_scheduled, _all(_PUBLISHER)),
    Verb.PUBLISH: Rule(_draft_in(Stage.APPROVED), _all(_PUBLISHER)),
    Verb.PUBLISH_IN_EMERGENCY: Rule(_draft_in(Stage.DRAFTING, Stage.IN_REVIEW, Stage.CHANGES_REQUESTED), _all(_PUBLISHER)),
    Verb.REVIEW_EMERGENCY: Rule(_emergency, _all(_REVIEWER)),
    Verb.START_EDITION: Rule(_newest, {_FOCAL: _own} | _all(_EDITOR)),
    Verb.RESTORE: Rule(_of_old, _all(_EDITOR)),
    Verb.WITHDRAW: Rule(_published, _all(_PUBLISHER)),
    Verb.MERGE: Rule(_published, _all(_PUBLISHER)),
    Verb.DISCARD: Rule(_draft, {_FOCAL: _both(_in_own_hands, _WITH_WRITER)} | _all(_EDITOR)),
    Verb.VIEW_RECORDS: Rule(_any, _all(_FOCAL, *_STAFF)),
    Verb.EDIT_RECORDS: Rule(_any, _all(_EDITOR)),
    Verb.SEE_SEARCHES: Rule(_any, _all(*_STAFF)),
    Verb.IMPORT: Rule(_any, _all(_CHIEF)),
    Verb.SEE_AUDIT: Rule(_any, _all(_CHIEF)),
    Verb.SET_RULES: Rule(_any, _all(_CHIEF)),
    Verb.MANAGE_PEOPLE: Rule(_any, _all(_CHIEF)),
    Verb.SEE_JOBS: Rule(_any, _all(_CHIEF)),
}


def roles_of(person: "Person") -> frozenset[Role]:
    """The person's roles. As with Django's permissions, they are read once for each time that the person is fetched."""
    known: dict[str, Any] = person.__dict__
    if "desk_roles" not in known:
        known["desk_roles"] = _read_roles(person) if person.is_active and not person.is_anonymous else frozenset()
    roles: frozenset[Role] = known["desk_roles"]
    return roles


def _read_roles(person: Any) -> frozenset[Role]:
    names = {group.name for group in person.groups.all()}
    return frozenset(Role) if person.is_superuser or Role.ADMINISTRATOR in names else frozenset(names) & frozenset(Role)


def languages_of(person: "Person") -> list[str]:
    """The languages that a translator translates into; an administrator may do so into none that no remit names."""
    remit = Remit.objects.filter(person=person.pk).first()
    return remit.languages if remit else []


def allowed(person: "Person", verb: Verb, editions: EditionQuerySet) -> EditionQuerySet:
    """Those of the editions to which the person may do it. What is published may be viewed by everybody."""
    reached = _reached(person, verb)
    within = RULES[verb].fits(person) & reached if reached else Q(pk__in=[])
    return editions.filter(within | Q(state=EditionState.PUBLISHED) if verb == Verb.VIEW else within)


def _reached(person: "Person", verb: Verb) -> Q:
    """How far the person's roles with the verb reach; an empty filter without such a role. Beside one that reaches everything
    no other is asked for: of an administrator, who has all of them, the question stays short."""
    roles = roles_of(person)
    reaches = [reach for role, reach in RULES[verb].reach.items() if role in roles]
    return _any(person) if _any in reaches else reduce(or_, (reach(person) for reach in reaches), Q())


def may(person: "Person", verb: Verb, about: Edition | Entry | None = None) -> bool:
    """Whether the person may do it: to this edition, to some edition of this entry, or, without either, at all.

    An edition is judged as the database has it now.
    """
    if about is None:
        return not roles_of(person).isdisjoint(RULES[verb].reach)
    return allowed(person, verb, _editions_of(about)).exists()


def _editions_of(about: Edition | Entry) -> EditionQuerySet:
    return Edition.objects.filter(**{"pk" if isinstance(about, Edition) else "entry": about.pk})


def fits(person: "Person", verb: Verb, about: Edition | Entry) -> bool:
    """Whether the verb could be done now, if the person had the role and the reach."""
    return _editions_of(about).filter(RULES[verb].fits(person)).exists()


def people_for(verb: Verb, edition: Edition) -> "list[User]":
    """Those whose role it is to do this to the edition, and who may; the administrators where there is nobody else.

    Six queries at most, for any number of people.
    """
    people: Any = get_user_model()._default_manager.filter(is_active=True).prefetch_related("groups").order_by("pk")
    with_role = Q(groups__name__in=list(RULES[verb].reach))
    in_charge = Q(groups__name=Role.ADMINISTRATOR) | Q(is_superuser=True)
    for those in (with_role, in_charge):
        if able := _able(list(people.filter(those).distinct()), verb, edition):
            return able
    return []


def _able(people: "list[User]", verb: Verb, edition: Edition) -> "list[User]":
    """Those of the people who may do it to the edition: one query, however many they are."""
    this = Edition.objects.filter(pk=OuterRef("pk"))
    answers = {f"may_{person.pk}": Exists(allowed(person, verb, this)) for person in people}
    row = (Edition.objects.filter(pk=edition.pk).values(**answers).first() or {}) if answers else {}
    return [person for person in people if row.get(f"may_{person.pk}")]


def reaches(person: "Person", verb: Verb, edition: Edition) -> bool:
    """Whether the person's roles with the verb reach the edition, though the verb may not fit it now."""
    reached = _reached(person, verb)
    return bool(reached) and _editions_of(edition).filter(reached).exists()


def verbs_for(person: "Person", edition: Edition) -> frozenset[Verb]:
    """All that the person may do to an edition, in one query."""
    verbs = [verb for verb in RULES if may(person, verb) or verb == Verb.VIEW]
    this = Edition.objects.filter(pk=OuterRef("pk"))
    answers = {f"may_{verb}": Exists(allowed(person, verb, this)) for verb in verbs}
    row = Edition.objects.filter(pk=edition.pk).values(**answers).first() or {}
    return frozenset(verb for verb in verbs if row.get(f"may_{verb}"))
