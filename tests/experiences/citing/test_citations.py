"""Citations as files, read as reference managers read them."""

import json
import re

import pytest

from experiences.vocabulary import WithdrawalReason
from tests.desk import merge, start_edition, withdraw
from tests.factories import make_entry, published

pytestmark = pytest.mark.django_db


def cite(client, edition, ending, status=200):
    response = client.get(f"/entries/{edition.entry.ref}/cite.{ending}")
    assert response.status_code == status, response
    return response


def test_bibtex(client):
    entry = make_entry(title="Children & schools: 50% {more}", themes=["education"])
    response = cite(client, entry, "bib")
    assert response["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{entry.entry.ref.lower()}-1.bib"'
    text = response.content.decode()
    assert text.startswith(f"@misc{{{entry.entry.ref.lower()}-1,\n")
    assert r"  title = {{Children \& schools: 50\% \{more\}}}" in text
    assert "  author = {{Country Experiences for Child Rights}}" in text
    assert f"  url = {{http://testserver/entries/{entry.entry.ref}/" in text
    assert f"  note = {{{entry.entry.ref}, edition 1}}" in text
    assert "  keywords = {Education}" in text


def test_ris(client):
    entry = make_entry(title="Safe schools", summary="Two lines\nof a summary.", themes=["education", "health"])
    response = cite(client, entry, "ris")
    lines = response.content.decode().split("\r\n")
    assert (lines[0], lines[-2:]) == ("TY  - ELEC", ["ER  - ", ""])
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert "TI  - Safe schools" in lines
    assert "AB  - Two lines of a summary." in lines
    assert [line for line in lines if line.startswith("KW")] == ["KW  - Education", "KW  - Health"]


def test_csl_json(client):
    entry = make_entry(title="学校")
    [item] = json.loads(cite(client, entry, "json").content)
    assert item["title"] == "学校"
    assert item["issued"] == {"date-parts": [[int(part) for part in f"{entry.published_at:%Y %m %d}".split()]]}
    assert (item["number"], item["edition"], item["type"]) == (entry.entry.ref, "1", "webpage")


def test_the_citation_is_of_the_edition_that_stands(client):
    entry = make_entry(title="First title")
    draft = start_edition(entry.entry)
    draft.texts.update(title="Second title")
    assert "First title" in cite(client, entry, "bib").content.decode()
    published(draft)
    assert "Second title" in cite(client, entry, "bib").content.decode()
    assert f"{entry.entry.ref}, edition 2" in cite(client, entry, "bib").content.decode()


def test_what_no_longer_stands_answers_as_the_entry_does(client):
    gone, merged, into, draft = (make_entry(title=title, publish=title != "D") for title in "ABCD")
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    merge(merged.entry, into.entry)
    for edition, status in ((gone, 410), (merged, 200), (draft, 404)):
        response = client.get(f"/entries/{edition.entry.ref}/cite.bib", follow=True)
        assert response.status_code == status
    assert response.redirect_chain
    cite(client, into, "pdf", status=404)


def test_what_is_superseded_is_cited_with_that_remark(client):
    edition = make_entry(title="Wells")
    day = withdraw(edition.entry, WithdrawalReason.SUPERSEDED).withdrawn_at
    remark = f"Superseded on {day:%Y-%m-%d}"
    assert f"edition 1. {remark}" in cite(client, edition, "bib").content.decode()
    assert f"N1  - {remark}\r\n" in cite(client, edition, "ris").content.decode()
    assert cite(client, edition, "json").json()[0]["note"] == remark
    assert "cite.bib" in client.get(edition.entry.get_absolute_url()).content.decode()


def test_the_page_of_an_entry_leads_to_its_citations(client):
    entry = make_entry()
    page = client.get(entry.get_absolute_url()).content.decode()
    for ending in ("bib", "ris", "json"):
        assert f'href="/entries/{entry.entry.ref}/cite.{ending}"' in page
