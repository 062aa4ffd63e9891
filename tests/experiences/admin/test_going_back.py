"""To go back to an old save of a draft: from the differences, through a page that shows what would change."""

import html
import re

import pytest
from django.urls import reverse

from experiences import editorial
from experiences.differences import documents_of
from experiences.editorial import EditorialError, NotAllowed
from experiences.models import Approval, Edition, Remit, Step
from experiences.vocabulary import Role, Stage, Verb
from tests.desk import approved, person, publish, reviewer, start_edition, writer
from tests.experiences.admin.browsing import change_url, client_of, fields_of, sent, verb_url
from tests.factories import add_contact, add_fact, add_lesson, add_transfer, make_country, make_entry, make_source, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    """A draft with something in each part, saved so at its revision 2, and emptied of nearly all at revision 3."""
    edition = make_entry(title="Wells", summary="Wells were dug.", themes=["water"], countries=["VNM"], publish=False)
    add_fact(edition, 1, numeric_value="12.5", value="12.5")
    add_fact(edition, 2, disagrees_with=1)
    add_lesson(edition, themes=["water"])
    add_contact(edition)
    add_transfer(edition, "VNM", "CHN")
    edition.texts.create(language="fr", title="Des puits", summary="", is_original=False, other_titles=["Puits"])
    save(edition)
    for part in ("facts", "lessons", "contacts", "transfers", "country_roles"):
        getattr(edition, part).all().delete()
    edition.themes.set([make_theme("roads")])
    edition.texts.filter(language="fr").delete()
    edition.texts.update(title="Roads")
    save(edition, period_from="2010")
    return edition


def save(edition, **fields):
    """What the form does, without the form."""
    editorial.note_change(edition, seen_revision=edition.revision, by=writer())
    Edition.objects.filter(pk=edition.pk).update(**fields)
    editorial.keep_save(edition, by=writer())


def said(edition):
    return documents_of([edition])[edition.pk]


def words(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode())))


def test_the_draft_says_what_it_said_then_with_all_its_parts(draft):
    then, before = draft.saves.all()
    back = editorial.go_back(then, seen_revision=draft.revision, by=writer())
    assert said(back) == then.content
    assert said(back) != before.content
    assert back.revision == 4
    assert [save.revision for save in back.saves.all()] == [2, 3, 4], "it is a save as well"
    assert said(editorial.go_back(before, seen_revision=4, by=writer())) == before.content, "the way back is the same"


def test_it_is_a_step_that_says_to_what(draft):
    then = draft.saves.first()
    editorial.go_back(then, seen_revision=draft.revision, by=writer())
    step = Step.objects.filter(verb=Verb.GO_BACK).get()
    assert step.by == writer()
    assert step.note.startswith("To what was saved on ")


def test_an_approval_is_void_then_and_who_went_back_has_worked_on_it(draft):
    approved(draft)
    draft.refresh_from_db()
    edi = person("edi", Role.EDITOR, Role.REVIEWER)
    editorial.go_back(draft.saves.first(), seen_revision=draft.revision, by=edi)
    draft.refresh_from_db()
    assert draft.stage == Stage.IN_REVIEW
    assert Approval.objects.get().is_void
    assert "The approval is void." in Step.objects.get(verb=Verb.GO_BACK).note
    with pytest.raises(EditorialError, match="worked on it"):
        editorial.approve(draft, seen=editorial.fingerprint(draft), by=edi)


def test_it_is_refused_once_somebody_has_changed_the_draft(draft):
    now = said(draft)
    with pytest.raises(EditorialError, match="Somebody else has changed"):
        editorial.go_back(draft.saves.first(), seen_revision=draft.revision - 1, by=writer())
    assert said(draft) == now


def test_so_it_is_where_what_was_seen_was_never_saved(draft):
    with pytest.raises(EditorialError, match="Somebody else has changed"):
        editorial.go_back(draft.saves.first(), seen_revision=99, by=writer())
    assert [save.revision for save in draft.saves.all()] == [2, 3]


def test_it_is_refused_where_the_save_names_what_was_deleted_since(draft):
    make_theme("water").delete()
    now = said(draft)
    with pytest.raises(EditorialError, match="Theme: the save names one that was deleted since"):
        editorial.go_back(draft.saves.first(), seen_revision=draft.revision, by=writer())
    assert said(draft) == now
    assert draft.saves.count() == 2


def test_what_is_published_does_not_go_back(draft):
    published = publish(draft)
    with pytest.raises(EditorialError):
        editorial.go_back(draft.saves.first(), seen_revision=published.revision, by=writer())


def test_only_who_may_edit_goes_back(draft):
    with pytest.raises(NotAllowed):
        editorial.go_back(draft.saves.first(), seen_revision=draft.revision, by=reviewer())
    stranger = person("fay", Role.FOCAL_POINT)
    Remit.objects.create(person=stranger).countries.add(make_country("FJI"))
    with pytest.raises(NotAllowed):
        editorial.go_back(draft.saves.first(), seen_revision=draft.revision, by=stranger)


class TestTheWayThere:
    def test_from_the_differences_over_what_would_change(self, desk, draft):
        page = desk.get(verb_url("differences", draft), {"from": "1.2", "to": "1"}).content.decode()
        address = f"{verb_url('go_back', draft)}?save=2"
        assert address in page
        asks = desk.get(address)
        assert "What was saved on" in words(asks)
        assert re.search(r"Roads.*Wells", words(asks)), "what would change is shown"
        assert draft.revision == Edition.objects.get(pk=draft.pk).revision, "and nothing is done before a yes"
        done = desk.post(address, fields_of(asks), follow=True)
        assert "says again what the old save said" in words(done)
        assert said(draft)["texts"] == draft.saves.first().content["texts"]

    def test_from_the_form_over_a_choice_of_saves(self, desk, draft):
        assert verb_url("go_back", draft) in desk.get(change_url(draft)).content.decode()
        page = desk.get(verb_url("go_back", draft)).content.decode()
        assert re.findall(r'name="save" value="(\d+)"', page) == ["2"], "the last save is what it says now"
        assert "Show what would change" in page

    def test_who_is_late_is_told_so(self, desk, draft):
        address = f"{verb_url('go_back', draft)}?save=2"
        fields = fields_of(desk.get(address))
        sent(desk, draft, fields_of(desk.get(change_url(draft))) | {"texts-0-summary": "Meanwhile."})
        assert "Somebody else has changed this edition" in words(desk.post(address, fields, follow=True))
        assert "Meanwhile." in str(said(draft))

    @pytest.mark.parametrize("asked", ["9", "3", "x", "-1", "99999999999999999999"])
    def test_a_save_that_is_not_there_is_not_gone_back_to(self, desk, draft, asked):
        fields = {"save": asked, "seen_revision": draft.revision}
        assert desk.get(verb_url("go_back", draft), {"save": asked}).status_code == 200
        assert desk.post(verb_url("go_back", draft), fields).status_code == 200
        assert Edition.objects.get(pk=draft.pk).revision == draft.revision

    def test_a_draft_with_one_save_offers_no_way_back(self, desk):
        edition = start_edition(make_entry().entry)
        assert edition.saves.count() == 1
        assert verb_url("go_back", edition) not in desk.get(change_url(edition)).content.decode()

    def test_who_may_only_read_is_not_offered_it(self, draft):
        page = client_of(reviewer()).get(verb_url("differences", draft), {"from": "1.2", "to": "1"}).content.decode()
        assert reverse("admin:experiences_experience_go_back", args=[draft.pk]) not in page


def test_a_source_that_is_gone_is_named_as_such(draft):
    source = make_source("DOC-9")
    draft.citations.create(source=source, locator="page 9", position=3)
    save(draft)
    draft.citations.filter(source=source).delete()
    source.delete()
    save(draft)
    with pytest.raises(EditorialError, match="Source: the save names one"):
        editorial.go_back(draft.saves.get(revision=4), seen_revision=draft.revision, by=writer())
