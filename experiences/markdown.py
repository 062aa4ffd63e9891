"""Markdown of curators and importers, as HTML that is safe to show.

Paragraphs, lists, emphasis and links to the web are read (docs/content-format.md); everything else stays the text that it is.
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_SCHEMES = ("http://", "https://")


class _Reader(MarkdownIt):
    def __init__(self) -> None:
        super().__init__("zero")
        self.enable(["emphasis", "entity", "escape", "link", "list", "newline"])

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return url.lower().startswith(_SCHEMES)


_reader = _Reader()


def as_html(text: str) -> SafeString:
    """HTML of a Markdown text. HTML in the text is shown as text, and links go to http and https only."""
    html = nh3.clean(
        _reader.render(text),
        tags={"p", "ul", "ol", "li", "em", "strong", "a", "br"},
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)  # noqa: S308 - cleaned just above
