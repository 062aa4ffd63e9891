import pytest

from countries.models import CountryGroup, CountryName, Region
from experiences.models import OrganisationRole
from experiences.vocabulary import CountryPart, Scope, WithdrawalReason
from tests.desk import withdraw
from tests.experiences.pages.conftest import words
from tests.factories import (
    add_lesson,
    add_transfer,
    make_country,
    make_entry,
    make_organisation,
    published,
)

pytestmark = pytest.mark.django_db


def make_group(slug="asean", members=("VNM",), **fields):
    group = CountryGroup.objects.create(slug=slug, **({"name": "South-East Asian Nations", "acronym": "SEAN"} | fields))
    group.members.set(make_country(code) for code in members)
    return group


class TestList:
    def test_every_country_stands_on_the_map_with_its_number(self, client, read):
        make_country("VNM", tile_column=12, tile_row=5)
        make_entry(countries=["VNM"])
        make_entry(countries=["VNM", ("VNM", CountryPart.PARTY)])
        html = read("/countries/")
        assert 'class="tile tile-1 column-12 row-5"' in html
        assert "<b>2</b>" in html, "an entry in which it has two roles counts once"

    def test_the_countries_stand_under_their_subregions_by_name(self, read):
        asia = Region.objects.create(m49="142", name="Asia")
        oceania = Region.objects.create(m49="009", name="Oceania")
        east = Region.objects.create(m49="030", name="Eastern Asia", parent=asia)
        islands = Region.objects.create(m49="061", name="Polynesia", parent=oceania)
        make_country("ZZZ", name="Zed", region=east, tile_column=1, tile_row=1)
        make_country("AAL", name="Åland", region=east, tile_column=2, tile_row=1)
        make_country("BBB", name="Bee", region=east, tile_column=3, tile_row=1)
        make_country("CCC", name="Cee", region=islands, tile_column=4, tile_row=1)
        listed = words(read("/countries/").split('class="subregions"')[1])
        places = [listed.index(name) for name in ("Eastern Asia", "Åland", "Bee", "Zed", "Polynesia", "Cee")]
        assert places == sorted(places)

    def test_the_governments_of_the_declaration_are_marked(self, read):
        make_country("VNM", tile_column=1, tile_row=1, declaration_name="Viet Nam")
        make_country("THA", tile_column=2, tile_row=1)
        html = read("/countries/").split('class="subregions"')[1]
        assert html.count("adopted the Beijing Declaration") == 1
        assert html.index("Viet Nam") < html.index("adopted the Beijing Declaration")

    def test_only_published_entries_of_the_core_are_counted(self, read):
        make_country("VNM", tile_column=1, tile_row=1)
        make_entry(countries=["VNM"], publish=False)
        make_entry(countries=["VNM"], scope=Scope.CONTEXT)
        withdraw(make_entry(countries=["VNM"]).entry, WithdrawalReason.IN_ERROR)
        html = read("/countries/")
        assert "tile-0" in html
        assert "Entries name 0 of the 1" in html

    def test_a_group_narrows_the_page_to_its_members(self, read):
        make_group(members=["VNM"])
        make_country("VNM", tile_column=1, tile_row=1)
        html = read("/countries/?group=asean")
        assert "South-East Asian Nations" in html
        assert 'aria-current="true">South-East Asian Nations' in html

    def test_members_are_shown_and_others_are_not(self, read):
        make_country("VNM", tile_column=1, tile_row=1)
        make_country("FJI", tile_column=2, tile_row=1)
        make_group(members=["VNM"])
        html = read("/countries/?group=asean")
        assert "Viet Nam" in html
        assert "Fiji" not in html

    @pytest.mark.parametrize("query", ["group=nato", "colour=red"])
    def test_what_cannot_be_used_is_ignored_and_said(self, read, query):
        make_country("VNM", tile_column=1, tile_row=1)
        html = read(f"/countries/?{query}")
        assert f"“{query}” in the address was ignored" in html
        assert "Viet Nam" in html

    def test_a_country_outside_the_region_stands_apart(self, read):
        make_country("CHE", name="Switzerland")
        html = read("/countries/")
        assert html.index("Elsewhere") < html.index("Switzerland")

    def test_the_number_of_queries_does_not_grow(self, queries_for):
        make_country("VNM", tile_column=1, tile_row=1)
        make_group()
        few = queries_for("/countries/")
        for number in range(5):
            make_country(f"XX{'ABCDE'[number]}", iso2=f"X{'ABCDE'[number]}", tile_column=number + 2, tile_row=1)
            make_group(f"group-{number}", members=["VNM"])
            make_entry(countries=["VNM"])
        assert queries_for("/countries/") == few


class TestAddress:
    @pytest.mark.parametrize("address", ["/countries/VNM/", "/countries/vn/", "/countries/VN/", "/countries/Vnm/"])
    def test_other_forms_of_the_code_redirect_for_good(self, client, address):
        make_country("VNM")
        response = client.get(address)
        assert response.status_code == 301
        assert response["Location"] == "/countries/vnm/"

    def test_there_is_no_page_for_a_code_that_no_country_has(self, client):
        assert client.get("/countries/xxx/").status_code == 404


class TestCountry:
    def test_a_sentence_sums_the_entries_up(self, read):
        make_entry("experience", countries=["VNM"])
        make_entry("agreement", countries=[("VNM", CountryPart.PARTY)])
        make_entry("agreement", countries=[("VNM", CountryPart.PARTY)])
        make_entry("exchange", countries=[("VNM", CountryPart.HOST)])
        assert "Named in 4 entries: 1 experience, 2 agreements and 1 exchange." in read("/countries/vnm/")

    def test_each_entry_stands_in_the_one_part_that_its_role_and_kind_ask_for(self, read):
        make_entry("experience", title="Led", countries=["VNM", ("VNM", CountryPart.PARTY)])
        make_entry("initiative", title="Learned", countries=[("VNM", CountryPart.LEARNER)])
        make_entry("agreement", title="Agreed", countries=[("VNM", CountryPart.PARTY)], agreement_status="in_force")
        make_entry("exchange", title="Hosted", countries=[("VNM", CountryPart.HOST)])
        make_entry("initiative", title="Joined", countries=[("VNM", CountryPart.PARTICIPANT)])
        make_entry("experience", title="Helped", countries=[("VNM", CountryPart.SUPPORTER)])
        html = read("/countries/vnm/")
        expected = {
            "leads": "Led",
            "learned": "Learned",
            "agreements": "Agreed",
            "exchanges": "Hosted",
            "initiatives": "Joined",
            "experiences": "Helped",
        }
        sections = {part.split('"')[0]: part for part in html.split('aria-labelledby="')[1:]}
        for section, title in expected.items():
            assert f">{title}</a>" in sections[section]
            assert html.count(f">{title}</a>") == 1
        assert "In force" in sections["agreements"]
        assert "Host" in sections["exchanges"], "the role is told where the part does not tell it"

    def test_what_moved_is_told_from_both_ends(self, read):
        edition = make_entry(title="The policy", countries=[("IDN", CountryPart.LEARNER)], publish=False)
        add_transfer(edition, "PHL", "IDN", summary="A visit led to a policy.", extent="adopted")
        published(edition)
        learner, giver = read("/countries/idn/"), read("/countries/phl/")
        assert "What it learned from others" in learner
        assert "A visit led to a policy." in learner
        assert "What others learned from it" in giver
        assert "A visit led to a policy." in giver
        assert "No entry names it yet" not in giver

    def test_what_a_transfer_tells_already_is_not_told_again(self, read):
        visit = make_entry("exchange", title="The visit", countries=[("IDN", CountryPart.LEARNER)])
        edition = make_entry(title="The policy", countries=[("IDN", CountryPart.LEARNER)], publish=False)
        add_transfer(edition, "PHL", "IDN", exchange=visit.entry, outcome=edition.entry)
        published(edition)
        html = read("/countries/idn/")
        assert html.count(">The visit</a>") == 1
        assert html.count(">The policy</a>") == 2, "what came of it: in the transfer, and as a card"

    def test_a_transfer_does_not_link_to_an_entry_that_is_not_public(self, read):
        visit = make_entry("exchange", title="A secret visit", publish=False)
        edition = make_entry(countries=["IDN"], publish=False)
        add_transfer(edition, "PHL", "IDN", exchange=visit.entry)
        published(edition)
        assert "A secret visit" not in read("/countries/idn/")

    def test_its_lessons_are_those_of_what_it_leads_or_learned(self, read):
        for role, statement in ((CountryPart.LEAD, "Start early."), (CountryPart.PARTICIPANT, "Say nothing.")):
            edition = make_entry(countries=[("VNM", role)], publish=False)
            add_lesson(edition, statement=statement)
            published(edition)
        html = read("/countries/vnm/")
        assert "Start early." in html
        assert "Say nothing." not in html

    def test_its_names_and_groups_are_told(self, read):
        country = make_country("TLS", name="Timor-Leste", declaration_name="Democratic Republic of Timor-Leste")
        CountryName.objects.create(country=country, language="tet", name="Timór-Leste")
        CountryName.objects.create(country=country, language="pt", name="Timor-Leste")
        make_group(members=["TLS"])
        html = read("/countries/tls/")
        assert "Democratic Republic of Timor-Leste" in html
        assert '<span lang="tet"><bdi>Timór-Leste</bdi></span>' in html
        assert 'lang="pt"' not in html, "a name that is the country's own is not told twice"
        assert 'href="/countries/?group=asean"' in html

    def test_organisations_based_there_are_listed(self, read):
        make_organisation("ministry", name="Ministry of Children", country=make_country("VNM"))
        assert "Ministry of Children" in read("/countries/vnm/")

    def test_background_stands_apart_and_is_not_counted(self, read):
        make_entry(countries=["VNM"])
        make_entry(title="Far away", countries=["VNM"], scope=Scope.CONTEXT)
        html = read("/countries/vnm/")
        assert "Named in 1 entry: 1 experience." in html
        assert html.index('id="background"') < html.index("Far away")

    def test_a_country_with_nothing_leads_on(self, read):
        make_country("THA")
        make_entry(countries=["VNM"])
        make_group(members=["THA"])
        body = make_organisation("sean", name="Secretariat", acronym="SEAN")
        edition = make_entry(publish=False)
        OrganisationRole.objects.create(edition=edition, organisation=body, role="lead")
        published(edition)
        html = read("/countries/tha/")
        assert "No entry names it yet." in html
        assert 'href="/countries/vnm/"' in html, "a neighbour that entries name"
        assert 'href="/organisations/sean/">Secretariat</a> <span class="count">1</span>' in html
        assert "On this page" not in html

    def test_drafts_and_withdrawn_entries_are_nowhere(self, read):
        make_entry(title="Still a draft", countries=["VNM"], publish=False)
        withdraw(make_entry(title="Taken back", countries=["VNM"]).entry, WithdrawalReason.IN_ERROR)
        html = read("/countries/vnm/")
        assert "Still a draft" not in html
        assert "Taken back" not in html
        assert "No entry names it yet." in html

    def test_a_long_part_is_cut_and_says_so(self, read):
        for _number in range(12):
            make_entry("agreement", countries=[("VNM", CountryPart.PARTY)])
        html = read("/countries/vnm/")
        assert "10 of 12 are shown." in html
        assert 'href="/entries/?country=VNM&amp;kind=agreement"' in html

    def test_what_people_typed_is_escaped(self, client):
        make_country("XSS", iso2="XS", name="<script>alert(1)</script>")
        make_entry(title="<b>bold</b>", countries=["XSS"])
        html = client.get("/countries/xss/").content.decode()
        assert "<script>alert" not in html
        assert "&lt;b&gt;bold" in html

    def test_the_number_of_queries_does_not_grow(self, queries_for):
        def one_more():
            edition = make_entry(countries=["VNM", ("THA", CountryPart.LEARNER)], themes=["education"], publish=False)
            add_lesson(edition)
            add_transfer(edition, "VNM", "THA")
            add_transfer(edition, "THA", "VNM", number=2, experience=edition.entry)
            published(edition)
            make_entry("agreement", countries=[("VNM", CountryPart.PARTY)])

        make_group()
        one_more()
        few = queries_for("/countries/vnm/")
        for number in range(6):
            one_more()
            make_organisation(f"org-{number}", country=make_country("VNM"))
            make_group(f"group-{number}")
        assert queries_for("/countries/vnm/") == few
