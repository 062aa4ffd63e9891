"""Lists of entries: what an item holds, the filters, the order."""

import pytest

from experiences.models import EditionText
from tests.api.collection import errors, found, get, written
from tests.factories import make_country, make_entry, make_recommendation, make_theme, published

pytestmark = pytest.mark.django_db


def test_an_item_is_a_card(client):
    edition = make_entry(
        kind="agreement",
        type="mou",
        key="AG-01",
        title="Memorandum on trafficking",
        summary="Two governments agree.",
        countries=[("VNM", "party"), ("KHM", "party")],
        themes=["trafficking"],
        modality="south_south",
        agreement_status="signed",
        place="Hanoi",
        period_from="2005-10",
        curator_note="Secret.",
    )
    stamp = written(edition.published_at)
    assert get(client, "entries/")["results"] == [
        {
            "ref": edition.entry.ref,
            "key": "AG-01",
            "url": f"http://testserver/entries/{edition.entry.ref}/memorandum-on-trafficking/",
            "api_url": f"http://testserver/api/v1/entries/{edition.entry.ref}/",
            "kind": "agreement",
            "kind_label": "Agreement",
            "type": "mou",
            "type_label": "Memorandum of understanding",
            "title": "Memorandum on trafficking",
            "acronym": None,
            "other_titles": [],
            "summary": "Two governments agree.",
            "language": "en",
            "languages": ["en"],
            "scope": "core",
            "scope_label": "Child rights in Asia and the Pacific",
            "modality": "south_south",
            "modality_label": "South-South",
            "status": "signed",
            "status_label": "Signed",
            "place": "Hanoi",
            "period": {"from": "2005-10", "to": None, "qualifier": None, "label": "October 2005"},
            "countries": [
                {
                    "iso3": "VNM",
                    "iso2": "VN",
                    "m49": "704",
                    "name": "Viet Nam",
                    "url": "http://testserver/countries/vnm/",
                    "role": "party",
                    "role_label": "Party",
                },
                {
                    "iso3": "KHM",
                    "iso2": "KH",
                    "m49": "116",
                    "name": "Cambodia",
                    "url": "http://testserver/countries/khm/",
                    "role": "party",
                    "role_label": "Party",
                },
            ],
            "themes": [
                {
                    "key": "T-trafficking",
                    "slug": "trafficking",
                    "label": "Trafficking",
                    "url": "http://testserver/themes/trafficking/",
                }
            ],
            "first_published_at": stamp,
            "edition": {"number": 1, "published_at": stamp},
        }
    ]


def test_what_is_not_known_is_null(client):
    make_entry()
    card = get(client, "entries/")["results"][0]
    unknown = ["acronym", "modality", "modality_label", "status", "status_label", "place", "period"]
    assert {name: card[name] for name in unknown} == dict.fromkeys(unknown)
    assert (card["countries"], card["themes"], card["other_titles"]) == ([], [], [])


def test_title_and_summary_are_the_originals_and_all_languages_are_named(client):
    edition = make_entry(title="Original", publish=False)
    EditionText.objects.create(edition=edition, language="ar", is_original=False, title="ترجمة", summary="ملخص")
    published(edition)
    card = get(client, "entries/")["results"][0]
    assert (card["title"], card["language"], card["languages"]) == ("Original", "en", ["en", "ar"])


def test_values_of_one_filter_mean_or_and_filters_mean_and(client):
    for title, kind, country in [("A", "experience", "VNM"), ("B", "initiative", "VNM"), ("C", "experience", "CHN")]:
        make_entry(kind=kind, title=title, countries=[country])
    make_entry(kind="exchange", title="D", countries=["PHL"])

    def titles(query):
        return [row["title"] for row in client.get(f"/api/v1/entries/?sort=title&{query}").json()["results"]]

    assert titles("country=VNM&country=CHN") == ["A", "B", "C"]
    assert titles("country=VNM&country=CHN&kind=experience") == ["A", "C"]
    assert titles("country=vn&kind=experience&kind=exchange") == ["A"]
    assert titles("") == ["A", "B", "C", "D"]


def test_every_filter_finds_its_entry_and_no_other(client):
    wanted = make_entry(
        kind="agreement",
        type="charter",
        key="AG-09",
        title="Charter on protection",
        countries=["FJI"],
        themes=["protection"],
        organisations=["asean"],
        modality="triangular",
        agreement_status="in_force",
        period_from="2001",
        publish=False,
    )
    wanted.recommendations.add(make_recommendation("23-b"))
    ref = published(wanted).entry.ref
    make_entry(kind="exchange", countries=["CHN"], themes=["health"], organisations=["unicef"], period_from="2010")
    for name, value in {
        "kind": "agreement",
        "type": "charter",
        "country": "FJI",
        "theme": "protection",
        "organisation": "asean",
        "modality": "triangular",
        "status": "in_force",
        "year_to": "2005",
        "recommendation": "23-b",
        "q": "charter",
        "key": "AG-09",
    }.items():
        assert found(client, "entries/", **{name: value}) == [ref], name
    assert ref not in found(client, "entries/", year_from="2002")


def test_a_theme_finds_what_lies_under_it(client):
    make_theme("toddlers", parent=make_theme("children"))
    ref = make_entry(themes=["toddlers"]).entry.ref
    assert found(client, "entries/", theme="children") == [ref]


def test_context_is_left_out_unless_asked_for_by_scope_or_by_key(client):
    core = make_entry(key="GP-01").entry.ref
    context = make_entry(key="CX-01", scope="context").entry.ref
    assert found(client, "entries/") == [core]
    assert found(client, "entries/", scope="context") == [context]
    assert sorted(found(client, "entries/", scope=["core", "context"])) == [core, context]
    assert found(client, "entries/", key="CX-01") == [context]
    assert found(client, "entries/", key="CX-01", scope="core") == []


def test_each_kind_has_a_list_of_its_own(client):
    refs = {kind: make_entry(kind=kind).entry.ref for kind in ("experience", "initiative", "agreement", "exchange")}
    for kind, ref in refs.items():
        assert found(client, f"{kind}s/") == [ref]
        assert found(client, f"{kind}s/", kind=["experience", "exchange"]) == (
            [ref] if kind in ("experience", "exchange") else []
        )


def test_orders(client):
    make_country("VNM")
    dates = {"Zebra": "2001", "Ähre": "2010-05", "Moor": "", "Berg": "2010"}
    refs = {title: make_entry(title=title, period_from=date).entry.ref for title, date in dates.items()}

    def titles(**query):
        return [next(title for title in refs if refs[title] == ref) for ref in found(client, "entries/", **query)]

    assert titles() == titles(sort="-period") == ["Ähre", "Berg", "Zebra", "Moor"]
    assert titles(sort="period") == ["Zebra", "Berg", "Ähre", "Moor"]
    assert titles(sort="title") == ["Ähre", "Berg", "Moor", "Zebra"]
    assert titles(sort="-updated") == ["Berg", "Moor", "Ähre", "Zebra"]


def test_drafts_and_withdrawn_entries_are_on_no_list(client):
    make_entry(title="Unwritten", publish=False, key="GP-77", countries=["VNM"])
    assert found(client, "entries/") == found(client, "experiences/") == found(client, "entries/", q="unwritten") == []
    [error] = errors(client, "entries/", "key=GP-77")
    assert error["message"] == "There is no such record."
