"""What is new, as Atom (RFC 4287): of all entries, or of any search, and so of each theme and country."""

import datetime
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.api.fields import absolute_url
from experiences.models import Edition
from experiences.pages.filters import address_of, tags
from experiences.portal import PORTAL_NAME
from experiences.search.parameters import SearchParameters, parse
from experiences.search.query import Search, search

ENTRIES = 50
_NEVER = datetime.datetime(2010, 11, 6, tzinfo=datetime.UTC)
"""When a feed without entries last changed: the day of the Declaration."""


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime.datetime:
        """When the newest entry was published."""
        return max((item["updateddate"] for item in self.items), default=_NEVER)


def feed_address(parameters: SearchParameters) -> str:
    """The address of the feed of a search."""
    query = replace(parameters, sort="", verbatim="").urlencode()
    return f"{reverse('entries:feed')}?{query}" if query else reverse("entries:feed")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The entries of a search that were published last, the newest first. 400 for a parameter that means nothing."""
    parameters, problems = parse(request.GET, unknown=["sort", "verbatim"])
    if problems:
        reasons = "\n".join(f"{problem.parameter}={problem.value}: {problem.message}" for problem in problems)
        return HttpResponse(f"{reasons}\n", status=400, content_type="text/plain; charset=utf-8")
    found = search(replace(parameters, sort="-updated"))
    address = absolute_url(request.get_full_path(), request)
    atom = _Feed(
        title=_title(found),
        link=absolute_url(address_of(parameters), request),
        description="",
        language="en",
        feed_url=address,
        feed_guid=address,
        subtitle=_("What was published last."),
        author_name=str(PORTAL_NAME),
    )
    for edition in found[:ENTRIES]:
        _add(atom, edition, request)
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _title(found: Search) -> str:
    """The portal's name, and what narrows the search."""
    narrowed = [tag.value for tag in tags(found.parameters, found.facets)]
    return f"{PORTAL_NAME}: {', '.join(narrowed)}" if narrowed else str(PORTAL_NAME)


def _add(atom: Atom1Feed, edition: Edition, request: HttpRequest) -> None:
    text = next(text for text in edition.texts.all() if text.is_original)
    atom.add_item(
        title=text.title,
        link=absolute_url(edition.get_absolute_url(), request),
        description=text.summary,
        unique_id=absolute_url(reverse("entries:by_ref", args=[edition.entry.ref]), request),
        pubdate=edition.entry.first_published_at,
        updateddate=edition.published_at,
        categories=[theme.label for theme in edition.themes.all()],
    )
