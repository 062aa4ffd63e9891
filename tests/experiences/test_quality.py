"""The quality checklist: what it asks of each kind, what it finds missing, and how much that weighs."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from experiences.editorial import EditorialError, named_import
from experiences.editorial import publish as publish_for
from experiences.models import Citation, Edition, EditionText, QualityRule
from experiences.quality import RULES, checklist, checklists
from experiences.quality.reading import figures, length, says_something
from experiences.vocabulary import SECTIONS, Kind
from tests.desk import approved, publish, publisher
from tests.factories import add_contact, add_fact, add_lesson, make_entry, make_source

pytestmark = pytest.mark.django_db

LONG = (
    "Teachers of island schools learned to teach in the first language of the children, and the children stayed at school. "
    "Parents read with them at home, and the ministry has made it the rule for all."
)


def missing(edition: Edition, name: str) -> str:
    """What the rule finds missing in an edition."""
    return next(item.missing for item in checklist(edition).items if item.rule.name == name)


def complete(kind: Kind) -> Edition:
    """A draft that keeps every rule."""
    roles = {Kind.AGREEMENT: "party"}.get(kind, "lead")
    fields: dict[str, Any] = {Kind.AGREEMENT: {"agreement_status": "signed"}, Kind.EXCHANGE: {"place": "Suva"}}.get(kind, {})
    edition = make_entry(
        kind, summary=f"{LONG} It began in 2009.", countries=[("VNM", roles), ("CHN", roles)], themes=["education"],
        sections=dict.fromkeys(SECTIONS[kind], "It is told."), period_from="2009", publish=False, **fields,
    )  # fmt: skip
    add_contact(edition)
    add_lesson(edition)
    add_fact(edition)
    edition.assessments.create(
        criterion="relevance", evidence="Four ministries asked for it.", source=make_source(), locator="page 5"
    )
    EditionText.objects.create(
        edition=edition, language="vi", is_original=False, title="T", summary="S", original_digest=edition.texts.get().digest()
    )
    return edition


@pytest.mark.parametrize("kind", Kind)
def test_an_entry_that_has_everything_lacks_nothing(kind):
    filled_in = checklist(complete(kind))
    assert [item.missing for item in filled_in.items if item.missing] == []
    assert [item.rule.name for item in filled_in.done] == [rule.name for rule in RULES.values() if kind in rule.kinds]


TAKEN_AWAY = {
    "original": lambda edition: edition.texts.all().delete(),
    "summary": lambda edition: edition.texts.filter(is_original=True).update(summary=" "),
    "summary_length": lambda edition: edition.texts.filter(is_original=True).update(summary="It began in 2009."),
    "source": lambda edition: edition.citations.all().delete(),
    "places": lambda edition: edition.citations.update(locator="-"),
    "facts": lambda edition: edition.facts.update(locator="n/a"),
    "figures": lambda edition: edition.texts.filter(is_original=True).update(summary=f"{LONG} It reached 1,250 children."),
    "contact": lambda edition: edition.contacts.all().delete(),
    "lesson": lambda edition: edition.lessons.all().delete(),
    "criteria": lambda edition: edition.assessments.update(evidence="Yes."),
    "period": lambda edition: Edition.objects.filter(pk=edition.pk).update(period_from=""),
    "countries": lambda edition: edition.country_roles.all().delete(),
    "themes": lambda edition: edition.themes.clear(),
    "parties": lambda edition: edition.country_roles.filter(country__iso3="CHN").delete(),
    "status": lambda edition: Edition.objects.filter(pk=edition.pk).update(agreement_status=""),
    "place": lambda edition: Edition.objects.filter(pk=edition.pk).update(place=""),
    "translations": lambda edition: edition.texts.filter(is_original=True).update(title="Another"),
    "sections": lambda edition: edition.texts.filter(is_original=True).update(**{list(SECTIONS[Kind(edition.kind)])[1]: ""}),
}
SAID = {
    "figures": "The summary gives figures that are no facts below: 1250.",
    "translations": "The original has changed since it was translated: Vietnamese.",
    "facts": "These facts do not say where in their source: 1.",
    "places": "1 citation does not say where in the source.",
    "criteria": "Evidence and the place in its source are too thin for: Relevance.",
}


@pytest.mark.parametrize("name", RULES)
def test_what_is_taken_away_is_missing_and_said(name):
    edition = complete(RULES[name].kinds[0])
    TAKEN_AWAY[name](edition)
    assert missing(edition, name)
    assert missing(edition, name) == SAID.get(name, missing(edition, name))


def test_a_period_that_is_no_longer_there_takes_its_year_from_the_figures():
    edition = complete(Kind.INITIATIVE)
    TAKEN_AWAY["period"](edition)
    assert "2009" in missing(edition, "figures")
    add_fact(edition, 2, value="since 2009")
    assert missing(edition, "figures") == ""


def test_what_is_not_there_is_not_praised_for_its_sources():
    edition = make_entry(summary="", publish=False)
    edition.citations.all().delete()
    asked = {item.rule.name for item in checklist(edition).items}
    assert not asked & {"summary_length", "places", "facts", "figures", "criteria", "translations"}


def test_a_rule_asks_only_the_kinds_that_it_concerns():
    edition = make_entry("initiative", publish=False)
    asked = {item.rule.name for item in checklist(edition).items}
    assert not asked & {"lesson", "parties", "status", "place"}


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Girls came back.", 13), ("女孩回学校", 15), ("여학생", 6), ("बच्चे", 5), ("เด็ก", 4), ("… – !", 0), ("86 per cent", 9)],
)
def test_no_script_is_too_short_because_it_has_no_spaces(text, letters):
    assert length(text) == letters


def test_figures_are_read_in_all_digits_with_their_separators():
    assert figures("1,250 of 3 schools in 2009, ৪২ and 10 000; 7,5") == {1250, 3, 2009, 42, 10000, 7, 5}


NOTES = [("-", False), ("…", False), ("N/A", False), ("tbd", False), ("p. 3", True), ("第三页", True)]


@pytest.mark.parametrize(("note", "says"), NOTES)
def test_a_dash_says_nothing(note, says):
    assert says_something(note) == says


# ---- what it weighs ----


def test_the_rows_of_a_new_portal_weigh_what_the_rules_say():
    rows = {rule.name: rule for rule in QualityRule.objects.all()}
    assert set(rows) == set(RULES) - {"original"}, "that one always blocks"
    for name, row in rows.items():
        rule = RULES[name]
        assert [row.weight_for(kind) for kind in Kind] == [rule.weight if kind in rule.kinds else "" for kind in Kind]


def test_at_first_the_text_and_a_source_block_and_all_else_warns():
    edition = make_entry(summary="", publish=False)
    edition.citations.all().delete()
    with pytest.raises(EditorialError) as refusal:
        publish(edition)
    assert refusal.value.reasons == ["The summary is empty.", "No source is cited: say where this comes from."]
    edition.texts.update(summary="Short.")
    Citation.objects.create(edition=edition, source=make_source(), locator="page 1")
    assert publish(edition).state == "published"


def test_what_administrators_set_holds_for_submitting_publishing_and_imports():
    QualityRule.objects.filter(name="contact").update(experience="blocks")
    edition = make_entry(publish=False)
    with pytest.raises(EditorialError, match="nobody whom readers can ask"):
        approved(edition)
    with named_import("a file") as importing, pytest.raises(EditorialError, match="nobody whom readers can ask"):
        publish_for(edition, importing=importing)
    QualityRule.objects.filter(name="contact").update(experience="off")
    assert "contact" not in {item.rule.name for item in checklist(edition).items}
    assert publish(edition).state == "published"


def test_what_came_to_block_after_the_approval_keeps_the_draft_from_being_published():
    edition = approved(make_entry(publish=False))
    QualityRule.objects.filter(name="themes").update(experience="blocks")
    with pytest.raises(EditorialError, match="It has no theme"):
        publish_for(edition, by=publisher())


def test_another_kind_keeps_its_own_weight():
    QualityRule.objects.filter(name="themes").update(agreement="blocks")
    assert publish(make_entry("experience", publish=False)).state == "published"


def test_nothing_is_published_without_a_title_though_no_row_says_so():
    QualityRule.objects.all().delete()
    edition = make_entry(publish=False)
    edition.texts.all().delete()
    with pytest.raises(EditorialError, match="There is no original text"):
        publish(edition)


def test_many_checklists_take_as_many_queries_as_one():
    def queries(editions: list[Edition]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(checklists(editions)) == len(editions)
        return len(captured)

    many = [complete(Kind.EXPERIENCE) for _number in range(3)]
    assert queries(many[:1]) == queries(many) == 10
