"""What the heads of pages say to machines."""

import json
from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from experiences.linked_data import meta_tags, schema_org
from experiences.models import Edition, EditionText
from experiences.portal import PORTAL_NAME

register = template.Library()
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def portal_name() -> str:
    """What the portal calls itself."""
    return str(PORTAL_NAME)


@register.simple_tag(takes_context=True)
def about_entry(context: dict[str, Any], edition: Edition, text: EditionText) -> SafeString:
    """What the entry is whose page shows that text."""
    return _script(schema_org.article(edition, text, context["request"]))


@register.simple_tag(takes_context=True)
def about_record(context: dict[str, Any], record: Any) -> SafeString:
    """What the record is that the page is about, in the words of schema.org."""
    return _script(schema_org.described(record, context["request"]))


@register.simple_tag(takes_context=True)
def about_collection(context: dict[str, Any], name: str) -> SafeString:
    """That the page lists things, and under which name."""
    return about_page(context, "CollectionPage", name)


@register.simple_tag(takes_context=True)
def about_page(context: dict[str, Any], type_: str, name: str) -> SafeString:
    """What sort of page it is, in the words of schema.org, and under which name."""
    return _script(schema_org.page(type_, name, context["request"]))


@register.simple_tag(takes_context=True)
def about_portal(context: dict[str, Any]) -> SafeString:
    """What the portal is, and how it is searched."""
    return _script(schema_org.website(context["request"]))


@register.simple_tag(takes_context=True)
def meta_tags_of(context: dict[str, Any], edition: Edition, text: EditionText) -> SafeString:
    """The meta tags of an entry's page that shows the entry in the language of `text`."""
    return format_html_join("\n  ", '<meta name="{}" content="{}">', meta_tags.meta_tags(edition, text, context["request"]))


def _script(document: dict[str, Any]) -> SafeString:
    """A block of data. It is no code, so that the content security policy lets it be; nothing in it can end it."""
    written = json.dumps({"@context": "https://schema.org", **document}, ensure_ascii=False, default=_day).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 - escaped above


def _day(value: Any) -> str:
    return str(value.date().isoformat())
