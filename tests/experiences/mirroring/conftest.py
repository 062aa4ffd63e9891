"""A second portal beside that of the test: a database of its own, empty, and commands that work on it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections


@contextmanager
def on(database: str) -> Iterator[Any]:
    """A connection to another database of the same server."""
    other = connection.copy()
    other.settings_dict["NAME"] = database
    try:
        yield other
    finally:
        other.close()


@contextmanager
def in_place_of_ours(database: str) -> Iterator[None]:
    """This thread works on another database. The threads of a server stay on that of the test."""
    ours = connections[DEFAULT_DB_ALIAS]
    with on(database) as other:
        connections[DEFAULT_DB_ALIAS] = other
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = ours


class SecondPortal:
    """The second portal: what its commands say, and what its database holds."""

    def __init__(self, database: str) -> None:
        self.database = database

    def call(self, *arguments: str) -> str:
        """What a command says. It runs in this process, so that the portal need not start for it."""
        said = StringIO()
        with in_place_of_ours(self.database):
            call_command(*arguments, stdout=said)
        return said.getvalue()

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """A command of manage.py, begun in a process of its own."""
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments, "--settings", "tests.experiences.mirroring.second_settings"],
            cwd=settings.BASE_DIR,
            env=environment | {"SECOND_DATABASE": self.database, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> str:
        """What a command says in a process of its own, which must end well."""
        process = self.start(*arguments)
        said, errors = process.communicate(timeout=600)
        assert process.returncode == 0, errors
        return said

    def refusal(self, *arguments: str) -> str:
        """What a command says in a process of its own, which must fail."""
        process = self.start(*arguments)
        _said, errors = process.communicate(timeout=600)
        assert process.returncode != 0
        return errors

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What its database answers."""
        with on(self.database) as other, other.cursor() as cursor:
            cursor.execute(query)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


@pytest.fixture
def second(transactional_db: None) -> Iterator[SecondPortal]:
    """A second portal, empty as this one is before the test writes anything."""
    ours = connection.settings_dict["NAME"]
    database = f"{ours}_mirror"
    connection.close()  # a database that somebody uses cannot be copied
    with on("postgres") as server:
        with server.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {database}")
            cursor.execute(f"CREATE DATABASE {database} TEMPLATE {ours}")
        try:
            yield SecondPortal(database)
        finally:
            with server.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {database} WITH (FORCE)")
