"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

from ssc_portal import health

handler400 = "ssc_portal.api.errors.bad_request"
handler500 = "ssc_portal.api.errors.server_error"

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("admin/", include("ssc_portal.accounts.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("ssc_portal.api.urls")),
    path("", include("experiences.urls")),
]
