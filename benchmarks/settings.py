"""The settings of a portal on one's own machine, with one address more: /healthz/hello, a view that does nothing."""

from ssc_portal.settings.dev import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
