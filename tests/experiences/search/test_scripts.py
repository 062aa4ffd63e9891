"""Every language of the region: scripts without spaces, accents typed or not, stems where there are any."""

import unicodedata

import pytest

from experiences.models import EditionText
from tests.experiences.search.finding import found
from tests.factories import make_entry, published

pytestmark = pytest.mark.django_db

TITLES = {
    "zh-Hans": "儿童保护工作",
    "zh-Hant": "兒童教育計畫",
    "ja": "子どもの教育を支える",
    "th": "การคุ้มครองเด็ก",
    "lo": "ການປົກປ້ອງເດັກ",
    "km": "ការការពារកុមារ",
    "my": "ကလေးသူငယ်ကာကွယ်ရေး",
    "hi": "बच्चों की शिक्षा",
    "ar": "حماية الأطفال",
    "ur": "بچوں کی تعلیم",
    "ru": "Защита детей",
    "mn": "Хүүхэд хамгаалал",
    "ko": "아동 보호",
    "vi": "Bảo vệ trẻ em ở Đà Nẵng",
    "fr": "Éducation des élèves à l’école",
    "ta": "குழந்தைகள் பாதுகாப்பு",
    "si": "ළමා ආරක්ෂාව",
    "dv": "ކުޑަކުދިން",
    "dz": "ཨ་ལོ་ཚུ",
}


class TestEntriesInEveryScript:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _languages(cls, shared_rows) -> None:
        for language, title in TITLES.items():
            edition = make_entry(title=f"English {language}", summary="Something.", publish=False)
            EditionText.objects.create(edition=edition, language=language, is_original=False, title="—", summary=title)
            published(edition)

    @pytest.mark.parametrize(
        ("q", "language"),
        [
            ("儿", "zh-Hans"),
            ("保护", "zh-Hans"),
            ("儿童保护", "zh-Hans"),
            ("保护工作 儿童", "zh-Hans"),
            ("計", "zh-Hant"),
            ("計畫", "zh-Hant"),
            ("子", "ja"),
            ("支える", "ja"),
            ("子ども", "ja"),
            ("เด", "th"),
            ("คุ้มครอง", "th"),
            ("เด็ก", "th"),
            ("ເດ", "lo"),
            ("ປົກປ້ອງ", "lo"),
            ("កុ", "km"),
            ("កុមារ", "km"),
            ("က", "my"),
            ("ကလေး", "my"),
            ("ကာကွယ်ရေး", "my"),
            ("शिक्षा", "hi"),
            ("बच्चों", "hi"),
            ("الأطفال", "ar"),
            ("تعلیم", "ur"),
            ("бала хамгаалал", "mn"),
            ("Хүүхэд", "mn"),
            ("детей", "ru"),
            ("ДЕТИ", "ru"),
            ("아동", "ko"),
            ("trẻ em", "vi"),
            ("tre em", "vi"),
            ("TRẺ EM", "vi"),
            ("Đà Nẵng", "vi"),
            ("da nang", "vi"),
            (unicodedata.normalize("NFD", "trẻ em"), "vi"),
            (unicodedata.normalize("NFD", "Đà Nẵng"), "vi"),
            ("élève", "fr"),
            ("eleves", "fr"),
            ("ECOLE", "fr"),
            ("l'école", "fr"),
            ("éducation", "fr"),
            ("பாதுகாப்பு", "ta"),
            ("ආරක්ෂාව", "si"),
            ("ކުޑަކުދިން", "dv"),
            ("ཨ་ལོ", "dz"),
        ],
    )
    def test_words_of_every_script(self, q, language):
        assert found(q)[:1] == [f"English {language}"]

    @pytest.mark.parametrize("q", ["童工人", "เกาะ", "ภ", "猫", "ລົດ", "ឡាន", "လူ"])
    def test_other_words_of_these_scripts_find_nothing(self, q):
        assert found(f'"{q}"') == []

    @pytest.mark.parametrize("q", ["école", "l'école", "d’école", "qu'élèves", '"à l’école"', '"élèves à l\'école"'])
    def test_french_words_behind_an_apostrophe_are_words_of_their_own(self, q):
        assert found(q, verbatim="yes")[:1] == ["English fr"]

    @pytest.mark.parametrize("q", ["lécole", "lieu", '"école des élèves"'])
    def test_other_french_words_lose_no_letter(self, q):
        assert found(q, verbatim="yes") == []


def test_phrases_of_scripts_without_spaces_stay_together():
    make_entry(title="one", summary="保护儿童")
    make_entry(title="two", summary="儿童工作保护")
    assert found('"保护儿童"') == ["one"]
    assert set(found("保护儿童")) == {"one", "two"}
    assert found("保护儿童")[0] == "one"
    assert found("保护 -工作") == ["one"]


def test_a_text_with_all_pairs_of_a_phrase_does_not_yet_hold_it():
    make_entry(title="one", summary="中国人民的儿童")
    make_entry(title="two", summary="人民与中国人的儿童")
    assert found('"中国人民"') == ["one"]
    assert found("儿童 -中国人民") == ["two"]


def test_two_scripts_in_one_query():
    make_entry(title="Both", summary="UNICEF 儿童 programme")
    make_entry(title="Latin", summary="UNICEF programme")
    assert found("UNICEF 儿童")[0] == found("UNICEF儿童")[0] == "Both"


def test_each_language_has_its_stems():
    edition = make_entry(title="English", summary="Something.", publish=False)
    EditionText.objects.create(edition=edition, language="es", is_original=False, title="—", summary="Los niños trabajan.")
    EditionText.objects.create(edition=edition, language="id", is_original=False, title="—", summary="Perlindungan anak.")
    published(edition)
    make_entry(title="Others", summary="Nothing.")
    assert found("niño") == found("trabajar") == found("lindung") == ["English"]


def test_writing_that_is_composed_otherwise():
    """Some keyboards write a letter and its accents one by one."""
    title = "Trẻ em học đọc"
    make_entry(title="composed", summary=title)
    make_entry(title="decomposed", summary=unicodedata.normalize("NFD", title))
    for q in ("trẻ", "tre", unicodedata.normalize("NFD", "trẻ")):
        assert set(found(q)) == {"composed", "decomposed"}
