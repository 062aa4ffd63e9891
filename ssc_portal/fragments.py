"""Jinja, for what pages repeat a hundred times, lists of entries and of filters, and for all that search shows.

Django's own templates take ten times as long for them, which was most of the time of a page of results
(docs/decisions/0008-fragments-in-jinja.md). Everything else stays with Django's.
"""

from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """The environment of the fragments: everything is escaped, and texts are those of the interface's language."""
    jinja = Environment(**options)  # noqa: S701 - Django's backend sets autoescape
    jinja.globals.update(_=gettext, ngettext=ngettext, url=_address)
    return jinja


@lru_cache(maxsize=1000)
def _address(name: str, *arguments: object) -> str:
    """The address of a page, as the tag `url` gives it."""
    return reverse(name, args=arguments)
