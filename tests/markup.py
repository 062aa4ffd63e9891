"""What tests look for in pages."""

import re


def foreign_scripts(html: str) -> list[str]:
    """Every script in a page that is not one of the portal's own files."""
    return re.findall(r'<script(?! src="/static/(?:js|admin|admin-ours)/[\w./-]+")[^>]*>', html)


def without_marks(html: str) -> str:
    """A page without the marks around what was searched."""
    return html.replace("<mark>", "").replace("</mark>", "")
