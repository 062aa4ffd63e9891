"""The addresses of the API, and what answers at those under `/api/` that lead nowhere."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import include, path, re_path, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from countries.api.fields import absolute_url
from countries.api.views import CountryViewSet, GroupViewSet, RegionViewSet
from experiences.api import views
from experiences.api.changes import ChangeViewSet
from experiences.api.problems import UnusableParameters
from ssc_portal.api import reference
from ssc_portal.api.errors import problem
from ssc_portal.api.filtering import unknown

ENDPOINTS = {
    "entries": ("entry", views.EntryViewSet),
    "experiences": ("experience", views.ExperienceViewSet),
    "initiatives": ("initiative", views.InitiativeViewSet),
    "agreements": ("agreement", views.AgreementViewSet),
    "exchanges": ("exchange", views.ExchangeViewSet),
    "lessons": ("lesson", views.LessonViewSet),
    "transfers": ("transfer", views.TransferViewSet),
    "countries": ("country", CountryViewSet),
    "themes": ("theme", views.ThemeViewSet),
    "organisations": ("organisation", views.OrganisationViewSet),
    "recommendations": ("recommendation", views.RecommendationViewSet),
    "regions": ("region", RegionViewSet),
    "groups": ("group", GroupViewSet),
    "sources": ("source", views.SourceViewSet),
    "synonyms": ("synonyms", views.SynonymsViewSet),
    "changes": ("change", ChangeViewSet),
}
"""Each endpoint with the name of one of its records, from which its routes are named, and its views."""


class Root(APIView):
    """The endpoints of the API, each with its address."""

    def get(self, request: Request) -> Response:
        """The name and the address of each endpoint."""
        if problems := unknown(request.query_params, ()):
            raise UnusableParameters(problems, request)
        return Response(
            {endpoint: absolute_url(reverse(f"api:{name}-list"), request) for endpoint, (name, _views) in ENDPOINTS.items()}
        )


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponseBase:
    """Every address under `/api/` that leads nowhere: a problem document, never a page. A forgotten final slash is put right."""
    if not request.path_info.endswith("/") and resolve(f"{request.path_info}/").func is not nowhere:
        return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
    root = absolute_url(reverse("api:root"), request)
    return problem(HTTPStatus.NOT_FOUND, _("There is nothing at this address. The API begins at %(root)s.") % {"root": root})


router = SimpleRouter()
for _endpoint, (_name, _views) in ENDPOINTS.items():
    router.register(_endpoint, _views, basename=_name)

app_name = "api"
urlpatterns = [
    path("docs/", reference.overview, name="reference"),
    path("docs/<slug:endpoint>/", reference.endpoint, name="reference_endpoint"),
    path("v1/", Root.as_view(), name="root"),
    path("v1/openapi.json", reference.openapi, name="openapi"),
    path("v1/", include(router.urls)),
    re_path(r"", nowhere),
]
