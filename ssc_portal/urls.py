"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from experiences.harvest.views import harvest
from ssc_portal import health
from ssc_portal.harvest_limit import limited

handler400 = "ssc_portal.api.errors.bad_request"
handler500 = "ssc_portal.api.errors.server_error"

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("admin/", include("ssc_portal.accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("ssc_portal.api.urls")),
    path("oai", limited(harvest), name="harvest"),
    path("", include("experiences.urls")),
]
