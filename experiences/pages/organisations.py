"""The pages of the organisations: all of them by type, and the part that each has in the entries."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from experiences.models import Organisation
from experiences.pages.organisation_profile import OrganisationProfile, with_entry_counts
from experiences.pages.parts import BACKGROUND, parts_of
from experiences.pages.phrases import kinds_in_words
from experiences.vocabulary import OrganisationPart, OrganisationType


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """All organisations, by type in the order of the vocabulary and by name. One query."""
    types = list(OrganisationType)
    organisations = sorted(
        with_entry_counts(Organisation.objects.all()),
        key=lambda each: (types.index(OrganisationType(each.type)), each.sort_name),
    )
    by_type = [(OrganisationType(name), list(members)) for name, members in groupby(organisations, key=lambda each: each.type)]
    return render(request, "pages/organisation_list.html", {"by_type": by_type, "total": len(organisations)})


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation and the entries in which it has a role. A fixed number of queries."""
    organisation = get_object_or_404(Organisation.objects.select_related("parent", "country"), slug=slug)
    profile = OrganisationProfile(organisation)
    parts = parts_of(profile.placings)
    context = {
        "organisation": organisation,
        "search": f"organisation={organisation.slug}",
        "branches": with_entry_counts(organisation.branches.all()),
        "total": profile.kinds.total(),
        "in_words": kinds_in_words(profile.kinds),
        "parts": [(role, parts[role.value]) for role in OrganisationPart if role.value in parts],
        "background": parts.get(BACKGROUND),
    }
    return render(request, "pages/organisation_detail.html", context)


app_name = "organisations"
urlpatterns = [
    path("", organisation_list, name="list"),
    path("<slug:slug>/", organisation_detail, name="detail"),
]
