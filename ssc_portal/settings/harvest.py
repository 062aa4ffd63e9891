"""Settings of the harvest by OAI-PMH: on where OAI_ADMIN_EMAIL names whom harvesters can write to, as the protocol asks."""

import re
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

# A host name as the specification of its identifiers has it (OAI Identifier Format 2.0).
_HOST = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")

OAI_ADMIN_EMAIL = env.str("OAI_ADMIN_EMAIL", default="")
"""The address that the portal gives to harvesters. Without one there is nothing at /oai."""
_named = env.str("OAI_HOST", default="")
OAI_HOST = _named or urlsplit(env.str("PORTAL_URL", default="")).hostname or ""
"""The host in the identifiers of records, oai:HOST:SSC-0042. To change it is to make all records new to every harvester."""

if _named and not OAI_ADMIN_EMAIL:
    raise ImproperlyConfigured("The harvest is half set up: OAI_ADMIN_EMAIL is missing. See docs/deploying.md.")
if OAI_ADMIN_EMAIL and not re.fullmatch(r"[^\s@]+@[^\s@]+", OAI_ADMIN_EMAIL):
    raise ImproperlyConfigured(f'OAI_ADMIN_EMAIL must be an e-mail address, not "{OAI_ADMIN_EMAIL}".')
if OAI_ADMIN_EMAIL and not _HOST.fullmatch(OAI_HOST):
    raise ImproperlyConfigured(
        "The harvest is half set up: set PORTAL_URL, or OAI_HOST to a host name such as experiences.example.org."
    )

# How many records, and how many headers without a record, stand on one page.
OAI_PAGE_SIZES = {"ListRecords": 200, "ListIdentifiers": 1000}
# How many pages a network may ask for in a minute, in each process.
OAI_RATE_LIMIT = 120
