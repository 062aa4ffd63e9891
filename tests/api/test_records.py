"""Countries, themes, organisations and recommendations."""

from typing import Any

import pytest

from countries.models import Region
from experiences.models import ThemeLabel
from tests.api.collection import found, get
from tests.factories import (
    make_country,
    make_entry,
    make_organisation,
    make_recommendation,
    make_source,
    make_synonyms,
    make_theme,
    published,
)

pytestmark = pytest.mark.django_db


def test_a_country(client):
    asia = Region.objects.create(m49="142", name="Asia")
    region = Region.objects.create(m49="035", name="South-eastern Asia", parent=asia)
    country = make_country("VNM", declaration_name="Viet Nam", region=region)
    country.other_names.create(language="vi", name="Việt Nam")
    country.groups.create(slug="asean", name="Association of Southeast Asian Nations", acronym="ASEAN")
    answer = get(client, "countries/VNM/")
    assert answer == {
        "iso3": "VNM",
        "iso2": "VN",
        "m49": "704",
        "name": "Viet Nam",
        "url": "http://testserver/countries/vnm/",
        "api_url": "http://testserver/api/v1/countries/VNM/",
        "declaration_name": "Viet Nam",
        "other_names": [{"language": "vi", "name": "Việt Nam"}],
        "region": {"m49": "035", "name": "South-eastern Asia", "parent": {"m49": "142", "name": "Asia"}},
        "groups": [{"slug": "asean", "name": "Association of Southeast Asian Nations", "acronym": "ASEAN"}],
        "tile": None,
        "entries_url": "http://testserver/api/v1/entries/?country=VNM",
    }
    assert answer == get(client, "countries/")["results"][0]


def test_a_country_on_the_tile_map(client):
    make_country("VNM", tile_column=12, tile_row=7)
    assert get(client, "countries/VNM/")["tile"] == {"column": 12, "row": 7}


def test_a_region(client):
    asia = Region.objects.create(m49="142", name="Asia")
    Region.objects.create(m49="035", name="South-eastern Asia", parent=asia)
    answer = get(client, "regions/035/")
    assert answer == {
        "m49": "035",
        "name": "South-eastern Asia",
        "parent": {"m49": "142", "name": "Asia"},
        "api_url": "http://testserver/api/v1/regions/035/",
        "entries_url": "http://testserver/api/v1/entries/?region=035",
    }
    assert get(client, "regions/")["results"] == [answer, get(client, "regions/142/")]


def test_a_group_with_its_members(client):
    group = make_country("VNM").groups.create(slug="asean", name="Association", acronym="ASEAN")
    make_country("CHN")
    answer = get(client, "groups/asean/")
    assert [member["iso3"] for member in answer.pop("members")] == ["VNM"]
    assert answer == {
        "slug": "asean",
        "name": "Association",
        "acronym": "ASEAN",
        "api_url": "http://testserver/api/v1/groups/asean/",
        "entries_url": "http://testserver/api/v1/entries/?group=asean",
    }
    group.members.clear()
    assert get(client, "groups/")["results"][0]["members"] == []


def test_a_source(client):
    make_source("DOC-1", title="The Declaration", type="declaration", creator="28 governments", period_from="2010-11-06")
    answer = get(client, "sources/DOC-1/")
    assert answer == {
        "key": "DOC-1",
        "title": "The Declaration",
        "type": "declaration",
        "type_label": "Declaration",
        "creator": "28 governments",
        "publisher": None,
        "issued": {"from": "2010-11-06", "to": None, "qualifier": None, "label": "6 November 2010"},
        "language": None,
        "url": None,
        "note": None,
        "api_url": "http://testserver/api/v1/sources/DOC-1/",
    }
    assert get(client, "sources/")["results"] == [answer]


def test_synonyms(client):
    make_synonyms("midwife", "skilled birth attendant", key="S-1", note="For staff.")
    answer = get(client, "synonyms/S-1/")
    assert answer == {
        "key": "S-1",
        "api_url": "http://testserver/api/v1/synonyms/S-1/",
        "terms": ["midwife", "skilled birth attendant"],
    }
    assert get(client, "synonyms/")["results"] == [answer]


@pytest.mark.parametrize("code", ["VNM", "vnm", "VN", "vn", "Vnm"])
def test_a_country_is_found_by_both_codes_in_any_case(client, code):
    make_country("VNM")
    make_country("CHN")
    assert get(client, f"countries/{code}/")["iso3"] == "VNM"


def test_filters_of_countries(client):
    asia = Region.objects.create(m49="142", name="Asia")
    oceania = Region.objects.create(m49="009", name="Oceania")
    east = Region.objects.create(m49="030", name="Eastern Asia", parent=asia)
    viet_nam, china = make_country("VNM", declaration_name="Socialist Republic of Viet Nam"), make_country("CHN", region=east)
    make_country("FJI", region=oceania)
    Region.objects.filter(m49="035").update(parent=asia)
    viet_nam.other_names.create(language="vi", name="Việt Nam")
    viet_nam.groups.create(slug="asean", name="ASEAN")
    china.groups.create(slug="beijing-2010", name="Beijing")
    expectations: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["CHN", "FJI", "VNM"]),
        ({"group": "asean"}, ["VNM"]),
        ({"group": ["asean", "beijing-2010"]}, ["CHN", "VNM"]),
        ({"region": "030"}, ["CHN"]),
        ({"region": "142"}, ["CHN", "VNM"]),
        ({"region": ["009", "030"], "group": "asean"}, []),
        ({"q": "viet"}, ["VNM"]),
        ({"q": "VIỆT"}, ["VNM"]),
        ({"q": "republic of"}, ["VNM"]),
        ({"q": "i"}, ["CHN", "FJI", "VNM"]),
        ({"q": "%"}, []),
    ]
    for query, expected in expectations:
        assert found(client, "countries/", **query) == expected, query


def test_a_theme_with_its_place_in_the_tree(client):
    broad = make_theme("children", key="TH-1", label="Children")
    theme = make_theme("toddlers", key="TH-2", label="Toddlers", parent=broad, scope_note="Up to three.", gap=True)
    make_theme("babies", key="TH-3", label="Babies", parent=theme)
    ThemeLabel.objects.create(theme=theme, text="ECD", type="acronym")
    make_entry(themes=["babies", "toddlers"])

    def link(key, slug, label):
        return {"key": key, "slug": slug, "label": label, "url": f"http://testserver/themes/{slug}/"}

    assert get(client, "themes/toddlers/") == {
        **link("TH-2", "toddlers", "Toddlers"),
        "api_url": "http://testserver/api/v1/themes/toddlers/",
        "scope_note": "Up to three.",
        "gap": True,
        "parent": link("TH-1", "children", "Children"),
        "narrower": [link("TH-3", "babies", "Babies")],
        "labels": [{"language": "en", "type": "acronym", "type_label": "Acronym", "text": "ECD"}],
        "entry_count": 1,
        "entries_url": "http://testserver/api/v1/entries/?theme=toddlers",
    }
    assert found(client, "themes/") == ["babies", "children", "toddlers"]
    assert found(client, "themes/", parent="children") == found(client, "themes/", gap="true") == ["toddlers"]
    assert found(client, "themes/", gap="false", parent="TH-2") == ["babies"]


def test_an_organisation(client):
    parent = make_organisation("unicef", key="ORG-01", name="UNICEF")
    organisation = make_organisation(
        "unicef-fiji", key="ORG-02", name="UNICEF Pacific", acronym="UP", other_names=["UNICEF Fiji"], country=make_country("FJI")
    )
    organisation.parent = parent
    organisation.save()
    make_organisation("asean", type="regional")
    answer = get(client, "organisations/unicef-fiji/")
    assert answer == {
        "key": "ORG-02",
        "slug": "unicef-fiji",
        "name": "UNICEF Pacific",
        "acronym": "UP",
        "url": "http://testserver/organisations/unicef-fiji/",
        "api_url": "http://testserver/api/v1/organisations/unicef-fiji/",
        "other_names": ["UNICEF Fiji"],
        "type": "un",
        "type_label": "United Nations",
        "parent": {
            "key": "ORG-01",
            "slug": "unicef",
            "name": "UNICEF",
            "acronym": None,
            "url": "http://testserver/organisations/unicef/",
        },
        "country": {"iso3": "FJI", "iso2": "FJ", "m49": "242", "name": "Fiji", "url": "http://testserver/countries/fji/"},
        "note": None,
        "entry_count": 0,
        "entries_url": "http://testserver/api/v1/entries/?organisation=unicef-fiji",
    }
    assert found(client, "organisations/") == ["asean", "unicef", "unicef-fiji"]
    assert found(client, "organisations/", type="un") == ["unicef", "unicef-fiji"]
    assert found(client, "organisations/", type=["un", "regional"], country="FJ") == ["unicef-fiji"]


def test_a_recommendation(client):
    make_recommendation("23-a-ii", area="south_south_cooperation")
    make_recommendation("14", type="commitment", area="child_protection", paragraph="14")
    assert get(client, "recommendations/23-a-ii/") == {
        "key": "R-23-a-ii",
        "slug": "23-a-ii",
        "paragraph": "23(a)(ii)",
        "title": "A central database",
        "url": "http://testserver/recommendations/23-a-ii/",
        "api_url": "http://testserver/api/v1/recommendations/23-a-ii/",
        "type": "recommendation",
        "type_label": "Recommendation",
        "area": "south_south_cooperation",
        "area_label": "South-South cooperation for child rights",
        "description": "Countries share what they know in one place.",
        "entry_count": 0,
        "entries_url": "http://testserver/api/v1/entries/?recommendation=23-a-ii",
        "source": {"key": "DOC-1", "title": "Document DOC-1"},
        "locator": "paragraph 23(a)(ii)",
    }
    assert found(client, "recommendations/") == ["23-a-ii", "14"]
    assert (
        found(client, "recommendations/", type="commitment")
        == found(client, "recommendations/", area="child_protection")
        == ["14"]
    )


@pytest.mark.parametrize(("path", "name"), [("themes", "broad"), ("organisations", "unicef"), ("recommendations", "23-a")])
def test_counts_are_those_of_the_lists_that_they_announce(client, path, name):
    make_theme("narrow", parent=make_theme("broad"))

    def entry(**fields):
        edition = make_entry(themes=["broad", "narrow"], organisations=["unicef"], publish=False, **fields)
        edition.organisation_roles.create(organisation=make_organisation("unicef"), role="funding")
        edition.recommendations.add(make_recommendation("23-a"))
        return edition

    published(entry())
    published(entry(kind="exchange"))
    published(entry(scope="context"))
    entry()
    record = get(client, f"{path}/{name}/")
    assert record["entry_count"] == client.get(record["entries_url"]).json()["count"] == 2
