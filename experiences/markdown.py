"""Markdown of curators and importers, as HTML that is safe to show.

Paragraphs, lists, emphasis and links to the web are read (docs/content-format.md); everything else stays the text that it is.
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_SCHEMES = ("http://", "https://")


class _Reader(MarkdownIt):
    def __init__(self, *further: str) -> None:
        super().__init__("zero")
        self.enable(["emphasis", "entity", "escape", "link", "list", "newline", *further])

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return url.lower().startswith(_SCHEMES)


_reader, _reader_with_code = _Reader(), _Reader("backticks")


def as_html(text: str, *, with_code: bool = False) -> SafeString:
    """HTML of a Markdown text, with `code` where our own descriptions have it.

    HTML in the text is shown as text, and links go to http and https only.
    """
    html = nh3.clean(
        (_reader_with_code if with_code else _reader).render(text),
        tags={"p", "ul", "ol", "li", "em", "strong", "a", "br", "code"},
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - cleaned just above
