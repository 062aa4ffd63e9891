"""The page of an entry, at an address that is a promise: past addresses lead to it, and what was withdrawn says so.

Browsers keep redirects and 410 for ever unless told otherwise. An entry can be published again and get its old title
back, so they are told to ask each time.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from experiences.linked_data.signposting import signposts
from experiences.models import Edition, Entry, Lesson, Takedown, Transfer
from experiences.models.parts import PART_REF
from experiences.pages.entry_content import entry_content
from experiences.pages.kinds import KIND_NAMES
from experiences.permissions import may
from experiences.querysets import lessons_of, transfers_of
from experiences.vocabulary import EntryState, Kind, Verb


@cache_control(no_cache=True)
@require_safe
def by_ref(request: HttpRequest, ref: str) -> HttpResponse:
    """The short address of an entry, which citations use: a permanent redirect to the full one.

    That of a lesson or a transfer leads, for as long as an edition holds it, to its place on the page of its entry.
    """
    part = PART_REF.fullmatch(ref)
    entry = _find(part["entry"] if part else ref)
    if entry.is_gone:
        return _tombstone(request, entry)
    if part and entry.state != EntryState.MERGED:
        return redirect(_part_of(entry, part["kind"].upper(), int(part["number"])))
    return _to(entry, request, permanent=True)


def _part_of(entry: Entry, kind: str, number: int) -> Lesson | Transfer:
    """The lesson ("L") or the transfer ("T") with that number, as the public reads it. Raises Http404 where there is none."""
    shown = Edition.objects.shown().filter(entry=entry)
    if kind == "L":
        return get_object_or_404(lessons_of(shown), number=number)
    return get_object_or_404(transfers_of(shown), number=number)


@cache_control(no_cache=True)
@require_safe
def entry(request: HttpRequest, ref: str, slug: str) -> HttpResponse:
    """The published edition of an entry; the last one, marked, where the entry is superseded.

    Another slug redirects: for ever where the entry had it once, else for now.
    """
    found = _find(ref)
    if found.is_gone:
        return _tombstone(request, found)
    if found.state == EntryState.MERGED or slug != found.slug:
        permanent = found.state == EntryState.MERGED or found.past_slugs.filter(slug=slug).exists()
        return _to(found, request, permanent=permanent)
    if ref != found.ref:
        return _to(found, request, permanent=True)
    edition = get_object_or_404(Edition.objects.shown().with_everything(), entry=found)
    response = render(request, "pages/entry.html", entry_content(edition, request))
    if found.state == EntryState.PUBLISHED:
        response.headers["Link"] = signposts(found, request)
    return response


@cache_control(no_cache=True)
@require_safe
def edition(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """An edition at its own address, for ever: as long as its entry can be read it can, marked where it is not the current one.

    Of a merged entry it leads where the entry leads; one that was withdrawn in error is gone (410), and so are those before it.
    Any other edition is a preview for people at the desk who may view it, and 404 for others, as if there were nothing.
    """
    found = get_object_or_404(Edition.objects.select_related("entry__merged_into"), entry__ref=ref.upper(), number=number)
    if Edition.objects.readable().filter(pk=found.pk).exists():
        shown = Edition.objects.with_everything().select_related("takedown").get(pk=found.pk)
        return render(request, "pages/entry_edition.html", entry_content(shown, request))
    if may(request.user, Verb.VIEW):
        return _preview(request, found)
    if found.is_draft:
        raise Http404
    if found.entry.state == EntryState.MERGED:
        return _to(found.entry, request, permanent=True)
    return _tombstone(request, found.entry) if found.entry.is_gone else _gone(request, found)


@never_cache
def _preview(request: HttpRequest, found: Edition) -> HttpResponse:
    visible = get_object_or_404(Edition.objects.visible_to(request.user).with_everything(), pk=found.pk)
    return render(request, "pages/entry_preview.html", entry_content(visible, request))


def _gone(request: HttpRequest, found: Edition) -> HttpResponse:
    """That an edition was withdrawn, by itself or with a later one; when, why, and where its entry is read now."""
    takedowns = Takedown.objects.filter(edition__entry=found.entry, edition__number__gte=found.number)
    takedown = takedowns.order_by("edition__number").select_related("edition__entry").first()
    context = {"edition": found, "entry": found.entry, "takedown": takedown}
    return render(request, "pages/edition_withdrawn.html", context, status=410)


def _find(ref: str) -> Entry:
    """The entry that is or once was public under this reference, in capitals or not. Raises Http404 for any other."""
    once_public = Entry.objects.exclude(state=EntryState.DRAFT).select_related("merged_into")
    return get_object_or_404(once_public, ref=ref.upper())


def _to(found: Entry, request: HttpRequest, *, permanent: bool) -> HttpResponse:
    """A redirect to where the entry is read now, with the query string of the request."""
    address = (found.merged_into or found).get_absolute_url()
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address, permanent=permanent)


def _tombstone(request: HttpRequest, found: Entry) -> HttpResponse:
    """What was here, when it was withdrawn, and why: with 410, so that machines know too.

    A mirror has no edition of what was gone before it first looked.
    """
    edition = Edition.objects.filter(entry=found).last_public().prefetch_related("texts").first()
    context = {"entry": found, "edition": edition, "kind_name": KIND_NAMES[Kind(found.kind)]}
    return render(request, "pages/entry_withdrawn.html", context, status=410)
