"""Words that mean the same: names of countries, themes and organisations, and the synonyms of the staff."""

import pytest

from countries.models import CountryGroup
from experiences.models import SynonymGroup, ThemeLabel
from tests.experiences.search.finding import found, searched
from tests.factories import make_country, make_entry, make_organisation, make_theme

pytestmark = pytest.mark.django_db

COUNTRIES = {
    "VNM": ["Vietnam", "Việt Nam", "越南"],
    "LAO": ["Laos", "Lao PDR", "Lao People's Democratic Republic", "ລາວ"],
    "PNG": ["PNG", "Papua New Guinea"],
    "FSM": ["FSM", "Federated States of Micronesia"],
    "PRK": ["DPRK", "North Korea", "Democratic People’s Republic of Korea"],
}


def make_countries() -> None:
    for iso3, names in COUNTRIES.items():
        country = make_country(iso3)
        for name in names:
            country.other_names.create(language="en", name=name)
        make_entry(title=f"In {iso3}", summary="Something.", countries=[iso3])
    make_entry(title="Elsewhere", summary="States, people, a republic, guinea fowl, new things of the north.", countries=["FJI"])


class TestCountries:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        make_countries()

    @pytest.mark.parametrize(
        ("q", "iso3"),
        [
            ("Vietnam", "VNM"),
            ("Viet Nam", "VNM"),
            ("viet nam", "VNM"),
            ("Việt Nam", "VNM"),
            ("越南", "VNM"),
            ("越南的学校", "VNM"),
            ("Laos", "LAO"),
            ("Lao PDR", "LAO"),
            ("lao people's democratic republic", "LAO"),
            ("Lao People’s Democratic Republic", "LAO"),
            ("ລາວ", "LAO"),
            ("PNG", "PNG"),
            ("papua new guinea", "PNG"),
            ("FSM", "FSM"),
            ("the Federated States of Micronesia", "FSM"),
            ("DPRK", "PRK"),
            ("North Korea", "PRK"),
            ("Democratic People's Republic of Korea", "PRK"),
        ],
    )
    def test_a_country_by_any_of_its_names(self, q, iso3):
        assert found(q) == [f"In {iso3}"]

    def test_a_name_in_a_sentence(self):
        make_entry(title="Teachers of Laos", summary="Teachers.", countries=["LAO"])
        assert found("how are teachers trained in Lao PDR")[:2] == ["Teachers of Laos", "In LAO"]

    def test_an_entry_that_only_mentions_the_country_by_another_name(self):
        make_entry(title="Beyond", summary="Nurses returned from Vietnam.")
        assert set(found("Viet Nam")) == {"In VNM", "Beyond"}

    def test_a_name_in_another_script_is_looked_for_as_a_whole(self):
        make_entry(title="Whole", summary="ໃນ ລາວ ມື້ນີ້")
        make_entry(title="Part", summary="ລາ")
        assert set(found("Laos")) == set(found("ລາວ")) == {"In LAO", "Whole"}

    def test_regions_and_groups(self):
        group = CountryGroup.objects.create(slug="asean", name="Association of Southeast Asian Nations", acronym="ASEAN")
        group.members.add(make_country("VNM"))
        assert found("asean") == found("association of southeast asian nations") == ["In VNM"]
        assert "In VNM" in found("South-eastern Asia")


def test_themes_with_their_labels_and_acronyms():
    for slug, acronym, alternative in (
        ("early-childhood-development", "ECD", "Early childhood care and education"),
        ("disaster-risk-reduction", "DRR", "Disaster preparedness"),
    ):
        theme = make_theme(slug)
        ThemeLabel.objects.create(theme=theme, text=acronym, type="acronym")
        ThemeLabel.objects.create(theme=theme, text=alternative)
        make_entry(title=slug, summary="Something.", themes=[slug])
    assert found("ECD") == found("early childhood development") == ["early-childhood-development"]
    assert found("DRR") == found("disaster preparedness")[:1] == ["disaster-risk-reduction"]
    make_entry(title="Drills", summary="Pupils learn disaster risk reduction.")
    assert set(found("DRR")) == {"disaster-risk-reduction", "Drills"}


def test_organisations():
    make_organisation("ilo", name="International Labour Organization", acronym="ILO", other_names=["International Labour Office"])
    make_organisation("who", name="World Health Organization", acronym="WHO")
    make_entry(title="Labour", summary="Something.", organisations=["ilo"])
    make_entry(title="Health", summary="Something.", organisations=["who"])
    assert found("ILO") == found("International Labour Organization") == found("international labour office") == ["Labour"]
    assert found("World Health Organization")[0] == found("WHO")[0] == found("who")[0] == "Health"
    assert found("guidelines of the WHO") == ["Health"]
    assert found("who gives labour") == ["Labour"], "a small word is no acronym"


def make_synonym_groups() -> None:
    SynonymGroup.objects.create(key="S-1", terms=["midwife", "skilled birth attendant"])
    SynonymGroup.objects.create(key="S-2", terms=["street children", "children living on the street"])
    SynonymGroup.objects.create(key="S-3", terms=["bike", "bicycle", "two-wheeler"])
    make_entry(title="Births", summary="Every midwife is trained.")
    make_entry(title="Attendants", summary="Skilled birth attendants are trained.")
    make_entry(title="Streets", summary="Homes for children living on the street.")
    make_entry(title="Girls", summary="A bicycle for each girl.")


class TestSynonyms:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _rows(cls, shared_rows):
        make_synonym_groups()

    @pytest.mark.parametrize(
        ("q", "titles"),
        [
            ("midwife", {"Births", "Attendants"}),
            ("skilled birth attendant", {"Births", "Attendants"}),
            ("street children", {"Streets"}),
            ("bike", {"Girls"}),
            ("two-wheeler", {"Girls"}),
            ("two wheeler", {"Girls"}),
        ],
    )
    def test_synonyms(self, q, titles):
        assert titles <= set(found(q))

    def test_the_very_word_before_its_synonym(self):
        make_entry(title="Boys", summary="A bike for each boy.")
        assert found("bike") == ["Boys", "Girls"]
        assert found("bicycle")[0] == "Girls"

    def test_a_word_with_a_synonym_is_not_misspelt(self):
        result = searched("bike")
        assert result.words is not None
        assert result.words.reading.corrected == {}
        assert result.words.unheld == []

    def test_a_page_says_what_no_entry_is_about_though_its_synonyms_are_known(self, client):
        SynonymGroup.objects.create(key="S-4", terms=["bride price", "dowry"])

        def line(q):
            page = client.get("/entries/", {"q": q}).content.decode()
            return page.partition("No entry holds the word")[2].partition(" These hold")[0]

        assert line("bride price girls") == "s bride, price."
        assert line("zebra girls") == " zebra."
        assert line("bike") == "", "an entry says bicycle"
        assert line("鲸鱼研究 girls") == " 鲸鱼研究."
