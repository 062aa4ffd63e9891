"""For the admin's lists: cells that say what they are, so that a row can stand as a block on a phone."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.contrib import admin
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.filter
def labelled(cells: Iterable[str], headers: Iterable[dict[str, Any]]) -> Iterator[SafeString]:
    """The cells of a row, as Django wrote them, each with its heading and its role, and marked where it is empty.

    A heading that is a control is left out.
    """
    for cell, header in zip(cells, headers, strict=True):
        text = str(header["text"])
        label = format_html(' data-label="{}"', capfirst(text)) if "<" not in text else ""
        role = "rowheader" if cell.startswith("<th") else "cell"
        empty = " data-empty" if strip_tags(cell).strip() == admin.site.empty_value_display else ""
        yield mark_safe(f'{cell[:3]} role="{role}"{label}{empty}{cell[3:]}')  # noqa: S308 - Django's cell, and an escaped label
