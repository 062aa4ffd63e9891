"""The settings of a portal on one's own machine, with one address more, /healthz/hello, which does nothing, and no limits."""

from ssc_portal.settings.dev import *  # noqa: F403

# One client asks for all of it.
API_RATE_LIMITS = {"search": 1_000_000, "bulk": 1_000_000, "export": 1_000_000}

ROOT_URLCONF = "benchmarks.urls"
