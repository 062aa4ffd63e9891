"""The addresses of all pages about entries. Each family of pages lists its own at the end of its module."""

from django.urls import include, path

from experiences.pages.home import home

urlpatterns = [
    path("", home, name="home"),
    path("entries/", include("experiences.pages.entries")),
    path("countries/", include("experiences.pages.countries")),
    path("themes/", include("experiences.pages.themes")),
    path("organisations/", include("experiences.pages.organisations")),
    path("recommendations/", include("experiences.pages.recommendations")),
    path("lessons/", include("experiences.pages.lessons")),
    path("agreements/", include("experiences.pages.agreements")),
    path("exchanges/", include("experiences.pages.exchanges")),
    path("transfers/", include("experiences.pages.transfers")),
    path("suggestions/", include("experiences.pages.typeahead")),
    path("preview/", include("experiences.pages.shared_preview")),
    path("exports/", include("experiences.exports.urls")),
    path("about/", include("experiences.pages.about")),
    path("", include("experiences.linked_data.views")),
    path("", include("experiences.pages.sitemap")),
]
