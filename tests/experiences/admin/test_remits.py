"""How far focal points and translators reach in the admin."""

import pytest
from django.urls import reverse

from experiences.models import Edition, EditionText, Remit
from experiences.vocabulary import Role
from tests.desk import person, publish, writer
from tests.experiences.admin.browsing import change_url, client_of, errors_of, fields_of, new_row, sent
from tests.factories import make_country, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def fati():
    """A browser of the focal point of Fiji."""
    user = person("fati", Role.FOCAL_POINT)
    Remit.objects.create(person=user).countries.add(make_country("FJI"))
    return client_of(user)


@pytest.fixture
def theo():
    """A browser of somebody who translates into French."""
    user = person("theo", Role.TRANSLATOR)
    Remit.objects.create(person=user, languages=["fr"])
    return client_of(user)


LIST = reverse("admin:experiences_experience_changelist")


def test_a_focal_point_sees_drafts_of_the_own_country_and_what_is_public_of_others(fati):
    make_entry(title="Own draft", countries=["FJI"], publish=False)
    make_entry(title="Other draft", countries=["VNM"], publish=False)
    public = make_entry(title="Other, public", countries=["VNM"])
    from tests.desk import start_edition

    start_edition(public.entry).texts.update(title="Other, next")
    assert "Own draft" in fati.get(LIST).content.decode()
    for page in (fati.get(LIST).content.decode(), fati.get(reverse("admin:index")).content.decode()):
        assert "Other, public" in page
        assert "Other draft" not in page
        assert "Other, next" not in page
    page = fati.get(change_url(public)).content.decode()
    assert "Other, next" not in page
    asked = {"app_label": "experiences", "model_name": "relation", "field_name": "target", "term": "other"}
    found = [each["text"] for each in fati.get(reverse("admin:autocomplete"), asked).json()["results"]]
    assert [text.split(" ", 1)[1] for text in found] == ["Other, public"]


def test_a_focal_point_starts_edits_and_submits_an_entry_and_waits_then(fati):
    fati.post(reverse("admin:experiences_experience_add"), {"title": "T", "type": "innovation", "language": "en", "summary": "S"})
    draft = Edition.objects.get()
    fields = fields_of(fati.get(change_url(draft)))
    new_row(fields, "country_roles", country=make_country("FJI").pk, role="lead")
    from tests.factories import make_source

    new_row(fields, "citations", source=make_source().pk, locator="page 3")
    assert errors_of(sent(fati, draft, fields, "_submit")) == []
    draft.refresh_from_db()
    assert draft.stage == "in_review"
    assert "_continue" not in fati.get(change_url(draft)).content.decode()


def test_what_was_submitted_meanwhile_is_not_saved_and_nothing_typed_is_lost(fati):
    draft = make_entry(countries=["FJI"], publish=False)
    fields = fields_of(fati.get(change_url(draft)))
    from experiences.editorial import submit

    submit(draft, by=writer())
    page = sent(fati, draft, fields | {"texts-0-title": "Typed in time"})
    assert errors_of(page) == ["You may not do this to this entry."]
    assert "Typed in time" in page.content.decode()
    assert draft.texts.get().title != "Typed in time"


def test_a_translator_adds_and_edits_only_translations_into_his_languages(theo):
    draft = make_entry(publish=False, title="Original")
    EditionText.objects.create(edition=draft, language="th", is_original=False, title="ไทย", summary="…")
    page = theo.get(change_url(draft)).content.decode()
    assert "country_roles-0-country" not in page
    assert 'name="curator_note"' not in page
    fields = fields_of(theo.get(change_url(draft)))
    assert fields["texts-TOTAL_FORMS"] == ["0"]
    new_row(fields, "texts", language="fr", title="Traduction", summary="Oui.")
    forged = {"curator_note": "Forged", "type": "lesson_learned", "texts-0-is_original": "on"}
    assert errors_of(sent(theo, draft, fields | forged)) == []
    draft.refresh_from_db()
    assert (draft.curator_note, draft.type) == ("", "good_practice")
    said = set(draft.texts.values_list("language", "title", "is_original"))
    assert said == {("en", "Original", True), ("th", "ไทย", False), ("fr", "Traduction", False)}
    fields = fields_of(theo.get(change_url(draft)))
    new_row(fields, "texts", language="th", title="Autre", summary="Non.")
    assert "Select a valid choice" in errors_of(sent(theo, draft, fields))[0]


def test_a_translator_is_a_contributor_and_the_published_stays(theo):
    draft = make_entry(publish=False)
    fields = fields_of(theo.get(change_url(draft)))
    new_row(fields, "texts", language="fr", title="Traduction", summary="Oui.")
    sent(theo, draft, fields)
    assert {each.person.username for each in draft.contributors.all()} == {"theo", "wen"}
    publish(draft)
    sent(theo, draft, fields | {"texts-0-title": "Trop tard"})
    assert not EditionText.objects.filter(title="Trop tard").exists()


def test_administrators_set_remits(theo):
    chief = client_of(person("chief", Role.ADMINISTRATOR))
    remit = Remit.objects.get()
    address = reverse("admin:accounts_user_change", args=[remit.person_id])
    page = chief.get(address)
    assert errors_of(chief.post(address, fields_of(page) | {"remit-0-languages": ["fr", "th"]})) == []
    remit.refresh_from_db()
    assert remit.languages == ["fr", "th"]
    assert theo.get(address).status_code == 403
