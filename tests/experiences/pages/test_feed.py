"""What is new, as a feed reader sees it."""

import pytest
from defusedxml import ElementTree

from experiences.models import Edition
from experiences.vocabulary import WithdrawalReason
from tests.desk import start_edition, withdraw
from tests.factories import make_entry, published

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, query=""):
    response = client.get(f"/entries/feed/{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def titles(root):
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def test_what_was_published_last_comes_first(client):
    old, new = make_entry(title="Old"), make_entry(title="New")
    make_entry(title="A draft", publish=False)
    assert titles(feed(client)) == ["New", "Old"]
    published(start_edition(old.entry))
    root = feed(client)
    assert titles(root) == ["Old", "New"]
    first = next(root.iter(f"{ATOM}entry"))
    again = Edition.objects.published().get(entry=old.entry)
    assert first.findtext(f"{ATOM}id") == f"http://testserver/entries/{old.entry.ref}/"
    assert first.findtext(f"{ATOM}updated").startswith(f"{again.published_at:%Y-%m-%dT%H:%M:%S}")
    assert root.findtext(f"{ATOM}updated") == first.findtext(f"{ATOM}updated")
    withdraw(new.entry, WithdrawalReason.IN_ERROR)
    assert titles(feed(client)) == ["Old"]


def test_a_feed_of_each_search_country_and_theme(client):
    make_entry(title="Water for schools", countries=["FJI"], themes=["water"])
    make_entry(title="Safe roads", countries=["VNM"], themes=["safety"])
    assert titles(feed(client, "?country=FJI")) == ["Water for schools"]
    assert titles(feed(client, "?theme=safety")) == ["Safe roads"]
    root = feed(client, "?q=roads")
    assert titles(root) == ["Safe roads"]
    assert root.findtext(f"{ATOM}title") == "Country Experiences for Child Rights: roads"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://testserver/entries/?q=roads", "self": "http://testserver/entries/feed/?q=roads"}
    for address in ("/countries/fji/", "/themes/water/"):
        page = client.get(address).content.decode()
        assert page.count('type="application/atom+xml"') == 1
    assert 'href="/entries/feed/?theme=water"' in client.get("/themes/water/").content.decode()
    assert 'href="/entries/feed/?q=roads"' in client.get("/entries/?q=roads&sort=title").content.decode()


def test_the_feed_of_a_misspelt_search_holds_what_the_page_found(client):
    make_entry(title="Safe roads")
    page = client.get("/entries/?q=raods").content.decode()
    assert "Safe" in page
    assert 'href="/entries/feed/?q=roads"' in page
    assert 'href="/exports/?q=roads"' in page
    assert titles(feed(client, "?q=roads")) == ["Safe roads"]
    assert 'href="/entries/feed/?q=raods"' in client.get("/entries/?q=raods&verbatim=yes").content.decode()


def test_what_the_feed_does_not_know_it_refuses(client):
    response = client.get("/entries/feed/?countri=FJI")
    assert response.status_code == 400
    assert "countri=FJI: There is no such parameter." in response.content.decode()


def test_a_feed_without_entries(client):
    assert titles(feed(client)) == []


def test_a_feed_is_not_sent_again_while_it_is_true(client):
    make_entry(title="Old")
    tag = client.get("/entries/feed/")["ETag"]
    assert client.get("/entries/feed/", headers={"If-None-Match": tag}).status_code == 304
    make_entry(title="New")
    assert client.get("/entries/feed/", headers={"If-None-Match": tag}).status_code == 200
