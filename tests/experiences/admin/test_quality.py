"""The checklist where curators see it: on the form, in the lists, and where administrators set what it asks."""

import re

import pytest
from django.urls import reverse

from experiences.editorial import submit
from experiences.models import QualityRule
from experiences.quality import RULES as RULES_BY_NAME
from experiences.vocabulary import Role
from tests.desk import approved, person, publish, reviewer, writer
from tests.experiences.admin.browsing import change_url, client_of, errors_of, fields_of, sent, verb_url
from tests.factories import make_entry

RULES = reverse("admin:experiences_qualityrule_changelist")


@pytest.fixture
def lacking(db):
    edition = make_entry("agreement", title="Half a draft", summary="", publish=False)
    edition.citations.all().delete()
    return edition


def checklist_of(page) -> str:
    found = re.search(r'<details class="checklist".*?</details>', page.content.decode(), flags=re.DOTALL)
    assert found
    return found[0]


def test_the_form_says_what_blocks_what_is_missing_and_what_is_there(desk, lacking):
    checklist = checklist_of(desk.get(change_url(lacking)))
    blocking, warnings, done = re.findall(r"<ul.*?</ul>", checklist, flags=re.DOTALL)
    assert re.findall(r">([^<]+)</a>", blocking) == ["The summary is empty.", "No source is cited: say where this comes from."]
    assert "Fewer than two parties are named." in warnings
    assert "It does not say how far the agreement has come." in warnings
    assert "An original text with a title" in done
    assert " open>" in checklist


def test_each_missing_item_leads_to_the_part_of_the_form_that_mends_it(desk, lacking):
    page = desk.get(change_url(lacking))
    anchors = re.findall(r'href="#([^"]+)"', checklist_of(page))
    assert len(anchors) >= 8
    for anchor in anchors:
        assert f'id="{anchor}"' in page.content.decode(), anchor


@pytest.mark.parametrize("verb", ["submit", "publish_in_emergency"])
def test_before_a_verb_that_it_blocks_one_is_told_and_has_no_button(desk, lacking, verb):
    page = desk.get(verb_url(verb, lacking)).content.decode()
    assert "This cannot be done yet." in page
    assert f'<a href="{change_url(lacking)}#id_texts-0-summary">The summary is empty.</a>' in page
    assert '<button type="submit" class="button d' not in page
    assert "Back to the draft" in page


@pytest.mark.parametrize("verb", ["submit", "approve", "schedule", "publish"])
def test_before_a_verb_that_it_lets_through_its_warnings_are_said(desk, db, verb):
    edition = make_entry("agreement", title="All that blocks is there", publish=False)
    if verb == "approve":
        submit(edition, by=writer())
    elif verb != "submit":
        approved(edition)
    page = desk.get(verb_url(verb, edition)).content.decode()
    assert "Missing, but it does not keep it from being published" in page
    assert "Fewer than two parties are named." in page
    assert '<button type="submit" class="button default"' in page


def test_what_comes_to_block_after_the_approval_is_said_before_one_publishes(desk, db):
    edition = approved(make_entry("agreement", publish=False))
    QualityRule.objects.filter(name="status").update(agreement="blocks")
    for verb in ("publish", "schedule"):
        page = desk.get(verb_url(verb, edition)).content.decode()
        assert "This cannot be done yet." in page
        assert "It does not say how far the agreement has come." in page


def test_it_is_computed_anew_with_each_save(desk, lacking):
    fields = fields_of(desk.get(change_url(lacking)))
    fields |= {"texts-0-summary": "Two countries agreed.", "period_from": "2010"}
    checklist = checklist_of(sent(desk, lacking, fields))
    assert "The summary is empty." not in checklist
    assert "It does not say when." not in checklist
    assert "No source is cited" in checklist


def test_who_cannot_write_there_is_led_nowhere(lacking):
    checklist = checklist_of(client_of(reviewer()).get(change_url(lacking)))
    assert "The summary is empty." in checklist
    assert "href" not in checklist


def test_a_published_edition_keeps_its_checklist_folded(desk):
    edition = publish(make_entry(publish=False))
    checklist = checklist_of(desk.get(change_url(edition)))
    assert "There is nobody whom readers can ask." in checklist
    assert " open>" not in checklist


def test_the_lists_carry_a_sign(desk, lacking):
    make_entry("agreement", title="Fair")
    page = desk.get(reverse("admin:experiences_agreement_changelist")).content.decode()
    signs = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r'field-shown_checklist">(.*?)</td>', page)]
    assert sorted(signs) == ["2 blocking, 7 missing", "8 missing"]


def test_drafts_are_found_by_who_has_them(desk, maria):
    make_entry(title="Of Wen", publish=False)
    mine, nobodys = make_entry(title="Of Maria", publish=False), make_entry(title="Of nobody", publish=False)
    type(mine).objects.filter(pk=mine.pk).update(owner=maria)
    type(mine).objects.filter(pk=nobodys.pk).update(owner=None)
    url = reverse("admin:experiences_experience_changelist")
    everything = desk.get(url).content.decode()
    assert f'field-shown_owner">{writer()}</td>' in everything
    found = {hands: desk.get(url, {"hands": hands}).content.decode() for hands in ("mine", "nobody")}
    assert ["Of Maria" in found["mine"], "Of nobody" in found["mine"], "Of Wen" in found["mine"]] == [True, False, False]
    assert ["Of Maria" in found["nobody"], "Of nobody" in found["nobody"], "Of Wen" in found["nobody"]] == [False, True, False]


# ---- the rules ----


def set_weights(client, **weights):
    """Choose weights on the page of the rules, as rule_kind=weight, and save."""
    page = client.get(RULES)
    fields = fields_of_rules(page)
    ids = {rule.name: str(rule.pk) for rule in QualityRule.objects.all()}
    places = {value[0]: name.removesuffix("-id") for name, value in fields.items() if name.endswith("-id")}
    for name, weight in weights.items():
        rule, _line, kind = name.rpartition("_")
        fields[f"{places[ids[rule]]}-{kind}"] = weight
    return client.post(RULES, fields | {"_save": "1"}, follow=True)


def fields_of_rules(page):
    """The fields of the table, which stand in the form of the list."""
    page.content = page.content.replace(b'id="changelist-form"', b'id="rules"')
    return fields_of(page)


def test_an_administrator_sets_what_blocks_and_the_record_says_so(lacking):
    chief = client_of(person("ada", Role.ADMINISTRATOR, full_name="Ada"))
    page = set_weights(chief, status_agreement="blocks", contact_agreement="off")
    assert errors_of(page) == []
    checklist = checklist_of(client_of(writer()).get(change_url(lacking)))
    blocking, warnings = re.findall(r"<ul.*?</ul>", checklist, flags=re.DOTALL)[:2]
    assert "how far the agreement has come" in blocking
    assert "nobody whom readers can ask" not in warnings
    history = chief.get(reverse("admin:experiences_qualityrule_change", args=[QualityRule.objects.get(name="status").pk]))
    assert re.search(r"Agreement</th><td>Warns</td><td>Blocks</td>", history.content.decode())
    assert "UTC, Ada" in history.content.decode()
    where = history.content.decode().split('class="breadcrumbs"')[1].split("</div>")[0]
    assert where.split("&rsaquo;")[-1].strip() == str(RULES_BY_NAME["status"].asks), "the rule in words, not its name in the code"


def test_a_rule_has_no_weight_for_a_kind_that_it_does_not_concern(desk):
    page = desk.get(RULES)
    fields = fields_of_rules(page)
    rule = QualityRule.objects.get(name="lesson")
    start = next(name.removesuffix("-id") for name, value in fields.items() if name.endswith("-id") and value == [str(rule.pk)])
    assert [kind for kind in ("experience", "initiative", "agreement", "exchange") if f"{start}-{kind}" in fields] == [
        "experience"
    ]


def test_others_at_the_desk_read_the_rules_and_set_none(db):
    client = client_of(writer())
    page = client.get(RULES)
    assert "A contact for readers" in page.content.decode()
    assert "<select" not in page.content.decode()
    rule = QualityRule.objects.get(name="contact")
    fields = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": rule.pk, "form-0-experience": "blocks", "_save": "1"}
    client.post(RULES, fields)
    rule.refresh_from_db()
    assert rule.experience == "warns"
