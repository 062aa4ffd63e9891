"""Settings that every way of running the portal shares.

What differs between them comes from the environment; `docs/deploying.md` lists every variable. A variable that is set to
something unusable stops the start with a message that names it.
"""

from pathlib import Path
from typing import Any

import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .desk import *  # noqa: F403
from .exports import *  # noqa: F403
from .harvest import *  # noqa: F403
from .mail import *  # noqa: F403
from .sign_in import *  # noqa: F403
from .sign_in import OIDC_ORIGINS

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "procrastinate.contrib.django",
    "ssc_portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ssc_portal.accounts",
    "ssc_portal.jobs",
    "countries",
    "experiences",
    "ssc_portal.apps.CuratorsDeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "corsheaders",
    "csp",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "ssc_portal.request_log.RequestLogMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ssc_portal.freshness.FreshnessMiddleware",
    "ssc_portal.time_limit.TimeLimitMiddleware",
    "ssc_portal.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "ssc_portal.api.middleware.ApiMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ssc_portal.accounts.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ssc_portal.audit.AuditMiddleware",
]

ROOT_URLCONF = "ssc_portal.urls"
WSGI_APPLICATION = "ssc_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "fragments"],
        "OPTIONS": {"environment": "ssc_portal.fragments.environment"},
    },
]
FORM_RENDERER = "ssc_portal.widgets.QuickRenderer"


def database_from_environment() -> dict[str, Any]:
    """The database that DATABASE_URL names, or the portal's own embedded PostgreSQL where it is not set.

    Raises ImproperlyConfigured when DATABASE_URL names anything but a PostgreSQL server.
    """
    if not env.str("DATABASE_URL", default=""):
        return {"ENGINE": "ssc_portal.embedded_postgres", "NAME": "portal"}
    database: dict[str, Any] = env.db_url("DATABASE_URL")
    if database["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL server: postgres://user:password@host:port/name")
    return database


DATABASES = {"default": database_from_environment() | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
# Searches are short: to compile them would take longer than to run them, and to plan them too, so that they are prepared
# (experiences.search.statements) and planned once. They sort and count in memory.
DATABASES["default"]["OPTIONS"] = {
    "options": "-c jit=off -c plan_cache_mode=force_generic_plan -c work_mem=32MB",
    "prepare_threshold": 1,
} | DATABASES["default"].get("OPTIONS", {})
# In the memory of each process: pages that are still true (ssc_portal.freshness).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 1000}}}
# How long the database may work on one statement of a public page or of the API.
SECONDS_FOR_READERS = 10.0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # languages of the interface; those of the content are in experiences/languages.py
FORMAT_MODULE_PATH = ["ssc_portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The form of an entry with many facts and countries has more fields than the thousand that Django lets through.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGINS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["ssc_portal.api.rendering.StoredJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "ssc_portal.api.paging.CursorPaging",
    "DEFAULT_FILTER_BACKENDS": ["ssc_portal.api.filtering.StrictFilterBackend"],
    "DEFAULT_THROTTLE_CLASSES": ["ssc_portal.api.limits.CostlyThrottle"],
    "DEFAULT_SCHEMA_CLASS": "ssc_portal.api.schema.Schema",
    "EXCEPTION_HANDLER": "ssc_portal.api.errors.problem_response",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # no `?format=`: like any parameter that an endpoint does not know, it is refused
}

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Country Experiences for Child Rights",
    "DESCRIPTION": "What countries did for the rights of children, and who learned it from whom. Open to everybody.",
    "VERSION": "1",
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SERVERS": [{"url": "/", "description": "This portal."}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,
    "POSTPROCESSING_HOOKS": ["ssc_portal.api.schema.finish"],
}

# How many costly requests a network may make in a minute, in each process: ssc_portal/api/limits.py says which they are.
API_RATE_LIMITS = {"search": 120, "bulk": 60, "export": 20}

# Everybody's web page may read the API, and nobody's may do so as somebody who is signed in.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api|exports)/"
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "content-type", "if-modified-since", "if-none-match", "x-request-id")
CORS_EXPOSE_HEADERS = (
    "Content-Language", "Deprecation", "ETag", "Last-Modified", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "Sunset",
    "X-Request-ID",
)  # fmt: skip
CORS_PREFLIGHT_MAX_AGE = 86_400

# The portal's own address, for links that leave it (API, e-mail). Without it, links take the host of the request.
PORTAL_URL = env.str("PORTAL_URL", default="").rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "ssc_portal.request_log.RequestIdFilter"}},
    "formatters": {"json": {"()": "ssc_portal.request_log.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]},
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # a request that is refused has its line already; Django's own would be a second one
        "django.request": {"level": "ERROR"},
        # of the queue: a job that starts or ends, and no more
        "procrastinate": {"level": "WARNING"},
        "procrastinate.worker": {"level": env.str("LOG_LEVEL", default="INFO")},
    },
}

# Where background jobs are written (ssc_portal/jobs). A new module is named here.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = [
    f"ssc_portal.jobs.{module}" for module in ("publications", "digests", "mails", "forgetting", "dumping")
]

# What the audit trail of countries and authority records keeps: every insert, update and delete, by whatever way it came.
# Only requests that may change something say who made them: to find that out for a reader would make every page vary by cookie.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
