"""Whatever staff or their browser send, the answer is a page or a refusal: never a fault."""

import pytest
from django.urls import reverse

from tests.experiences.admin.browsing import change_url, fields_of, sent, verb_url
from tests.factories import make_country, make_entry

KINDS = ["experience", "initiative", "agreement", "exchange"]


@pytest.mark.parametrize("name", ["q", "standing", "type", "scope", "scope__exact", "theme", "country", "p", "o"])
def test_nul_in_the_address_of_a_list_is_refused(desk, name):
    make_entry()
    response = desk.get(reverse("admin:experiences_experience_changelist"), {name: "a\x00b"})
    assert response.status_code == 400
    assert "could not read this request" in response.content.decode()


@pytest.mark.parametrize("model", ["source", "organisation", "recommendation"])
def test_nul_in_the_address_of_a_list_of_records_is_refused(desk, model):
    assert desk.get(reverse(f"admin:experiences_{model}_changelist"), {"type": "\x00"}).status_code == 400


def test_nul_in_what_an_autocomplete_asks_for_is_refused(desk):
    make_country("VNM")
    asked = {"app_label": "experiences", "model_name": "countryrole", "field_name": "country", "term": "Vi\x00et"}
    assert desk.get(reverse("admin:autocomplete"), asked).status_code == 400


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", ["9" * 30, "-1", "0", "x"])
def test_a_year_that_no_calendar_has_filters_nothing(desk, kind, year):
    make_entry(kind)
    response = desk.get(reverse(f"admin:experiences_{kind}_changelist"), {"updated_at__year": year}, follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "9" * 5000, "\u0663"])
def test_forged_counts_and_revisions_save_nothing(desk, number):
    draft = make_entry(title="A draft", countries=["VNM"], publish=False)
    fields = fields_of(desk.get(change_url(draft)))
    fields |= {"seen_revision": number, "country_roles-TOTAL_FORMS": number, "texts-0-title": "Forged"}
    assert sent(desk, draft, fields).status_code == 200
    assert draft.texts.get().title == "A draft"


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1", "x", "", "\u0663"])
def test_forged_numbers_of_links_comments_and_saves_are_refused(desk, number):
    draft = make_entry(title="A draft", publish=False)
    assert desk.post(verb_url("preview_links", draft), {"revoke": number}).status_code == 404
    assert desk.post(verb_url("review", draft), {"do": "resolve", "comment": number}).status_code == 404
    answer = desk.post(verb_url("go_back", draft), {"save": number, "seen_revision": "1"})
    assert answer.status_code == 200
    assert draft.texts.get().title == "A draft"
