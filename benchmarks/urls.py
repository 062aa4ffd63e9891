"""The portal's addresses, and /hello: what gunicorn, Django and the middleware cost by themselves."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def hello(request: HttpRequest) -> HttpResponse:
    """Nothing but two words."""
    return HttpResponse("Hello, world")


urlpatterns = [path("hello", hello), path("", include("ssc_portal.urls"))]
