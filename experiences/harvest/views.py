"""The one address that harvesters ask."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from countries.api.fields import absolute_url, portal_address
from experiences.harvest.arguments import read
from experiences.harvest.errors import ProtocolError
from experiences.harvest.records import horizon
from experiences.harvest.verbs import Portal, answer, moment
from experiences.harvest.xml import add, element, written

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
_UNREADABLE = ("badVerb", "badArgument")
"""Errors whose answers do not repeat the arguments (section 3.2)."""


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request: HttpRequest) -> HttpResponse:
    """The answer to a request of OAI-PMH 2.0, by GET or as a form. Errors of the protocol are answers like others.

    `responseDate` is the moment up to which the answer tells of every change: now, or some time before while somebody writes.
    Whoever asks the next time with `from` that date misses nothing.
    """
    if not settings.OAI_ADMIN_EMAIL:
        raise Http404
    portal = Portal(portal_address(request), absolute_url(reverse("harvest"), request))
    root = element(
        "OAI-PMH",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {NAMESPACE}OAI-PMH.xsd",
        },
    )
    add(root, "responseDate", moment(horizon()))
    repeated = add(root, "request", portal.base_url)
    try:
        asked = read([*request.GET.lists(), *request.POST.lists()])
        repeated.attrib.update(element("request", {"verb": asked.verb, **asked.arguments}).attrib)
        with translation.override("en"):
            root.append(answer(asked, portal))
    except ProtocolError as error:
        if error.code in _UNREADABLE:
            repeated.attrib.clear()
        add(root, "error", error.message, {"code": error.code})
    return HttpResponse(written(root), content_type="text/xml; charset=utf-8")
