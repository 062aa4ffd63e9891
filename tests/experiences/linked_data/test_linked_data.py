"""The portal as linked data, parsed by rdflib: what a machine makes of it."""

import json
import re
import urllib.request

import pytest
from django.core.cache import cache
from rdflib import DCAT, DCTERMS, RDF, SKOS, Graph, Literal, Namespace, URIRef

from experiences.exports.dumps import make_dump
from experiences.models import ThemeLabel
from tests.factories import make_country, make_entry, make_organisation, make_recommendation, make_theme

pytestmark = pytest.mark.django_db

HOST = "http://testserver"
SCHEMA = Namespace("https://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")


def graph_at(client, address, form):
    response = client.get(address)
    assert response.status_code == 200
    return Graph().parse(data=response.content.decode(), format=form)


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Whatever asks for a context or a schema elsewhere fails."""

    def refuse(*args, **kwargs):
        raise AssertionError("the document needs another host to be understood")

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", refuse)


# ---- Themes ----


@pytest.fixture
def themes():
    broad = make_theme("education", scope_note="Schools and learning.")
    narrow = make_theme("girls-education", label="Girls' education", parent=broad)
    ThemeLabel.objects.create(theme=narrow, type="acronym", text="GE")
    ThemeLabel.objects.create(theme=narrow, type="preferred", language="fr", text="Éducation des filles")
    return broad, narrow


@pytest.mark.parametrize(("address", "form"), [("/themes.jsonld", "json-ld"), ("/themes.ttl", "turtle")])
def test_themes_are_a_concept_scheme(client, themes, address, form):
    graph = graph_at(client, address, form)
    scheme, broad, narrow = (URIRef(f"{HOST}/themes/{path}") for path in ("", "education/", "girls-education/"))
    assert set(graph.subjects(RDF.type, SKOS.Concept)) == {broad, narrow}
    assert (scheme, SKOS.hasTopConcept, broad) in graph
    assert (scheme, SKOS.hasTopConcept, narrow) not in graph
    assert (narrow, SKOS.broader, broad) in graph
    assert (broad, SKOS.narrower, narrow) in graph
    assert set(graph.objects(narrow, SKOS.prefLabel)) == {
        Literal("Girls' education", lang="en"),
        Literal("Éducation des filles", lang="fr"),
    }
    assert list(graph.objects(narrow, SKOS.altLabel)) == [Literal("GE", lang="en")]
    assert list(graph.objects(broad, SKOS.scopeNote)) == [Literal("Schools and learning.", lang="en")]
    assert list(graph.objects(narrow, SKOS.scopeNote)) == []


# ---- Catalogue ----


@pytest.mark.parametrize(("address", "form"), [("/catalog.jsonld", "json-ld"), ("/catalog.ttl", "turtle")])
def test_the_catalogue_holds_data_sets_that_can_be_had(client, address, form):
    first, last = make_entry("experience"), make_entry("agreement")
    graph = graph_at(client, address, form)
    [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.objects(catalogue, DCAT.dataset))
    assert len(datasets) == 3  # all, experiences, agreements: no empty one
    everything = URIRef(f"{HOST}/catalog.jsonld#entries")
    assert everything in datasets
    [issued], [modified] = graph.objects(everything, DCTERMS.issued), graph.objects(everything, DCTERMS.modified)
    assert issued.toPython() == first.entry.first_published_at
    assert modified.toPython() == last.published_at
    assert all(list(graph.objects(dataset, DCAT.distribution)) for dataset in datasets)
    links = (DCAT.accessURL, DCAT.downloadURL, DCAT.landingPage, DCAT.endpointURL)
    for each in {str(each) for link in links for each in graph.objects(None, link)}:
        answer = client.get(each.removeprefix(HOST))
        assert answer.status_code == 200, each
        if answer.streaming:
            list(answer.streaming_content)
    assert (catalogue, DCAT.themeTaxonomy, URIRef(f"{HOST}/themes/")) in graph


def test_the_catalogue_names_the_services(client, settings):
    make_entry()
    api, harvest = (URIRef(f"{HOST}{path}") for path in ("/api/v1/", "/oai"))
    graph = graph_at(client, "/catalog.ttl", "turtle")
    assert set(graph.objects(None, DCAT.service)) == set(graph.subjects(RDF.type, DCAT.DataService)) == {api, harvest}
    assert (harvest, DCAT.servesDataset, URIRef(f"{HOST}/catalog.jsonld#entries")) in graph
    settings.OAI_ADMIN_EMAIL = ""
    cache.clear()
    assert set(graph_at(client, "/catalog.ttl", "turtle").subjects(RDF.type, DCAT.DataService)) == {api}


def test_downloads_are_distributions(client):
    make_entry("experience"), make_entry("experience", scope="context"), make_entry("agreement")
    graph = graph_at(client, "/catalog.ttl", "turtle")
    for name, entries in (("entries", 3), ("experiences", 2), ("agreements", 1)):
        files = {
            str(graph.value(each, DCAT.mediaType)).rpartition("/")[2]: str(graph.value(each, DCAT.downloadURL))
            for each in graph.objects(URIRef(f"{HOST}/catalog.jsonld#{name}"), DCAT.distribution)
        }
        assert set(files) == {"json", "x-ndjson", "csv", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        sent = b"".join(client.get(files["x-ndjson"].removeprefix(HOST)).streaming_content)
        assert len(sent.splitlines()) == entries


def test_the_dump_is_a_distribution_with_its_size_and_checksum(client, settings, tmp_path):
    settings.DUMPS_FOLDER = tmp_path
    make_entry()
    before = client.get("/catalog.ttl")["ETag"]
    dump = make_dump(tmp_path, HOST)
    assert client.get("/catalog.ttl", headers={"If-None-Match": before}).status_code == 200
    for address, form in (("/catalog.ttl", "turtle"), ("/catalog.jsonld", "json-ld")):
        graph = graph_at(client, address, form)
        [file] = graph.subjects(DCAT.byteSize, None)
        assert (URIRef(f"{HOST}/catalog.jsonld#entries"), DCAT.distribution, file) in graph
        assert graph.value(file, DCAT.byteSize).toPython() == dump.size
        assert str(graph.value(file, DCAT.compressFormat)).endswith("/application/gzip")
        checksum = graph.value(file, SPDX.checksum)
        assert graph.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert str(graph.value(checksum, SPDX.checksumValue)) == dump.sha256
        answer = client.get(str(graph.value(file, DCAT.downloadURL)).removeprefix(HOST))
        assert len(b"".join(answer.streaming_content)) == dump.size


def test_an_empty_portal_has_a_catalogue(client):
    graph = graph_at(client, "/catalog.ttl", "turtle")
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 1


@pytest.mark.parametrize("address", ["/catalog.xml", "/themes.xml"])
def test_other_forms_are_not_there(client, address):
    assert client.get(address).status_code == 404


# ---- Pages ----


def data_in(client, address):
    page = client.get(address).content.decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    document = json.loads(block)
    assert document["@context"] == "https://schema.org"
    # the context itself is fetched by nobody here: names are those of schema.org
    return document, Graph().parse(data=json.dumps(document | {"@context": {"@vocab": str(SCHEMA)}}), format="json-ld")


def test_an_entry_says_what_it_is(client):
    entry = make_entry(
        "exchange",
        title="A visit </script><script>alert(1)</script>",
        summary="Officials of one country visited another.",
        countries=[("VNM", "host"), ("CHN", "participant")],
        themes=["health"],
        period_from="2010-11-04",
        period_to="2010-11-06",
        place="Beijing",
    )
    document, graph = data_in(client, entry.get_absolute_url())
    article = URIRef(f"{HOST}/entries/{entry.entry.ref}/")
    assert (article, RDF.type, SCHEMA.Article) in graph
    assert document["headline"] == "A visit </script><script>alert(1)</script>"
    assert document["url"] == HOST + entry.get_absolute_url()
    assert (document["identifier"], document["version"]) == (entry.entry.ref, "1")
    assert document["temporalCoverage"] == "2010-11-04/2010-11-06"
    assert [each["name"] for each in document["spatialCoverage"]] == ["Viet Nam", "China"]
    event, theme = document["about"]
    assert (event["@type"], event["startDate"], event["location"]) == ("Event", "2010-11-04", "Beijing")
    assert (theme["@type"], theme["name"]) == ("DefinedTerm", "Health")
    assert document["dateModified"] == f"{entry.published_at:%Y-%m-%d}"
    assert document["citation"] == [citation.source.title for citation in entry.citations.all()]


@pytest.mark.parametrize(("qualifier", "coverage"), [("", "2008"), ("since", "2008/.."), ("planned", None), ("before", None)])
def test_time_is_said_as_far_as_it_is_known(client, qualifier, coverage):
    entry = make_entry(period_from="2008", period_qualifier=qualifier)
    assert data_in(client, entry.get_absolute_url())[0].get("temporalCoverage") == coverage


def test_pages_of_records_say_what_they_are_about(client):
    make_country("VNM")
    make_theme("health")
    make_organisation("unicef", acronym="UNICEF")
    make_recommendation()
    for address, type_, name in (
        ("/countries/vnm/", "Country", "Viet Nam"),
        ("/themes/health/", "DefinedTerm", "Health"),
        ("/organisations/unicef/", "Organization", "Unicef"),
        ("/recommendations/23-a-ii/", "CreativeWork", "A central database"),
        ("/", "WebSite", "Country Experiences for Child Rights"),
        ("/countries/", "CollectionPage", "Countries and territories"),
        ("/entries/", "CollectionPage", "All entries"),
        ("/transfers/", "CollectionPage", "Who learned from whom"),
        ("/about/", "AboutPage", "About this portal"),
        ("/exports/", "WebPage", "Download the data"),
        ("/api/docs/", "WebPage", "API reference"),
        ("/api/docs/entries/", "WebPage", "entries"),
    ):
        document, graph = data_in(client, address)
        assert (document["@type"], document["name"]) == (type_, name)
        assert len(graph) > 2


def test_a_search_is_no_collection_of_its_own(client):
    assert "application/ld+json" not in client.get("/entries/?q=water").content.decode()


def test_meta_tags_for_reference_managers(client):
    entry = make_entry(title="Safe schools", summary="Schools became “safe”.", themes=["education"], countries=["VNM"])
    page = client.get(entry.get_absolute_url()).content.decode()
    for name, content in (
        ("DC.title", "Safe schools"),
        ("DC.identifier", f"{HOST}/entries/{entry.entry.ref}/"),
        ("DC.subject", "Education"),
        ("DC.coverage", "Viet Nam"),
        ("DC.date", f"{entry.published_at:%Y-%m-%d}"),
        ("citation_title", "Safe schools"),
        ("citation_publication_date", f"{entry.published_at:%Y/%m/%d}"),
    ):
        assert f'<meta name="{name}" content="{content}">' in page


def test_signposts_lead_somewhere(client):
    entry = make_entry()
    header = client.get(entry.get_absolute_url())["Link"]
    links = re.findall(r'<([^>]+)>; rel="([\w-]+)"', header)
    assert ("https://schema.org/Article", "type") in links
    assert (f"{HOST}/entries/{entry.entry.ref}/", "cite-as") in links
    local = [address.removeprefix(HOST) for address, _relation in links if address.startswith(HOST)]
    assert len(local) == 6
    for address in local:
        assert client.get(address, follow=True).status_code == 200
    assert client.head(entry.get_absolute_url())["Link"] == header


@pytest.mark.django_db
def test_the_shipped_content_is_linked_data(client, shipped_content):
    graph = graph_at(client, "/themes.ttl", "turtle")
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) > 20
    for top in graph.objects(None, SKOS.hasTopConcept):
        assert not list(graph.objects(top, SKOS.broader))
    assert len(list(graph_at(client, "/catalog.jsonld", "json-ld").subjects(RDF.type, DCAT.Dataset))) == 5
