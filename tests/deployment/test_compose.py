"""The compose file and the Dockerfile name only what is there: no Docker engine is needed to see that."""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
PORTAL_SERVICES = ("migrate", "content", "web", "worker")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    described: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return described


def variables_read() -> set[str]:
    """The names of all environment variables that settings, gunicorn's configuration and the project's code read."""
    files = [ROOT / "gunicorn.conf.py", *(ROOT / "ssc_portal").rglob("*.py")]
    pattern = re.compile(r"""(?:env\.\w+|environ\.get|getenv|environ|_at_least_one)[(\[]\s*"([A-Z_]+)\"""")
    return {name for file in files for name in pattern.findall(file.read_text())}


@pytest.mark.parametrize("service", PORTAL_SERVICES)
def test_every_variable_that_compose_sets_is_one_that_the_portal_reads(compose, service):
    unread = set(compose["services"][service]["environment"]) - variables_read()
    assert not unread


def test_every_variable_that_the_portal_reads_is_documented():
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/deploying.md").read_text()))
    assert variables_read() - documented == {"DJANGO_SETTINGS_MODULE"} & variables_read()


@pytest.mark.parametrize("service", ["web", "worker"])
def test_every_variable_for_servers_can_be_set_where_compose_starts_the_portal(compose, service):
    for_ones_own_machine = {"DEBUG", "EMAIL_FILE_PATH", "PORTAL_DATA_DIR"}
    unset = variables_read() - set(compose["services"][service]["environment"])
    assert unset - {"DJANGO_SETTINGS_MODULE"} == for_ones_own_machine


@pytest.mark.parametrize("service", PORTAL_SERVICES)
def test_every_command_in_compose_exists(compose, service):
    commands = [compose["services"][service]["command"]]
    commands += [test[1:] for test in [compose["services"][service].get("healthcheck", {}).get("test")] if test]
    for command in commands:
        if command[:2] == ["python", "manage.py"]:
            assert command[2] in get_commands()
        else:
            assert shutil.which(command[0], path=str(Path(sys.executable).parent))
            assert command[1] == "ssc_portal.wsgi:application"


def test_the_portal_runs_unprivileged_on_a_read_only_file_system(compose):
    for service in PORTAL_SERVICES:
        described = compose["services"][service]
        assert described["read_only"] is True
        assert described["cap_drop"] == ["ALL"]
    assert re.search(r"^USER (?!root)\w+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_the_worker_writes_the_dumps_and_the_web_server_reads_them(compose):
    folder = compose["services"]["web"]["environment"]["DUMPS_DIR"]
    assert compose["services"]["worker"]["volumes"] == [f"dumps:{folder}"]
    assert compose["services"]["web"]["volumes"] == [f"dumps:{folder}:ro"]
    assert "dumps" in compose["volumes"]
    assert f"RUN mkdir {folder} && chown portal {folder}" in (ROOT / "Dockerfile").read_text(), "else the volume is root's"


def test_the_secrets_have_no_default(compose):
    environment = compose["services"]["web"]["environment"]
    for name in ("SECRET_KEY", "ALLOWED_HOSTS"):
        assert environment[name].startswith("${" + name + ":?")
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]


def test_postgresql_18_keeps_its_data_in_a_volume_and_is_waited_for(compose):
    database = compose["services"]["database"]
    assert database["image"] == "postgres:18"
    assert database["volumes"] == ["database:/var/lib/postgresql"]
    assert "database" in compose["volumes"]
    assert "pg_isready" in database["healthcheck"]["test"]
    assert compose["services"]["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_everything_that_the_dockerfile_copies_is_there():
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    for path in " ".join(copied).split():
        assert (ROOT / path).exists(), path
