"""The addresses of the downloads."""

from django.urls import path

from experiences.exports.csvw import csvw
from experiences.exports.downloads import Download
from experiences.exports.dump_files import DumpFile, LatestDump
from experiences.exports.page import page

app_name = "exports"
urlpatterns = [
    path("", page, name="page"),
    path("csv-metadata.json", csvw, name="csvw"),
    path("dumps/latest.ndjson.gz", LatestDump.as_view(), name="latest_dump"),
    path("dumps/latest.ndjson.gz<str:beside>", LatestDump.as_view()),
    path("dumps/<str:name>", DumpFile.as_view(), name="dump"),
    path("<slug:table>.<slug:ending>", Download.as_view(), name="download"),
]
