"""Jinja, for the fragments of pages that repeat a hundred times: lists of entries and of filters.

Django's own templates take ten times as long for them, which was most of the time of a page of results
(docs/decisions/0008-fragments-in-jinja.md). Everything else stays with Django's.
"""

from typing import Any

from django.utils.translation import gettext, ngettext
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """The environment of the fragments: everything is escaped, and texts are those of the interface's language."""
    jinja = Environment(**options)  # noqa: S701 - Django's backend sets autoescape
    jinja.globals.update(_=gettext, ngettext=ngettext)
    return jinja
