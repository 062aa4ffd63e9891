"""The six verbs and the error codes, by GET and by POST."""

import pytest
from django.test import Client

from experiences.vocabulary import WithdrawalReason
from ssc_portal.api.limits import counter
from tests.desk import withdraw
from tests.experiences.harvest.answers import HOST, NAMES, ask, checked, error, one, refs, texts
from tests.factories import make_entry

pytestmark = pytest.mark.django_db

LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


def test_identify(client):
    edition = make_entry()
    root = ask(client, verb="Identify")
    changed = f"{edition.entry.stored_document.changed_at:%Y-%m-%dT%H:%M:%SZ}"
    said = {each.tag.partition("}")[2]: each.text for each in one(root, "oai:Identify") if not len(each)}
    assert said == {
        "repositoryName": "Country Experiences for Child Rights",
        "baseURL": "http://testserver/oai",
        "protocolVersion": "2.0",
        "adminEmail": "data@example.org",
        "earliestDatestamp": changed,
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
        "compression": "gzip",
    }
    assert texts(root, "id:repositoryIdentifier") == [HOST]
    assert texts(root, "oai:responseDate") >= [changed]


def test_an_empty_portal_can_be_asked(client):
    assert texts(ask(client, verb="Identify"), "oai:earliestDatestamp") == ["2010-11-06T00:00:00Z"]
    assert error(ask(client, **LIST)) == "noRecordsMatch"


def test_its_own_address_is_that_of_the_settings(client, settings):
    settings.PORTAL_URL = "https://portal.example.org"
    edition = make_entry(title="School")
    assert texts(ask(client, verb="Identify"), "oai:baseURL") == ["https://portal.example.org/oai"]
    address = f"https://portal.example.org/entries/{edition.entry.ref}/school/"
    assert address in texts(ask(client, **LIST), "dc:identifier")


def test_formats(client):
    edition, gone = make_entry(), make_entry()
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    for arguments in ({}, {"identifier": f"oai:{HOST}:{edition.entry.ref}"}):
        root = ask(client, verb="ListMetadataFormats", **arguments)
        assert texts(root, "oai:metadataPrefix") == ["oai_dc", "mods"]
    assert texts(root, "oai:metadataNamespace")[1] == NAMES["mods"]
    refused = ask(client, verb="ListMetadataFormats", identifier=f"oai:{HOST}:{gone.entry.ref}")
    assert error(refused) == "noMetadataFormats"
    for prefix in ("oai_dc", "mods"):
        root = ask(client, verb="ListRecords", metadataPrefix=prefix)
        assert root.findall(".//oai:metadata/*", NAMES)[0].tag.startswith(
            {"oai_dc": "{http://www.openarchives.org/OAI/2.0/oai_dc/}", "mods": f"{{{NAMES['mods']}}}"}[prefix]
        )


def test_the_request_is_repeated(client):
    make_entry()
    root = ask(client, **LIST, from_="2020-01-01", set="kind")
    asked = one(root, "oai:request")
    assert asked.text == "http://testserver/oai"
    assert asked.attrib == {**LIST, "from": "2020-01-01", "set": "kind"}
    for refused in (ask(client, verb="Nothing"), ask(client, verb="Identify", colour="red")):
        assert one(refused, "oai:request").attrib == {}


def test_post_gives_what_get_gives_and_needs_no_token(settings):
    make_entry()
    client = Client(enforce_csrf_checks=True)
    by_get, by_post = (ask(client, by=method, **LIST) for method in ("get", "post"))
    assert refs(by_get) == refs(by_post) != []
    form = client.post("/oai", "verb=Identify", content_type="application/x-www-form-urlencoded")
    assert texts(checked(form.content), "oai:protocolVersion") == ["2.0"]
    assert error(checked(client.post("/oai", "{}", content_type="application/json").content)) == "badVerb"


def test_other_methods(client):
    assert client.head("/oai?verb=Identify").status_code == 200
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)("/oai").status_code == 405


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=", "badVerb"),
        ("verb=identify", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListIdentifiers&from=2020-01-01", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=GetRecord&identifier=oai:portal.example.org:SSC-0001", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&colour=red", "badArgument"),
        ("verb=ListRecords&metadataPrefix=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai%20dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=theme::health", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-1-1", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01T00:00:00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01T00:00:00%2B00:00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01T00:00:00.0Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=%D9%A2020-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-01&until=2020-01-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2020-01-02&until=2020-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=GetRecord&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListIdentifiers&resumptionToken=W10:1x:y", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=%00%F0%9F%98%80", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=GetRecord&metadataPrefix=marc21&identifier=oai:portal.example.org:SSC-0001", "cannotDisseminateFormat"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=SSC-0001", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:portal.example.org:SSC-9999", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere.example.org:SSC-0001", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00%3C%22%26%0B", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=nothing", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=theme:nothing", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31", "noRecordsMatch"),
    ],
)
@pytest.mark.parametrize("by", ["get", "post"])
def test_errors_are_answers(client, query, code, by):
    make_entry()
    if by == "get":
        response = client.get(f"/oai?{query}")
    else:
        response = client.post("/oai", query, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200
    assert error(checked(response.content)) == code


def test_until_the_end_of_the_calendar(client):
    edition = make_entry()
    assert refs(ask(client, **LIST, until="9999-12-31")) == [edition.entry.ref]


def test_answers_are_not_kept(client):
    response = client.get("/oai", {"verb": "Identify"})
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response


def test_without_an_address_of_its_own_there_is_no_harvest(client, settings):
    settings.OAI_ADMIN_EMAIL = ""
    assert client.get("/oai", {"verb": "Identify"}).status_code == 404


def test_too_many_pages_are_told_to_wait(client, settings):
    make_entry()
    settings.OAI_RATE_LIMIT = 2
    counter.forget()
    answers = [client.get("/oai", LIST), client.post("/oai", LIST), client.get("/oai", LIST)]
    counter.forget()
    assert [each.status_code for each in answers] == [200, 200, 503]
    assert [each["RateLimit"].partition(";t")[0] for each in answers] == ['"harvest";r=1', '"harvest";r=0', '"harvest";r=0']
    assert answers[0]["RateLimit-Policy"] == '"harvest";q=2;w=60'
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert client.get("/oai", {"verb": "Identify"}).status_code == 200
