"""The addresses of the entries: the list of all, each entry, and each edition of it."""

from django.urls import path

from experiences.citing.views import cite
from experiences.pages.browse import browse
from experiences.pages.entry import by_ref, edition, entry
from experiences.pages.feed import feed

app_name = "entries"
urlpatterns = [
    path("", browse, name="list"),
    path("feed/", feed, name="feed"),
    path("<slug:ref>/cite.<str:ending>", cite, name="cite"),
    path("<slug:ref>/", by_ref, name="by_ref"),
    path("<slug:ref>/editions/<int:number>/", edition, name="edition"),
    path("<slug:ref>/<slug:slug>/", entry, name="detail"),
]
