"""Everything that the page of an entry shows, gathered from one edition."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.api.fields import absolute_url
from experiences.models import Edition, EditionText
from experiences.pages.alike import alike
from experiences.pages.facts import fact_groups
from experiences.pages.kinds import KIND_NAMES
from experiences.pages.relations import relation_groups
from experiences.pages.source_list import SourceList
from experiences.pages.transfer_rows import TransferRow, transfer_rows
from experiences.querysets import published_transfers
from experiences.search.parameters import Problem
from experiences.vocabulary import EditionState, Kind


@dataclass(frozen=True)
class RoleGroup:
    """A role, and the countries or organisations that have it, in their order."""

    role: str
    label: str
    members: list[Any]


def entry_content(edition: Edition, request: HttpRequest) -> dict[str, Any]:
    """What the template of an entry takes, of an edition fetched `with_everything`. A fixed number of queries."""
    texts = list(edition.texts.all())
    text, problems = _text_asked_for(texts, request.GET)
    original = next((each for each in texts if each.is_original), None)
    relations = relation_groups(edition)
    return {
        "edition": edition,
        "entry": edition.entry,
        "kind_name": KIND_NAMES[Kind(edition.kind)],
        "text": text,
        "texts": texts if len(texts) > 1 else [],
        "original": original if text and original and text.is_outdated(original) else None,
        "problems": problems,
        "countries": _by_role(list(edition.country_roles.all()), "country"),
        "organisations": _by_role(list(edition.organisation_roles.all()), "organisation"),
        "facts": fact_groups(list(edition.facts.all())),
        "transfers": _transfers(edition),
        "relations": relations,
        "alike": alike(edition.entry_id, relations) if edition.state == EditionState.PUBLISHED else [],
        "sources": SourceList(edition),
        "history": list(Edition.objects.readable().filter(entry=edition.entry).order_by("-number")),
        "address": absolute_url(edition.entry.get_absolute_url(), request),
        "permanent_address": absolute_url(reverse("entries:edition", args=[edition.entry.ref, edition.number]), request),
    }


def _text_asked_for(texts: list[EditionText], query: QueryDict) -> tuple[EditionText | None, list[Problem]]:
    """The text in the language of `?lang=`, else of the interface, else the original; and what is wrong with the address."""
    by_language = {text.language: text for text in texts}
    asked = query.get("lang", "")
    problems = [Problem("lang", asked, _("There is no text in this language."))] if asked and asked not in by_language else []
    original = next((text for text in texts if text.is_original), None)
    return by_language.get(asked) or by_language.get(get_language() or "") or original, problems


def _by_role(roles: list[Any], member: str) -> list[RoleGroup]:
    """Roles grouped: the roles in the order in which each first appears, their members in order."""
    order = {role: place for place, role in enumerate(dict.fromkeys(each.role for each in roles))}
    grouped = groupby(sorted(roles, key=lambda each: order[each.role]), key=lambda each: (each.role, each.get_role_display()))
    return [RoleGroup(role, label, [getattr(each, member) for each in group]) for (role, label), group in grouped]


def _transfers(edition: Edition) -> list[TransferRow]:
    """The transfers that the edition tells of, then those of other entries that name it. None links to the entry itself."""
    entry = edition.entry_id
    named = Q(experience=entry) | Q(exchange=entry) | Q(outcome=entry)
    elsewhere = published_transfers().filter(named).exclude(edition__entry=entry)
    rows = transfer_rows([*edition.transfers.all(), *elsewhere])

    def unless_itself(named: Edition | None) -> Edition | None:
        return None if named is None or named.entry_id == entry else named

    return [
        replace(
            row,
            experience=unless_itself(row.experience),
            exchange=unless_itself(row.exchange),
            outcome=unless_itself(row.outcome),
        )
        for row in rows
    ]
