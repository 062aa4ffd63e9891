"""Every page that can be reached from the home page answers, and none sets a cookie or shows a draft."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from experiences.models import EditionText
from experiences.vocabulary import EditionState

pytestmark = pytest.mark.django_db

# A filter leads to every combination of filters: follow each list one step, not all of them.
DEPTH_OF_QUERIES = 1


class Links(HTMLParser):
    """The addresses that a page links to or loads, and the ids in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.add(values["id"] or "")
        for name in ("href", "src", "action"):
            if values.get(name):
                self.links.add(values[name] or "")


def test_no_link_is_broken_and_no_draft_shows(shipped_content):
    drafts = list(EditionText.objects.filter(edition__state=EditionState.DRAFT).values_list("title", flat=True))
    assert drafts
    client = Client()
    seen = {"/"}
    queue = deque([("/", "", 0)])
    broken, fragments, ids, drafts_shown = [], {}, {}, []
    while queue:
        address, found_on, queries = queue.popleft()
        response = client.get(address)
        if response.status_code in {301, 302}:
            target = urljoin(address, response["Location"])
            if target not in seen:
                seen.add(target)
                queue.append((target, found_on, queries))
            continue
        if response.status_code != 200:
            broken.append((address, response.status_code, found_on))
            continue
        assert not response.cookies, address
        if not response["Content-Type"].startswith("text/html"):
            b"".join(response)  # a download that is not read to its end keeps its turn
            continue
        page = response.content.decode()
        drafts_shown += [(address, title) for title in drafts if title in page]
        parsed = Links(page)
        ids[address] = parsed.ids
        for link in parsed.links:
            target, fragment = urldefrag(urljoin(address, link))
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or parts.path.startswith(("/static/", "/admin/")):
                continue
            if fragment:
                fragments[target, fragment] = address
            depth = queries + 1 if parts.query else 0
            if target not in seen and depth <= DEPTH_OF_QUERIES:
                seen.add(target)
                queue.append((target, address, depth))
    assert not broken
    assert not drafts_shown
    dangling = [(link, page) for link, page in fragments.items() if link[0] in ids and link[1] not in ids[link[0]]]
    assert not dangling
    assert len(seen) > 150
    assert client.cookies == {}
