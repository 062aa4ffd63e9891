"""Each night, one dump is made, however often and by however many it is tried."""

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from experiences.exports import dumps
from experiences.exports.dumps import latest_dump
from ssc_portal.jobs.dumping import make_nightly_dump
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DUMPS_FOLDER = tmp_path
    return settings.DUMPS_FOLDER


def night():
    return int(timezone.now().timestamp())


def test_it_is_made_once_for_a_night():
    make_entry()
    tonight = night()
    make_nightly_dump(timestamp=tonight)
    first = latest_dump()
    assert first
    assert first.rows == 1
    make_nightly_dump(timestamp=tonight)
    assert dumps.dumps() == [first]


def test_it_leaves_one_alone_that_is_being_made():
    with psycopg.connect(connection.connection.info.dsn, password=connection.connection.info.password) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [dumps.LOCK])
        make_nightly_dump(timestamp=night())
    assert latest_dump() is None


def test_without_a_folder_there_is_none(settings):
    settings.DUMPS_FOLDER = None
    make_nightly_dump(timestamp=night())
    assert latest_dump() is None


def test_the_worker_knows_of_it_and_of_its_time():
    app.perform_import_paths()
    periodic = {each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()}
    assert periodic["make_dump"] == "45 19 * * *"
