"""What templates ask of entries: the text for this reader, how it begins, Markdown as HTML."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template import engines
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from countries.models import Country
from experiences.markdown import as_html
from experiences.models import Edition, EditionText
from experiences.models.authorities import Sourced
from experiences.pages.cards import Card
from experiences.pages.openings import opening
from experiences.pages.source_list import SourceList
from experiences.vocabulary import CountryPart

register = template.Library()
register.filter("opening", opening)


@register.simple_tag
def card_list(cards: Sequence[Card], level: int = 3, *, brief: bool = False) -> SafeString:
    """A list of cards, with headings of a level, with or without summaries."""
    return _rendered("card_list.html", {"cards": cards, "level": level, "brief": brief})


@register.simple_tag(takes_context=True)
def results(context: template.Context) -> SafeString:
    """What browse and search show within the frame of the page."""
    return _rendered("results.html", {**context.flatten(), "roles": _roles(get_language())})


@register.simple_tag
def fragment(name: str, **context: object) -> SafeString:
    """A part of a page that is written in Jinja."""
    return _rendered(name, context)


def _rendered(name: str, context: dict[Any, Any]) -> SafeString:
    said = {**context, "_": _messages(get_language())}
    return mark_safe(engines["jinja2"].get_template(name).render(said))  # noqa: S308 - Jinja escapes


@lru_cache
def _messages(_language: str | None) -> Callable[[str], str]:
    """What gives texts in a language, which is the one in use: each is looked up once, for a page has a hundred."""
    return lru_cache(maxsize=1000)(gettext)


@lru_cache
def _roles(_language: str | None) -> list[tuple[str, str]]:
    """The roles of countries with their names in a language, which is the one in use."""
    return [(value, str(label)) for value, label in CountryPart.choices]


@register.filter
def text_for_reader(edition: Edition) -> EditionText:
    """The text of an edition in the language of the interface, else its original. No query where texts are prefetched."""
    texts = edition.texts.all()
    return next((text for text in texts if text.language == get_language()), None) or next(
        text for text in texts if text.is_original
    )


@register.filter
def countries_of(edition: Edition) -> list[Country]:
    """The countries of an edition, in its order, each once. No query where the roles are prefetched."""
    return list(dict.fromkeys(role.country for role in edition.country_roles.all()))


@register.filter
def countries_in(edition: Edition, role: str) -> list[Country]:
    """The countries that have a role in an edition, in its order. No query where the roles are prefetched."""
    return [each.country for each in edition.country_roles.all() if each.role == role]


@register.filter
def number_of(sources: SourceList, claim: Sourced) -> int:
    """The number that the source of a claim has among the sources of its page."""
    return sources.number_of(claim)


@register.filter
def markdown(text: str) -> SafeString:
    """A Markdown text as safe HTML."""
    return as_html(text)


@register.filter
def markdown_with_code(text: str) -> SafeString:
    """A text of the API's description, whose `names` stand between backticks, as safe HTML."""
    return as_html(text, with_code=True)
