"""The countries that the portal ships: the codes of the standards, the names of the Declaration, the tile map."""

import pycountry
import pytest

from countries.models import Country, CountryGroup
from experiences.importing.importer import Report
from experiences.models import Edition

pytestmark = pytest.mark.django_db  # or else there would be no test database

DECLARATION_NAMES = [
    "Afghanistan", "Bangladesh", "Bhutan", "Brunei Darussalam", "Cambodia", "China", "Democratic People\u2019s Republic of Korea",
    "Democratic Republic of Timor-Leste", "Federated States of Micronesia", "Fiji", "India", "Indonesia", "Kiribati",
    "Lao People\u2019s Democratic Republic", "Malaysia", "Republic of Maldives", "Mongolia", "Myanmar", "Nepal", "Pakistan",
    "Papua New Guinea", "Philippines", "Samoa", "Singapore", "Sri Lanka", "Thailand", "Vanuatu", "Viet Nam",
]  # fmt: skip
"""The delegations of paragraph 1, as it writes them and in its order."""

COMMIT = {"Cambodia", "China", "Lao People\u2019s Democratic Republic", "Myanmar", "Thailand", "Viet Nam"}


def test_the_group_of_beijing_has_the_28_under_the_names_of_the_declaration(shipped_content: Report):
    members = CountryGroup.objects.get(slug="beijing-2010").members.all()
    assert sorted(country.declaration_name for country in members) == sorted(DECLARATION_NAMES)
    assert len(members) == 28


def test_only_the_28_have_a_name_in_the_declaration(shipped_content: Report):
    named = Country.objects.exclude(declaration_name="").values_list("declaration_name", flat=True)
    assert sorted(named) == sorted(DECLARATION_NAMES)


@pytest.mark.parametrize(("entry", "role"), [("AG-09", "party"), ("EV-01", "participant"), ("AG-14", "party")])
def test_the_28_stand_in_the_order_of_the_declaration(editions: dict[str, Edition], entry: str, role: str):
    roles = editions[entry].country_roles.all()
    assert [each.country.declaration_name for each in roles if each.role == role] == DECLARATION_NAMES


def test_china_hosted_the_meeting(editions: dict[str, Edition]):
    assert [each.country.iso3 for each in editions["EV-01"].country_roles.all() if each.role == "host"] == ["CHN"]


def test_the_group_of_commit(shipped_content: Report):
    assert {country.declaration_name for country in CountryGroup.objects.get(slug="commit").members.all()} == COMMIT


def test_codes_are_those_of_the_standards(shipped_content: Report):
    for country in Country.objects.all():
        standard = pycountry.countries.get(alpha_3=country.iso3)
        assert standard is not None, country.iso3
        assert (country.iso2, country.m49) == (standard.alpha_2, standard.numeric), country.iso3


REGIONS = {
    "143": "KAZ KGZ TJK TKM UZB",
    "030": "CHN HKG JPN KOR MAC MNG PRK",
    "035": "BRN IDN KHM LAO MMR MYS PHL SGP THA TLS VNM",
    "034": "AFG BGD BTN IND IRN LKA MDV NPL PAK",
    "145": "ARE ARM AZE BHR CYP GEO IRQ ISR JOR KWT LBN OMN PSE QAT SAU SYR TUR YEM",
    "053": "AUS CCK CXR NFK NZL",
    "054": "FJI NCL PNG SLB VUT",
    "057": "FSM GUM KIR MHL MNP NRU PLW",
    "061": "ASM COK NIU PCN PYF TKL TON TUV WLF WSM",
}
"""Asia and Oceania as M49 divides them, without the islands where nobody lives (HMD, UMI)."""


@pytest.mark.parametrize("region", REGIONS)
def test_all_of_asia_and_the_pacific_is_there(shipped_content: Report, region: str):
    countries = Country.objects.asia_pacific().filter(region__m49=region)
    assert sorted(countries.values_list("iso3", flat=True)) == REGIONS[region].split()


def test_no_two_are_on_one_tile(shipped_content: Report):
    tiles = list(Country.objects.asia_pacific().values_list("tile_column", "tile_row"))
    assert len(tiles) == len(set(tiles))


def test_all_of_the_28_are_on_the_tile_map(shipped_content: Report):
    assert Country.objects.asia_pacific().exclude(declaration_name="").count() == 28


def test_countries_outside_the_region_are_not_on_the_tile_map(shipped_content: Report):
    outside = Country.objects.filter(iso3__in=["KEN", "CHE", "GBR", "MUS", "MOZ"])
    assert outside.count() == 5
    assert not outside.asia_pacific().exists()
