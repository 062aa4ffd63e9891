"""`fields`, `expand`, `facets`, `lang`: documents in the shape that is asked for."""

import pytest

from experiences.models import EditionText
from tests.api.collection import errors, found, get, make_full_entry
from tests.factories import make_country, make_entry, make_organisation, make_theme, published

pytestmark = pytest.mark.django_db


def test_fields_leave_out_the_rest(client):
    edition = make_entry(title="School", countries=["VNM", "CHN"], period_from="2010")
    ref = edition.entry.ref
    assert get(client, "entries/", fields="title,ref")["results"] == [{"ref": ref, "title": "School"}]
    assert get(client, f"entries/{ref}/", fields=["ref", "period.from,countries.iso3"]) == {
        "ref": ref,
        "period": {"from": "2010"},
        "countries": [{"iso3": "VNM"}, {"iso3": "CHN"}],
    }
    assert get(client, "countries/CHN/", fields="iso3,region.parent.name") == {"iso3": "CHN", "region": {"parent": None}}
    whole = get(client, f"entries/{ref}/")
    assert get(client, f"entries/{ref}/", fields="countries.iso3,countries")["countries"] == whole["countries"]


def test_a_list_gives_fields_that_its_cards_have_not(client):
    make_full_entry()
    [row] = get(client, "experiences/", fields="sections,facts.value")["results"]
    assert row == {"sections": {"context": "Where it *began*.", "cost": "Little."}, "facts": [{"value": "5,000"}]} or (
        row["sections"] and set(row["facts"][0]) == {"value"}
    )


def test_an_unknown_field_is_refused_with_those_that_there_are(client):
    ref = make_entry().entry.ref
    for path in ("entries/", f"entries/{ref}/", "themes/"):
        [error] = errors(client, path, "fields=colour")
        assert (error["parameter"], error["value"]) == ("fields", "colour")
        assert "url" in error["allowed"]
    [error] = errors(client, "entries/", "fields=ref,period.colour")
    assert (error["value"], error["allowed"]) == (
        "period.colour",
        ["period.from", "period.to", "period.qualifier", "period.label"],
    )
    [error] = errors(client, "entries/", "fields=ref.x")
    assert error["message"] == "Nothing stands under it."


def test_short_forms_are_told_in_full(client):
    make_theme("education", scope_note="What children learn.")
    edition = make_entry(countries=[("VNM", "host")], themes=["education"], organisations=["unicef"])
    make_country("VNM").other_names.create(language="vi", name="Việt Nam")
    whole = get(client, "countries/VNM/")
    theme, organisation = get(client, "themes/education/"), get(client, "organisations/unicef/")
    for path in ("entries/", f"entries/{edition.entry.ref}/"):
        answer = get(client, path, expand="countries,themes,organisations")
        entry = answer["results"][0] if "results" in answer else answer
        assert entry["countries"] == [whole | {"role": "host", "role_label": "Host"}]
        assert entry["themes"] == [theme]
        assert entry["organisations"] == [organisation | {"role": "lead", "role_label": "Lead"}]


def test_a_list_gives_whole_documents(client):
    edition = make_full_entry()
    [listed] = get(client, "experiences/", expand="document")["results"]
    assert listed == get(client, f"entries/{edition.entry.ref}/")


def test_what_cannot_be_expanded_is_refused(client):
    ref = make_entry().entry.ref
    assert errors(client, "entries/", "expand=facts")[0]["allowed"] == ["document", "countries", "themes", "organisations"]
    assert errors(client, f"entries/{ref}/", "expand=document")[0]["allowed"] == ["countries", "themes", "organisations"]
    assert errors(client, "themes/", "expand=parent")[0]["message"] == "There is no such parameter."


def test_facets_count_beside_the_results(client):
    for kind, country in (("experience", "VNM"), ("experience", "CHN"), ("agreement", "VNM")):
        make_entry(kind=kind, countries=[country])
    answer = get(client, "entries/", country="VNM", facets="kind,country", limit=1)
    assert answer["count"] == 2
    assert answer["facets"]["kind"] == [
        {"value": "experience", "label": "Experience", "count": 1, "chosen": False, "depth": 0},
        {"value": "agreement", "label": "Agreement", "count": 1, "chosen": False, "depth": 0},
    ]
    counts = {each["value"]: (each["count"], each["chosen"]) for each in answer["facets"]["country"]}
    assert counts == {"CHN": (1, False), "VNM": (2, True)}
    assert errors(client, "entries/", "facets=colour")[0]["parameter"] == "facets"
    assert get(client, "experiences/", kind="agreement", facets="kind")["facets"] == {"kind": []}


def test_text_in_the_language_that_is_asked_for(client):
    edition = make_entry(title="School", sections={"context": "There."}, publish=False)
    EditionText.objects.create(
        edition=edition, language="vi", is_original=False, title="Trường", summary="Tóm tắt", context="Ở đó.", original_digest="x"
    )
    ref = published(edition).entry.ref
    other = make_entry(title="Other").entry.ref
    response = client.get(f"/api/v1/entries/{ref}/?lang=vi")
    answer = response.json()
    assert (answer["title"], answer["language"], answer["sections"]) == ("Trường", "vi", {"context": "Ở đó."})
    assert response["Content-Language"] == "vi"
    assert [(text["language"], text["title"], text["outdated"]) for text in answer["translations"]] == [
        ("en", "School", False),
        ("vi", "Trường", True),
    ]
    listed = client.get("/api/v1/entries/?lang=vi&sort=ref")
    assert [(row["ref"], row["title"], row["language"]) for row in listed.json()["results"]] == [
        (ref, "Trường", "vi"),
        (other, "Other", "en"),
    ]
    assert listed["Content-Language"] == "vi, en"
    assert errors(client, "entries/", "lang=xx")[0]["parameter"] == "lang"
    assert errors(client, "entries/", "lang=vi&lang=vi")[0]["message"] == "It takes one value."


def test_the_language_of_the_browser_changes_nothing(client):
    make_entry()
    response = client.get("/api/v1/entries/", headers={"accept-language": "fr"})
    assert response["Content-Language"] == "en"
    assert "Accept-Language" not in response["Vary"]


def test_shapes_keep_to_their_pieces(client):
    for _number in range(3):
        make_entry()
    first = get(client, "entries/", fields="ref", limit=2)
    rest = client.get(first["next"]).json()
    assert [list(row) for row in first["results"] + rest["results"]] == [["ref"]] * 3
    assert found(client, "entries/", fields="ref", sort="ref") == sorted(row["ref"] for row in first["results"] + rest["results"])


def test_organisations_are_told_of_on_cards_only_when_asked_for(client):
    make_organisation("unicef")
    make_entry(organisations=["unicef"])
    assert "organisations" not in get(client, "entries/")["results"][0]
    assert "sections" not in get(client, "entries/", expand="organisations")["results"][0]
