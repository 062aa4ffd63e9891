"""What a curator needs first: drafts in the works with what they lack, what was published lately, how much there is."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from experiences.admin.naming import change_url, standing, title_of
from experiences.editorial import missing_for_publication
from experiences.models import KIND_MODELS, Edition, Entry
from experiences.querysets import EditionQuerySet
from experiences.vocabulary import EditionState, EntryState, Kind

_MOST_DRAFTS = 15
_MOST_PUBLISHED = 8


@dataclass(frozen=True)
class Row:
    """An edition in a list on the desk."""

    title: str
    url: str
    ref: str
    kind: str
    standing: str
    at: datetime.datetime | None
    missing: list[str]


@dataclass(frozen=True)
class Tally:
    """How many entries of a kind there are, with the addresses of the lists that show them."""

    label: str
    list_url: str
    add_url: str
    published: int
    drafts: int
    withdrawn: int


@dataclass(frozen=True)
class Desk:
    """All that is on the desk."""

    tallies: list[Tally]
    drafts: list[Row]
    more_drafts: int
    published: list[Row]


def desk(request: HttpRequest, site: admin.AdminSite) -> Desk:
    """The desk of the person who asks: the kinds that they may see. A fixed number of queries."""
    admins = {Kind(str(model._meta.model_name)): site.get_model_admin(model) for model in KIND_MODELS}
    kinds = [kind for kind, model_admin in admins.items() if model_admin.has_view_permission(request)]
    editions = Edition.objects.visible_to(request.user).filter(kind__in=kinds).annotate(title=title_of("pk"))
    drafts = editions.filter(state=EditionState.DRAFT)
    shown = drafts.prefetch_related("texts", "citations").order_by("-updated_at", "-pk")[:_MOST_DRAFTS]
    published = editions.published().order_by("-published_at", "-pk")[:_MOST_PUBLISHED]
    tallies = _tallies(request, drafts, {kind: admins[kind] for kind in kinds})
    return Desk(
        tallies=tallies,
        drafts=[_row(edition, edition.updated_at, missing_for_publication(edition)) for edition in shown],
        more_drafts=max(0, sum(tally.drafts for tally in tallies) - _MOST_DRAFTS),
        published=[_row(edition, edition.published_at, []) for edition in published],
    )


def _row(edition: Any, at: datetime.datetime | None, missing: list[str]) -> Row:
    kind = edition.get_kind_display()
    return Row(edition.title or "", change_url(edition), edition.entry.ref, kind, standing(edition), at, missing)


def _tallies(request: HttpRequest, drafts: EditionQuerySet, admins: dict[Kind, admin.ModelAdmin]) -> list[Tally]:
    by_kind = Entry.objects.order_by().values_list("kind", "state").annotate(Count("pk"))
    entries = {(kind, state): count for kind, state, count in by_kind}
    in_the_works = dict(drafts.order_by().values_list("kind").annotate(Count("pk")))
    return [
        Tally(
            label=capfirst(str(model_admin.opts.verbose_name_plural)),
            list_url=reverse(f"admin:experiences_{kind}_changelist"),
            add_url=reverse(f"admin:experiences_{kind}_add") if model_admin.has_add_permission(request) else "",
            published=entries.get((kind, EntryState.PUBLISHED), 0),
            drafts=in_the_works.get(kind, 0),
            withdrawn=entries.get((kind, EntryState.WITHDRAWN), 0) + entries.get((kind, EntryState.MERGED), 0),
        )
        for kind, model_admin in admins.items()
    ]
