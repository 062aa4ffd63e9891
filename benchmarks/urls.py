"""The portal's addresses, and /healthz/hello: what gunicorn, Django and the middleware cost by themselves.

It stands where nothing is a public page, or it would be sent from memory.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def hello(request: HttpRequest) -> HttpResponse:
    """Nothing but two words."""
    return HttpResponse("Hello, world")


urlpatterns = [path("healthz/hello", hello), path("", include("ssc_portal.urls"))]
