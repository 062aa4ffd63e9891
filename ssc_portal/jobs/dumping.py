"""Each night: a dump of everything that is published."""

from contextlib import suppress

from django.conf import settings
from procrastinate.contrib.django import app

from experiences.exports.dumps import DumpUnderWay, latest_dump, make_dump
from ssc_portal.address import portal_url
from ssc_portal.jobs.retrying import AGAIN


@app.periodic(cron="45 19 * * *")
@app.task(name="make_dump", retry=AGAIN, queueing_lock="make_dump")
def make_nightly_dump(timestamp: int) -> None:
    """Make the dump of a night, unless it was made already, another one is being made, or no folder is named for dumps."""
    newest = latest_dump()
    if settings.DUMPS_FOLDER and not (newest and newest.made_at.timestamp() >= timestamp):
        with suppress(DumpUnderWay):
            make_dump(settings.DUMPS_FOLDER, portal_url("").rstrip("/"))
