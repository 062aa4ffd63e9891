"""Themes, organisations, sources, recommendations and synonyms in the admin."""

import re

import pytest
from django.urls import reverse

from experiences.models import Organisation, Source, SynonymGroup, Theme
from experiences.search.parameters import SearchParameters
from experiences.search.query import search
from experiences.vocabulary import Role
from tests.desk import person
from tests.experiences.admin.browsing import client_of, errors_of, fields_of, new_row
from tests.factories import (
    make_entry,
    make_organisation,
    make_recommendation,
    make_source,
    make_synonyms,
    make_theme,
)


def url(record, page="change"):
    return reverse(f"admin:experiences_{record._meta.model_name}_{page}", args=[record.pk])


def test_themes_are_listed_as_a_tree(desk):
    rights = make_theme("rights")
    education = make_theme("education")
    early = make_theme("early-years", parent=education)
    make_theme("play", parent=early)
    make_theme("justice", parent=rights)
    page = desk.get(reverse("admin:experiences_theme_changelist")).content.decode()
    assert re.findall(r'<span class="depth-(\d)">(.*?)</span>', page) == [
        ("0", "Education"), ("1", "Early years"), ("2", "Play"), ("0", "Rights"), ("1", "Justice"),
    ]  # fmt: skip


def test_a_theme_does_not_lie_under_itself(desk):
    education = make_theme("education")
    early = make_theme("early-years", parent=education)
    page = desk.post(url(education), fields_of(desk.get(url(education))) | {"parent": early.pk, "_save": "1"})
    assert errors_of(page) == ["It would lie under itself."]


def test_key_and_address_never_change(desk):
    theme = make_theme("education", key="TH-14")
    fields = fields_of(desk.get(url(theme)))
    assert "key" not in fields
    assert "slug" not in fields
    desk.post(url(theme), fields | {"label": "Schooling", "key": "X", "slug": "y", "_save": "1"})
    theme.refresh_from_db()
    assert (theme.label, theme.key, theme.slug) == ("Schooling", "TH-14", "education")


def test_a_free_key_is_proposed(desk):
    make_theme("education", key="TH-14")
    make_theme("water", key="TH-09")
    assert fields_of(desk.get(reverse("admin:experiences_theme_add")))["key"] == ["TH-15"]
    assert fields_of(desk.get(reverse("admin:experiences_organisation_add")))["key"] == ["ORG-01"]


def test_an_organisation_is_added_with_other_names_in_lines(desk):
    add = reverse("admin:experiences_organisation_add")
    fields = fields_of(desk.get(add))
    fields |= {"name": "Save the Children", "slug": "save-the-children", "type": "ngo", "other_names": "SC, Asia\r\nStC"}
    desk.post(add, fields | {"_save": "1"})
    assert Organisation.objects.get().other_names == ["SC, Asia", "StC"]


def test_the_history_says_who_changed_what(desk, maria):
    theme = make_theme("education")
    fields = fields_of(desk.get(url(theme)))
    new_row(fields, "labels", text="<b>ECD</b>", language="en", type="acronym")
    desk.post(url(theme), fields | {"label": "Schooling", "_save": "1"})
    page = desk.get(url(theme)).content.decode()
    history = page[page.index("record-history") :]
    assert "History: 3 changes" in history
    text = " ".join(re.sub(r"<[^>]+>", " ", history).split())
    assert text.index("Label Education Schooling") < text.index("by an import or a command"), "the newest first"
    assert "Added: further label" in text
    assert "What it is \N{EN DASH} Acronym" in text
    assert "Maria Santos" in text
    assert "<b>ECD</b>" not in history


def test_history_takes_as_many_queries_for_many_changes(desk, django_assert_max_num_queries):
    organisation = make_organisation(country=None)
    for number in range(8):
        parent = make_organisation(f"parent-{number}")
        Organisation.objects.filter(pk=organisation.pk).update(parent=parent, acronym=str(number))
    with django_assert_max_num_queries(12):
        page = desk.get(url(organisation))
    assert "Parent 6" in page.content.decode()


@pytest.mark.parametrize("by_force", [False, True], ids=["asked", "posted"])
def test_what_is_in_use_is_not_deleted_and_says_where_it_is_used(desk, by_force):
    edition = make_entry(themes=["education"], organisations=["unicef"])
    used = {
        make_theme("education"): "Editions (1)",
        make_organisation("unicef"): "Organisations (1)",
        make_source(): "Citations (1)",
    }
    for record, said in used.items():
        response = desk.post(url(record, "delete"), {"post": "yes"}) if by_force else desk.get(url(record, "delete"))
        page = response.content.decode()
        assert "is in use, so it cannot be deleted" in page
        assert f"{said}: {edition}" in page
        assert type(record)._default_manager.filter(pk=record.pk).exists()


def test_a_theme_that_only_lessons_use_is_kept_too(desk):
    edition = make_entry(publish=False)
    lesson = edition.lessons.create(number=1, statement="S", polarity="positive", source=make_source(), locator="p")
    lesson.themes.add(make_theme("water"))
    assert "Lessons (1)" in desk.post(url(make_theme("water"), "delete"), {"post": "yes"}).content.decode()
    assert Theme.objects.filter(slug="water").exists()


def test_what_is_not_in_use_can_be_deleted(desk):
    theme = make_theme("nothing")
    desk.post(url(theme, "delete"), {"post": "yes"})
    assert not Theme.objects.exists()


def test_a_source_and_a_recommendation_are_edited(desk):
    source, recommendation = make_source(), make_recommendation()
    desk.post(url(source), fields_of(desk.get(url(source))) | {"period_from": "2010-11", "publisher": "UNICEF", "_save": "1"})
    assert str(Source.objects.get().period) == "November 2010"
    fields = fields_of(desk.get(url(recommendation))) | {"title": "One database", "_save": "1"}
    desk.post(url(recommendation), fields)
    recommendation.refresh_from_db()
    assert recommendation.title == "One database"


ADD_SYNONYMS = "admin:experiences_synonymgroup_add"
LIST_OF_SYNONYMS = "admin:experiences_synonymgroup_changelist"


def found_by(words):
    return [edition.entry.key for edition in search(SearchParameters(q=words))[:20]]


def test_synonyms_that_are_saved_work_from_the_next_search_on(desk):
    make_entry(key="GP-1", title="Training", summary="Every village has a skilled birth attendant.")
    make_entry(key="GP-2", title="Roads", summary="Every village has a road.")
    assert found_by("midwife") == []
    fields = fields_of(desk.get(reverse(ADD_SYNONYMS)))
    assert fields["key"] == ["SYN-01"]
    desk.post(reverse(ADD_SYNONYMS), fields | {"terms": "midwife\r\n\r\n  Skilled birth attendant \r\n", "_save": "1"})
    group = SynonymGroup.objects.get()
    assert group.terms == ["midwife", "Skilled birth attendant"]
    assert found_by("midwife") == ["GP-1"]
    fields = fields_of(desk.get(url(group)))
    assert fields["terms"] == ["midwife\nSkilled birth attendant"]
    desk.post(url(group), fields | {"terms": "midwife\r\nbicycle", "_save": "1"})
    assert found_by("midwife") == []


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        ("", "Give at least two different terms."),
        ("midwife", "Give at least two different terms."),
        ("drop-out\r\nDrop out", "“drop-out” and “Drop out” are the same to the search."),
        ("École\r\nschool\r\necole", "“École” and “ecole” are the same to the search."),
        ("midwife\r\n--", "“--” has no letters or numbers."),
        ("midwife\r\n" + "x" * 101, "Item 2 in the array did not validate: "
         "Ensure this value has at most 100 characters (it has 101)."),
    ],
)  # fmt: skip
def test_terms_that_the_search_cannot_tell_apart_are_refused(desk, terms, fault):
    fields = fields_of(desk.get(reverse(ADD_SYNONYMS)))
    page = desk.post(reverse(ADD_SYNONYMS), fields | {"terms": terms, "_save": "1"})
    assert errors_of(page) == [fault]
    assert not SynonymGroup.objects.exists()


@pytest.mark.parametrize(("words", "shown"), [("street", ["street children, homeless children"]), ("ENFANT", ["child, enfant"])])
def test_synonyms_are_found_by_a_term(desk, words, shown):
    make_synonyms("street children", "homeless children")
    make_synonyms("child", "enfant")
    page = desk.get(reverse(LIST_OF_SYNONYMS), {"q": words}).content.decode()
    assert re.findall(r'<th [^>]*class="field-__str__">.*?<a [^>]*>(.*?)</a>', page) == shown


def test_the_history_of_synonyms_says_who_changed_what(desk):
    group = make_synonyms("child", "enfant")
    fields = fields_of(desk.get(url(group)))
    assert "key" not in fields
    desk.post(url(group), fields | {"terms": "child\r\nniño", "_save": "1"})
    page = desk.get(url(group)).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page[page.index("record-history") :]).split())
    assert "Maria Santos Field Before After Terms child, enfant child, niño" in text


def test_synonyms_can_be_deleted(desk):
    group = make_synonyms("child", "enfant")
    desk.post(url(group, "delete"), {"post": "yes"})
    assert not SynonymGroup.objects.exists()


def test_who_does_not_edit_records_reads_them(db):
    theme = make_theme()
    reader = client_of(person("ravi", Role.REVIEWER))
    assert "label" not in fields_of(reader.get(url(theme)))
    assert reader.post(url(theme), {"label": "Forged"}).status_code == 403
    assert reader.get(url(theme, "delete")).status_code == 403
