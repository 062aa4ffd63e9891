"""The citation of an entry as a file, for reference managers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from experiences.citing.citation import citation_of
from experiences.citing.formats import FORMATS
from experiences.models import Edition


@require_safe
def cite(request: HttpRequest, ref: str, ending: str) -> HttpResponse:
    """What the entry's address shows as a bibliographic record; where that shows nothing, it answers as the entry itself does."""
    if ending not in FORMATS:
        raise Http404
    edition = Edition.objects.shown().prefetch_related("texts", "themes").filter(entry__ref=ref.upper()).first()
    if edition is None:
        return redirect("entries:by_ref", ref=ref)
    form = FORMATS[ending]
    name = f"{edition.entry.ref.lower()}-{edition.number}.{ending}"
    return HttpResponse(
        form.write(citation_of(edition, request)),
        content_type=f"{form.media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
