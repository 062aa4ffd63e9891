"""The addresses of the entries: the list of all, each entry, and each edition of it."""

from django.urls import path

from experiences.pages.browse import browse
from experiences.pages.entry import by_ref, edition, entry

app_name = "entries"
urlpatterns = [
    path("", browse, name="list"),
    path("<slug:ref>/", by_ref, name="by_ref"),
    path("<slug:ref>/editions/<int:number>/", edition, name="preview"),
    path("<slug:ref>/<slug:slug>/", entry, name="detail"),
]
