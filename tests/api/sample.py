"""The collection that the examples of the API are about: those of docs/api.md, and those of the OpenAPI document."""

from typing import Any

from experiences.models import EditionText, Relation
from experiences.vocabulary import WithdrawalReason
from tests.desk import withdraw
from tests.factories import (
    add_fact,
    add_lesson,
    add_transfer,
    make_country,
    make_entry,
    make_organisation,
    make_recommendation,
    make_source,
    make_synonyms,
    make_theme,
    published,
)

PORTAL = "https://portal.example.org"


def make_sample() -> None:
    """An experience with all its parts, an exchange, an initiative, and an agreement that was withdrawn."""
    make_theme("basic-education", key="TH-14", label="Basic education")
    document = make_source("DOC-2", title="Current and future activities")
    practice = make_entry(
        key="GP-01",
        title="Bilingual education in Viet Nam",
        summary="Children learn to read first in the language that they speak at home.",
        countries=["VNM", ("CHN", "learner")],
        themes=["basic-education"],
        organisations=["unicef"],
        modality="south_south",
        period_from="2011",
        period_qualifier="as_of",
        sections={"results": "Attendance was *much* better."},
        publish=False,
    )
    EditionText.objects.create(
        edition=practice, language="vi", is_original=False, title="Giáo dục song ngữ", summary="Trẻ em học đọc."
    )
    fact: dict[str, Any] = {"label": "Primary completion rate", "value": "86", "numeric_value": 86, "unit": "per cent"}
    add_fact(practice, about="Kinh majority students", source=document, **fact)
    add_lesson(practice, statement="Teach children first in their mother tongue.", themes=["basic-education"])
    practice.recommendations.add(make_recommendation("23-a-ii"))
    published(practice)
    visit = make_entry(
        kind="exchange",
        key="EV-12",
        title="Study visit to Lao Cai",
        countries=[("VNM", "host")],
        period_from="2010",
        publish=False,
    )
    Relation.objects.create(edition=visit, type="informed", target=practice.entry)
    ends: dict[str, Any] = {"experience": practice.entry, "exchange": visit.entry}
    add_transfer(visit, "VNM", "CHN", extent="explored", period_from="2011-04", **ends)
    published(visit)
    make_entry(kind="initiative", key="PR-01", title="A fund for schools")
    memorandum = make_entry(kind="agreement", key="AG-04", title="Memorandum on trafficking")
    withdraw(memorandum.entry, WithdrawalReason.IN_ERROR, note="Entered twice.")
    make_organisation("unicef")
    make_country("VNM").groups.create(slug="asean", name="Association of Southeast Asian Nations")
    make_synonyms("midwife", "skilled birth attendant", key="midwife")
