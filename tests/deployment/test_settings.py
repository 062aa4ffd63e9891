"""Settings fail loudly when half-configured."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

WHOLE = {
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://portal@database.example/portal",
}


def start(settings_module: str = "ssc_portal.settings.prod", **environment: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of their own, with nothing but `environment` set."""
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); print('started')"],
        cwd=Path(settings.BASE_DIR),
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": settings_module, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_starts_when_all_is_said():
    assert start(**WHOLE).stdout == "started\n"


@pytest.mark.parametrize("name", sorted(WHOLE))
@pytest.mark.parametrize("empty", [True, False])
def test_production_refuses_to_start_without(name, empty):
    environment = WHOLE | {name: ""} if empty else {key: value for key, value in WHOLE.items() if key != name}
    result = start(**environment)
    assert result.returncode != 0
    assert f"Set these environment variables first: {name}." in result.stderr


def test_production_refuses_a_short_secret_key():
    result = start(**WHOLE | {"SECRET_KEY": "short"})
    assert "SECRET_KEY must be at least 50 characters" in result.stderr


@pytest.mark.parametrize("module", ["ssc_portal.settings.prod", "ssc_portal.settings.dev"])
def test_no_other_database_than_postgresql_is_taken(module):
    result = start(module, **WHOLE | {"DATABASE_URL": "sqlite:///file.db"})
    assert "DATABASE_URL must name a PostgreSQL server" in result.stderr


def test_debug_is_off_in_production_whatever_the_environment_says():
    result = subprocess.run(
        [sys.executable, "-c", "from django.conf import settings; print(settings.DEBUG)"],
        cwd=Path(settings.BASE_DIR),
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "ssc_portal.settings.prod", "DEBUG": "true", **WHOLE},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "False\n"
