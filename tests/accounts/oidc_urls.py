"""The portal's addresses where an organisation's sign-in is set up."""

from django.urls import include, path

from ssc_portal.accounts.urls import of_organisation
from ssc_portal.urls import urlpatterns as portal

urlpatterns = [path("admin/", include(of_organisation)), *portal]
