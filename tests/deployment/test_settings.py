"""Settings fail loudly when half-configured."""

import os
import subprocess
import sys
from pathlib import Path
from runpy import run_path

import pytest
from django.conf import settings
from gunicorn.config import Config  # type: ignore[import-untyped]

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


OIDC = {"OIDC_ISSUER": "https://login.example.org/t", "OIDC_CLIENT_ID": "portal", "OIDC_CLIENT_SECRET": "shared"}
MAIL = {"EMAIL_HOST": "mail.example.org", "EMAIL_FROM": "portal@example.org", "EMAIL_USER": "portal", "EMAIL_PASSWORD": "shared"}


@pytest.mark.parametrize("name", sorted(OIDC))
@pytest.mark.parametrize("module", ["ssc_portal.settings.prod", "ssc_portal.settings.dev"])
def test_an_organisations_sign_in_is_set_up_wholly_or_not_at_all(module, name):
    result = start(module, **WHOLE | OIDC | {name: ""})
    assert result.returncode != 0
    assert f"half set up. Set {name} too" in result.stderr


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        ({"OIDC_NAME": "UNICEF"}, "Set OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET too"),
        (OIDC | {"OIDC_ISSUER": "http://login.example.org"}, "OIDC_ISSUER must be an https address"),
        (MAIL | {"EMAIL_HOST": ""}, "EMAIL_HOST is missing"),
        (MAIL | {"EMAIL_FROM": ""}, "EMAIL_FROM is missing"),
        (MAIL | {"EMAIL_PASSWORD": ""}, "set EMAIL_USER and EMAIL_PASSWORD, or neither"),
        (MAIL | {"EMAIL_USER": ""}, "set EMAIL_USER and EMAIL_PASSWORD, or neither"),
        (MAIL | {"EMAIL_ENCRYPTION": "ssl"}, "EMAIL_ENCRYPTION must be one of starttls, tls, none"),
    ],
)
def test_what_is_half_said_of_sign_in_and_mail_is_refused(environment, complaint):
    result = start(**WHOLE | environment)
    assert result.returncode != 0
    assert complaint in result.stderr


HARVEST = {"OAI_ADMIN_EMAIL": "data@example.org", "OAI_HOST": "experiences.example.org"}


@pytest.mark.parametrize(
    ("environment", "complaint"),
    [
        (HARVEST | {"OAI_ADMIN_EMAIL": ""}, "half set up: OAI_ADMIN_EMAIL is missing"),
        (HARVEST | {"OAI_ADMIN_EMAIL": "somebody"}, 'must be an e-mail address, not "somebody"'),
        (HARVEST | {"OAI_HOST": ""}, "half set up: set PORTAL_URL, or OAI_HOST to a host name"),
        (HARVEST | {"OAI_HOST": "localhost"}, "half set up: set PORTAL_URL, or OAI_HOST to a host name"),
        (HARVEST | {"OAI_HOST": "", "PORTAL_URL": "https://10.0.0.1"}, "half set up: set PORTAL_URL, or OAI_HOST to a host name"),
    ],
)
def test_a_harvest_that_is_half_set_up_is_refused(environment, complaint):
    result = start(**WHOLE | environment)
    assert result.returncode != 0
    assert complaint in result.stderr


def test_an_address_to_write_to_that_is_none_is_refused():
    result = start(**WHOLE, CONTACT_EMAIL="somebody")
    assert result.returncode != 0
    assert 'CONTACT_EMAIL must be an e-mail address, not "somebody"' in result.stderr


def value(expression: str, settings_module: str = "ssc_portal.settings.prod", **environment: str) -> str:
    """What the settings say in a process of their own."""
    result = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); from django.conf import settings; print({expression})"],
        cwd=Path(settings.BASE_DIR),
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": settings_module, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip()


def test_publishers_and_administrators_need_a_second_factor_on_a_public_server_and_not_on_ones_own_machine():
    expression = "*settings.SECOND_FACTOR_GROUPS"
    assert value(expression, **WHOLE) == "publisher administrator"
    assert value(expression, **WHOLE, SECOND_FACTOR_ALSO_FOR="reviewer,editor") == "publisher administrator reviewer editor"
    assert value(expression, "ssc_portal.settings.dev", **WHOLE) == ""


def test_an_organisations_sign_in_is_off_unless_it_is_set_up():
    expression = "bool(settings.SOCIALACCOUNT_PROVIDERS), settings.OIDC_NAME, *settings.OIDC_ORIGINS"
    assert value(expression, **WHOLE) == "False"
    assert value(expression, **WHOLE, **OIDC) == "True login.example.org https://login.example.org"
    assert value(expression, **WHOLE, **OIDC, OIDC_NAME="UNICEF") == "True UNICEF https://login.example.org"


def test_a_harvest_is_on_where_somebody_is_named_for_it():
    expression = "settings.OAI_ADMIN_EMAIL, settings.OAI_HOST"
    assert value(expression, **WHOLE) == ""
    assert value(expression, **WHOLE, **HARVEST) == "data@example.org experiences.example.org"
    named = {"OAI_ADMIN_EMAIL": "data@example.org", "PORTAL_URL": "https://portal.example.org:8443/"}
    assert value(expression, **WHOLE, **named) == "data@example.org portal.example.org"
    assert value(expression, "ssc_portal.settings.dev", **WHOLE) == "portal@localhost portal.localhost"


@pytest.mark.parametrize(
    ("encryption", "expected"), [("", "587 True False"), ("tls", "465 False True"), ("none", "25 False False")]
)
def test_mail_goes_out_where_a_server_is_named(encryption, expected):
    expression = "settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL"
    assert value(expression, **WHOLE, **MAIL, EMAIL_ENCRYPTION=encryption) == expected
    assert "dummy" in value("settings.EMAIL_BACKEND", **WHOLE)


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


@pytest.mark.parametrize("folder", ["dumps", "/there/is/no/such/folder", "/etc/passwd"])
def test_dumps_are_kept_in_a_folder_that_is_there(folder):
    result = start(**WHOLE | {"DUMPS_DIR": folder})
    assert result.returncode != 0
    assert f'DUMPS_DIR must be the whole path of a folder that is there, not "{folder}".' in result.stderr


def test_where_dumps_are_kept(tmp_path):
    assert value("settings.DUMPS_FOLDER", **WHOLE) == "None"
    assert value("settings.DUMPS_FOLDER", **WHOLE, DUMPS_DIR=str(tmp_path)) == str(tmp_path)
    own = value("settings.DUMPS_FOLDER", "ssc_portal.settings.dev", PORTAL_DATA_DIR=str(tmp_path))
    assert own == str(tmp_path / "dumps")


@pytest.mark.parametrize("name", ["OVERDUE_REVIEW_DAYS", "OVERDUE_DRAFT_DAYS", "OVERDUE_ENTRY_MONTHS"])
@pytest.mark.parametrize("value", ["0", "-1", "soon", "1.5"])
def test_what_is_overdue_is_a_whole_number(name, value):
    result = start(**WHOLE | {name: value})
    assert result.returncode != 0
    assert f'{name} must be a whole number of 1 or more, not "{value}".' in result.stderr


def test_no_header_of_a_request_says_under_which_part_of_an_address_the_portal_stands():
    config = Config()
    for name, value in run_path(str(Path(settings.BASE_DIR, "gunicorn.conf.py"))).items():
        if name in config.settings:
            config.set(name, value)
    assert config.forwarder_headers == []
