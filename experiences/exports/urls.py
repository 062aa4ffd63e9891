"""The addresses of the downloads."""

from django.urls import path

from experiences.exports.csvw import csvw
from experiences.exports.downloads import Download
from experiences.exports.page import page

app_name = "exports"
urlpatterns = [
    path("", page, name="page"),
    path("csv-metadata.json", csvw, name="csvw"),
    path("<slug:table>.<slug:ending>", Download.as_view(), name="download"),
]
