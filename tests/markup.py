"""What tests look for in pages."""

import re


def foreign_scripts(html: str) -> list[str]:
    """Every script in a page that is not one of the portal's own files. A block of data is no script."""
    return re.findall(r'<script(?! src="/static/(?:js|admin|admin-ours)/[\w./-]+"| type="application/ld\+json">)[^>]*>', html)


def without_marks(html: str) -> str:
    """A page without the marks around what was searched."""
    return html.replace("<mark>", "").replace("</mark>", "")
