"""What crawlers find."""

import re

import pytest
from django.db import connection

from tests.factories import make_entry, make_theme, published

pytestmark = pytest.mark.django_db


def locations(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return re.findall(r"<loc>http://testserver([^<]+)</loc>", response.content.decode())


def test_every_page_in_the_sitemap_is_there_and_no_other(client):
    entry = make_entry(title="Safe schools", countries=["FJI"], themes=["education"])
    french = make_entry(title="École sûre", publish=False)
    french.texts.update(language="fr")
    published(french)
    make_entry(title="A draft", publish=False)
    make_theme("empty")
    index = locations(client, "/sitemap.xml")
    assert {"/sitemap-entries-en.xml", "/sitemap-entries-fr.xml", "/sitemap-countries.xml"} <= set(index)
    pages = [page for each in index for page in locations(client, each)]
    assert entry.get_absolute_url() in pages
    assert "/themes/education/" in pages
    assert "/themes/empty/" not in pages
    assert len([page for page in pages if page.startswith("/entries/SSC")]) == 2
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_a_translation_has_its_own_address_and_the_day_of_its_edition(client):
    entry = make_entry(title="Safe schools", publish=False)
    entry.texts.create(language="fr", is_original=False, title="École sûre", summary="Une école.")
    edition = published(entry)
    text = client.get("/sitemap-entries-fr.xml").content.decode()
    assert f"<loc>http://testserver{edition.get_absolute_url()}?lang=fr</loc>" in text
    assert f"<lastmod>{edition.published_at:%Y-%m-%d}</lastmod>" in text


def test_every_page_says_when_it_changed_last(client):
    make_entry(title="Safe schools", countries=["FJI"], themes=["education"], organisations=["unicef"])
    counted = {
        address: (client.get(address).content.count(b"<lastmod>"), len(locations(client, address)))
        for address in locations(client, "/sitemap.xml")
    }
    assert all(dated == listed for dated, listed in counted.values()), counted
    assert counted["/sitemap-lists.xml"] == (12, 12)
    with connection.cursor() as cursor:
        cursor.execute("SELECT search_touch()")
        cursor.execute("UPDATE search_state SET changed_at = '2031-05-06T12:00:00Z'")
    assert "/about/</loc><lastmod>2031-05-06</lastmod>" in client.get("/sitemap-lists.xml").content.decode()


def test_what_there_is_no_sitemap_of(client):
    assert client.get("/sitemap-entries-xx.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_is(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/\n" in text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text
