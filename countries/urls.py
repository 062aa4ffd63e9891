"""Being written: pages 2 replaces this file. What ssc_portal/urls.py needs of it: app_name and urlpatterns with these names."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "countries"
urlpatterns = [
    path("", TemplateView.as_view(template_name="base.html"), name="list"),
    path("<slug:iso3>/", TemplateView.as_view(template_name="base.html"), name="detail"),
]
