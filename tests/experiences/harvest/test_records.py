"""What a record says, in both formats: read as a catalogue reads it."""

import pytest

from experiences.models import EditionText
from experiences.vocabulary import WithdrawalReason
from tests.api.collection import make_full_entry
from tests.desk import merge, publish, start_edition, withdraw
from tests.experiences.documents.stored import faults, sql
from tests.experiences.harvest.answers import HOST, LANG, NAMES, ask, refs, texts
from tests.factories import make_country, make_entry, make_theme

pytestmark = pytest.mark.django_db

SUBJECT = "mods:mods/mods:subject"


def record(client, edition, prefix="oai_dc"):
    return ask(client, verb="GetRecord", identifier=f"oai:{HOST}:{edition.entry.ref}", metadataPrefix=prefix)


def specs(client, edition):
    return texts(record(client, edition), "oai:setSpec")


def test_header(client):
    broad = make_theme("education")
    make_theme("girls-education", parent=broad)
    edition = make_entry(kind="agreement", countries=["VNM", "CHN"], themes=["girls-education"])
    root = record(client, edition)
    assert texts(root, "oai:identifier") == [f"oai:{HOST}:{edition.entry.ref}"]
    assert texts(root, "oai:datestamp") == [f"{edition.entry.stored_document.changed_at:%Y-%m-%dT%H:%M:%SZ}"]
    assert texts(root, "oai:setSpec") == [
        "country", "country:CHN", "country:VNM", "kind", "kind:agreement", "scope", "scope:core",
        "theme", "theme:education", "theme:education:girls-education",
    ]  # fmt: skip


def test_dublin_core(client):
    edition = make_full_entry(2, title="School near home", period_from="2008", period_to="2010", modality="south_south")
    root = record(client, edition)
    said = {
        name: [(each.get(LANG), each.text) for each in root.iterfind(f".//dc:{name}", NAMES)]
        for name in (
            "title",
            "description",
            "type",
            "date",
            "language",
            "subject",
            "contributor",
            "source",
            "coverage",
            "creator",
        )
    }
    assert said == {
        "title": [("en", "School near home"), ("fr", "Titre"), ("vi", "Titre")],
        "description": [("en", "Girls came back to school."), ("fr", "Résumé"), ("vi", "Résumé")],
        "type": [(None, "Experience"), (None, "Good practice"), (None, "Text")],
        "date": [(None, f"{edition.published_at:%Y-%m-%d}")],
        "language": [(None, "en"), (None, "fr"), (None, "vi")],
        "subject": [(None, "Theme 1"), (None, "Theme 2")],
        "contributor": [(None, "Organisation 1"), (None, "Organisation 2")],
        "source": [(None, "Document DOC-1, page 1")],
        "coverage": [(None, "Viet Nam"), (None, "China"), (None, "2008 to 2010")],
        "creator": [],
    }
    ref = edition.entry.ref
    assert texts(root, "dc:identifier") == [f"http://testserver/entries/{ref}/school-near-home/", ref]
    assert all(address.startswith("http://testserver/entries/SSC-") for address in texts(root, "dc:relation"))


def test_mods(client):
    edition = make_full_entry(2, title="School near home", period_from="2008-03", period_to="2010", other_titles=[])
    root = record(client, edition, "mods")
    titles = [(each.get("type"), each.get(LANG), each[0].text) for each in root.iterfind(".//mods:mods/mods:titleInfo", NAMES)]
    assert titles == [(None, "en", "School near home"), ("translated", "fr", "Titre"), ("translated", "vi", "Titre")]
    assert texts(root, "mods:roleTerm") == ["Funding", "Funding"]
    assert texts(root, f"{SUBJECT}/mods:geographicCode") == ["vn", "cn"]
    assert [each.get("displayLabel") for each in root.iterfind(f".//{SUBJECT}[mods:geographic]", NAMES)] == [
        "Lead or provider"
    ] * 2
    assert texts(root, f"{SUBJECT}/mods:temporal") == ["2008-03", "2010"]
    assert texts(root, "mods:note") == ["Start early.", "Start early."]
    related = {
        (each.get("type") or each.get("otherType"), each[0][0].text) for each in root.iterfind(".//mods:relatedItem", NAMES)
    }
    assert {("references", "Document DOC-1"), ("Answers", "A central database")} < related
    assert {kind for kind, _title in related} == {"references", "Answers", "host", "Informed by"}
    assert texts(root, "mods:part/mods:text") == ["page 1"]
    assert texts(root, "mods:recordInfo/mods:recordIdentifier") == [edition.entry.ref]


def test_characters_that_xml_cannot_hold_are_left_out(client):
    edition = make_entry(title="Bell \x07 and \x1b[0m \ufffe end", summary="<b>&amp;</b> \x0c 😀", countries=["VNM"])
    for prefix, title, summary in (
        ("oai_dc", "dc:title", "dc:description"),
        ("mods", "mods:mods/mods:titleInfo/mods:title", "mods:abstract"),
    ):
        root = record(client, edition, prefix)
        assert texts(root, title) == ["Bell  and [0m  end"]
        assert texts(root, summary) == ["<b>&amp;</b>  😀"]


def test_a_withdrawn_entry_keeps_its_sets_and_says_nothing_more(client):
    edition = make_entry(title="Secret title", themes=["health"], countries=["VNM"])
    before = specs(client, edition)
    withdraw(edition.entry, WithdrawalReason.IN_ERROR, note="A private note.")
    root = record(client, edition)
    assert refs(root, deleted=True) == [edition.entry.ref]
    assert texts(root, "oai:setSpec") == before
    assert root.find(".//oai:metadata", NAMES) is None
    response = client.get("/oai", {"verb": "ListRecords", "metadataPrefix": "mods"})
    assert b"Secret" not in response.content
    assert b"private" not in response.content


@pytest.mark.parametrize("reason", [WithdrawalReason.SUPERSEDED, "merged"])
def test_whatever_leaves_the_collection_is_deleted(client, reason):
    edition = make_entry(themes=["health"])
    if reason == "merged":
        merge(edition.entry, make_entry().entry)
    else:
        withdraw(edition.entry, reason)
    assert refs(record(client, edition), deleted=True) == [edition.entry.ref]
    assert "theme:health" in specs(client, edition)


def test_published_again_after_a_withdrawal(client):
    edition = make_entry(title="A", themes=["health"])
    entry = withdraw(edition.entry, WithdrawalReason.IN_ERROR)
    draft = start_edition(entry)
    draft.themes.set([make_theme("education")])
    assert "theme:health" in specs(client, edition), "a draft changes nothing"
    publish(draft)
    assert refs(record(client, edition), deleted=False) == [entry.ref]
    assert "theme:education" in specs(client, edition)
    assert "theme:health" not in specs(client, edition)


def test_nothing_of_drafts(client):
    draft = make_entry(title="Hidden draft", publish=False)
    edition = make_entry(title="Seen")
    following = start_edition(edition.entry)
    EditionText.objects.filter(edition=following).update(title="Hidden words")
    content = b"".join(
        client.get("/oai", {"verb": verb, "metadataPrefix": prefix}).content
        for verb in ("ListRecords", "ListIdentifiers")
        for prefix in ("oai_dc", "mods")
    )
    assert b"Seen" in content
    assert b"Hidden" not in content
    assert draft.entry.ref.encode() not in content


def test_a_theme_that_is_moved_changes_the_records_under_it(client):
    make_theme("girls", parent=make_theme("education"))
    under, gone, beside = make_entry(themes=["girls"]), make_entry(themes=["girls"]), make_entry(themes=["education"])
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    last = list(refs(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")))
    theme = make_theme("education")
    theme.parent = make_theme("rights")
    theme.save()
    assert "theme:rights:education:girls" in specs(client, under)
    assert "theme:rights:education:girls" in specs(client, gone)
    other = make_theme("girls")
    other.parent = None
    other.save()
    assert specs(client, under)[-2:] == ["theme", "theme:girls"]
    order = refs(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc"))
    assert order == [beside.entry.ref, *[ref for ref in last if ref != beside.entry.ref]], (
        "who harvests hears of the others again"
    )


def test_a_country_that_gets_another_code(client):
    edition, gone = make_entry(countries=["VNM"]), make_entry(countries=["VNM"])
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    country = make_country("VNM")
    country.iso3 = "VIE"
    country.save()
    assert "country:VIE" in specs(client, edition)
    assert "country:VIE" in specs(client, gone)


def test_every_set_of_a_record_is_listed(client):
    make_theme("girls", parent=make_theme("education"))
    edition = make_entry(themes=["girls"], countries=["VNM"], scope="context")
    listed = dict(zip(*(texts(ask(client, verb="ListSets"), f"oai:{name}") for name in ("setSpec", "setName")), strict=True))
    assert set(specs(client, edition)) <= set(listed)
    assert listed["theme:education:girls"] == "Girls"
    assert listed["country:VNM"] == "Viet Nam"
    for spec in specs(client, edition):
        assert refs(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set=spec)) == [edition.entry.ref]


def test_the_stored_sets_are_what_the_tables_say():
    edition = make_entry(themes=["health"])
    assert faults() == []
    sql("UPDATE experiences_storeddocument SET sets = '{}'")
    assert faults() == [f"1 not as it should be: {edition.entry.ref}"]
