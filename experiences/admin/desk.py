"""The first page of the admin: what waits for whoever asks, what comes by itself, what is overdue, what was published."""

import datetime
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from experiences.admin.checklist import sign
from experiences.admin.naming import change_url, review_url, title_of
from experiences.admin.waiting import Group, coming_for, overdue_for, waiting_for
from experiences.admin.way import Way, ways
from experiences.models import KIND_MODELS, Edition, Entry, Notice
from experiences.quality import checklists
from experiences.querysets import EditionQuerySet
from experiences.vocabulary import EditionState, EntryState, Kind, Stage

_MOST_OF_A_GROUP = 5
_MOST_OF_A_PAGE = 50
_MOST_PUBLISHED = 6
_MOST_NOTICES = 6
_TALKED_ABOUT = {"review", "comments"}
"""The groups whose rows lead to the review page."""


@dataclass(frozen=True)
class Row:
    """An edition in a list on the desk."""

    title: str
    url: str
    ref: str
    kind: str
    edition: int
    owner: str
    """Who has the draft, where that is somebody else."""
    is_draft: bool
    at: datetime.datetime | None
    publish_at: datetime.datetime | None
    """When it is to be published, if it has a time."""
    sign: str
    open_comments: int
    way: Way


@dataclass(frozen=True)
class ShownGroup:
    """A group with its first rows, or all of them; `total` counts those that are not shown, too."""

    name: str
    heading: str
    total: int
    rows: list[Row]


@dataclass(frozen=True)
class Tally:
    """How many entries of a kind there are, and where their drafts stand, with the addresses of the lists that show them."""

    label: str
    list_url: str
    add_url: str
    published: int
    stages: list[tuple[str, str, int]]
    """The stages in order, each with its name and its number of drafts."""
    withdrawn: int


@dataclass(frozen=True)
class Desk:
    """All that is on the desk; or `whole`, the one group that is shown in pages, in place of all else."""

    waiting: list[ShownGroup] = field(default_factory=list)
    coming: list[ShownGroup] = field(default_factory=list)
    overdue: list[ShownGroup] = field(default_factory=list)
    published: list[Row] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    whole: ShownGroup | None = None
    page: Page | None = None


def desk(request: HttpRequest, site: admin.AdminSite) -> Desk:
    """The desk of the person who asks; with `?show=` the name of a group, that group in pages. A fixed number of queries."""
    admins = {Kind(str(model._meta.model_name)): site.get_model_admin(model) for model in KIND_MODELS}
    if not all(model_admin.has_view_permission(request) for model_admin in admins.values()):
        return Desk()
    parts = [groups_for(request.user) for groups_for in (waiting_for, coming_for, overdue_for)]
    asked = request.GET.get("show", "")
    for group in chain(*parts):
        if group.name == asked:
            return _whole(request, group)
    fetched = [(group, list(_rows_of(group)[:_MOST_OF_A_GROUP])) for group in chain(*parts)]
    latest = Group("published", "", Edition.objects.published(), ("-published_at", "-pk"))
    *shown, published = _shown(request.user, [*fetched, (latest, list(_rows_of(latest)[:_MOST_PUBLISHED]))])
    filled = iter(shown)
    waiting, coming, overdue = ([group for group in islice(filled, len(part)) if group.rows] for part in parts)
    return Desk(
        waiting=waiting,
        coming=coming,
        overdue=overdue,
        published=published.rows,
        tallies=_tallies(request, admins),
        notices=list(Notice.objects.for_person(request.user).unseen()[:_MOST_NOTICES]),
        stages=[str(label) for label in Stage.labels],
    )


def _whole(request: HttpRequest, group: Group) -> Desk:
    """The page of a group that is asked for; the nearest one where there is none of that number."""
    page = Paginator(_rows_of(group), _MOST_OF_A_PAGE).get_page(request.GET.get("page"))
    return Desk(whole=_shown(request.user, [(group, list(page.object_list))])[0], page=page)


def _rows_of(group: Group) -> EditionQuerySet:
    """The editions of a group in its order, with what their rows show and how many there are in all."""
    editions = group.editions.with_open_comments().select_related("entry", "owner", "emergency_review")
    return editions.annotate(title=title_of("pk"), total=Window(Count("pk"))).order_by(*group.order)


def _shown(person: Any, groups: list[tuple[Group, list[Any]]]) -> list[ShownGroup]:
    """Groups with their rows, as they are told to a person. A fixed number of queries."""
    editions = [edition for _group, rows in groups for edition in rows]
    filled_in, ways_so_far = checklists(editions), ways(editions)

    def row(group: Group, edition: Any) -> Row:
        return Row(
            title=edition.title or "",
            url=review_url(edition) if group.name in _TALKED_ABOUT else change_url(edition),
            ref=edition.entry.ref,
            kind=edition.get_kind_display(),
            edition=edition.number,
            owner=str(edition.owner) if edition.is_draft and edition.owner not in (None, person) else "",
            is_draft=edition.is_draft,
            at=edition.updated_at if edition.is_draft else edition.published_at,
            publish_at=edition.publish_at,
            sign=sign(filled_in[edition.pk]),
            open_comments=edition.open_comments,
            way=ways_so_far[edition.pk],
        )

    return [
        ShownGroup(group.name, group.heading, rows[0].total if rows else 0, [row(group, edition) for edition in rows])
        for group, rows in groups
    ]


def _tallies(request: HttpRequest, admins: dict[Kind, Any]) -> list[Tally]:
    by_kind = Entry.objects.order_by().values_list("kind", "state").annotate(Count("pk"))
    entries = {(kind, state): count for kind, state, count in by_kind}
    drafts = _drafts(request).order_by().values_list("kind", "stage").annotate(Count("pk"))
    in_the_works = {(kind, stage): count for kind, stage, count in drafts}
    return [
        Tally(
            label=capfirst(str(model_admin.opts.verbose_name_plural)),
            list_url=reverse(f"admin:experiences_{kind}_changelist"),
            add_url=reverse(f"admin:experiences_{kind}_add") if model_admin.has_add_permission(request) else "",
            published=entries.get((kind, EntryState.PUBLISHED), 0),
            stages=[(stage.value, str(stage.label), in_the_works.get((kind, stage), 0)) for stage in Stage],
            withdrawn=entries.get((kind, EntryState.WITHDRAWN), 0) + entries.get((kind, EntryState.MERGED), 0),
        )
        for kind, model_admin in admins.items()
    ]


def _drafts(request: HttpRequest) -> EditionQuerySet:
    return Edition.objects.visible_to(request.user).filter(state=EditionState.DRAFT)
