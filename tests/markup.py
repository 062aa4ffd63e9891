"""What tests look for in pages."""

import re
from html import unescape

from django.http import HttpResponse


def foreign_scripts(html: str) -> list[str]:
    """Every script in a page that is not one of the portal's own files. A block of data is no script."""
    return re.findall(r'<script(?! src="/static/(?:js|admin|admin-ours)/[\w./-]+"| type="application/ld\+json">)[^>]*>', html)


def without_marks(html: str) -> str:
    """A page without the marks around what was searched."""
    return html.replace("<mark>", "").replace("</mark>", "")


def total_on(page: HttpResponse) -> int:
    """How many entries a page of browse and search says that there are."""
    html = page.content.decode()
    said = re.search(r'<h2 class="results-count">([^<]*)</h2>', html)
    assert said or "Nothing found" in html
    return int(re.findall(r"\d+", said[1].replace(",", ""))[-1]) if said else 0


def messages_on(page: HttpResponse) -> list[str]:
    """What a page of the admin tells whoever has just done something."""
    told = re.search(r'<ul class="messagelist">(.*?)</ul>', page.content.decode(), re.DOTALL)
    return [unescape(each.strip()) for each in re.findall(r"<li[^>]*>(.*?)</li>", told[1], re.DOTALL)] if told else []
