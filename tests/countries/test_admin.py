"""Countries, regions and groups in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from countries.models import Country, CountryGroup, Region
from ssc_portal.accounts.models import User
from tests.experiences.admin.browsing import client_of, errors_of, fields_of, new_row
from tests.factories import make_country, make_entry


@pytest.fixture
def desk(db: None) -> Client:
    return client_of(User.objects.create_superuser("maria", full_name="Maria Santos"))


def url(record, page="change"):
    return reverse(f"admin:countries_{record._meta.model_name}_{page}", args=[record.pk])


def test_a_country_gets_another_name_and_is_found_by_it(desk):
    country = make_country("VNM")
    fields = fields_of(desk.get(url(country)))
    new_row(fields, "other_names", name="Vietnam", language="en")
    desk.post(url(country), fields | {"_save": "1"})
    assert country.other_names.get().name == "Vietnam"
    asked = {"app_label": "experiences", "model_name": "countryrole", "field_name": "country", "term": "vietnam"}
    answer = desk.get(reverse("admin:autocomplete"), asked).json()
    assert [each["text"] for each in answer["results"]] == ["Viet Nam"]


def test_codes_never_change(desk):
    country = make_country("VNM")
    fields = fields_of(desk.get(url(country)))
    assert not {"iso2", "iso3", "m49"} & set(fields)
    desk.post(url(country), fields | {"iso3": "XXX", "name": "Vietnam", "_save": "1"})
    country.refresh_from_db()
    assert (country.iso3, country.name) == ("VNM", "Vietnam")


@pytest.mark.parametrize(("field", "value"), [("iso3", "vnm"), ("iso2", "V"), ("m49", "70")])
def test_a_country_with_codes_that_cannot_be_is_refused(desk, field, value):
    add = reverse("admin:countries_country_add")
    region = make_country("VNM").region
    right = {"name": "Tonga", "iso3": "TON", "iso2": "TO", "m49": "776", "region": region.pk}
    fields = fields_of(desk.get(add)) | right
    assert errors_of(desk.post(add, fields | {field: value, "_save": "1"}))
    desk.post(add, fields | {"_save": "1"})
    assert Country.objects.get(iso3="TON").name == "Tonga"


def test_the_history_of_a_country_and_its_names(desk):
    country = make_country("VNM")
    fields = fields_of(desk.get(url(country))) | {"declaration_name": "Viet Nam"}
    new_row(fields, "other_names", name="Vietnam", language="en")
    desk.post(url(country), fields | {"_save": "1"})
    page = desk.get(url(country)).content.decode()
    assert "History: 3 changes" in page
    assert "Added: other name" in page
    assert "Maria Santos" in page


def test_a_country_in_use_is_not_deleted(desk):
    make_entry(countries=["VNM"])
    page = desk.post(url(make_country("VNM"), "delete"), {"post": "yes"}).content.decode()
    assert "is in use, so it cannot be deleted" in page
    assert "Countries (1): Viet Nam (Lead or provider)" in page
    assert Country.objects.filter(iso3="VNM").exists()


def test_a_region_is_no_part_of_itself(desk):
    asia = Region.objects.create(m49="142", name="Asia")
    south = Region.objects.create(m49="034", name="Southern Asia", parent=asia)
    page = desk.post(url(asia), fields_of(desk.get(url(asia))) | {"parent": south.pk, "_save": "1"})
    assert errors_of(page) == ["It would lie under itself."]


def test_a_group_and_its_members(desk):
    group = CountryGroup.objects.create(slug="asean", name="Association of Southeast Asian Nations", acronym="ASEAN")
    members = [make_country("VNM").pk, make_country("THA").pk]
    desk.post(url(group), fields_of(desk.get(url(group))) | {"members": members, "_save": "1"})
    assert group.members.count() == 2
