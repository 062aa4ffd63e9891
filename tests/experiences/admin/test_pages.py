"""Every page of the admin renders, obeys the content security policy, and asks the database a fixed number of times."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from countries.models import CountryGroup
from experiences.models import KIND_MODELS, Assessment, EditionText, Organisation, OrganisationRole, QualityRule, Relation
from experiences.vocabulary import Criterion, Kind
from tests.experiences.admin.browsing import change_url, fields_of
from tests.factories import (
    add_contact,
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

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
WITH_FEWER_PAGES = {
    "accounts.SignInEvent",
    "experiences.AuditEvent",
    "experiences.Entry",
    "experiences.Import",
    "experiences.SearchedQuery",
    "jobs.Job",
}
KINDS = [Kind(str(model._meta.model_name)) for model in KIND_MODELS]


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queries(desk, url):
    """How many queries a page takes, once what is cached for a process has been cached."""
    desk.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(url).status_code == 200
    return len(captured)


class TestEveryPage:
    @pytest.fixture(scope="class")
    @classmethod
    def one_of_each(cls, shared_rows):
        for kind in KINDS:
            make_entry(kind, countries=["VNM"], themes=["education"], organisations=["unicef"], publish=kind != Kind.EXCHANGE)
        make_recommendation()
        make_synonyms("midwife", "birth attendant")
        CountryGroup.objects.create(slug="asean", name="ASEAN").members.add(make_country("THA"))

    @pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
    @pytest.mark.parametrize("page", ["changelist", "add", "change", "history", "delete"])
    def test_it_renders_without_inline_script_or_style(self, desk, one_of_each, model, page):
        record = model._default_manager.order_by("-pk").first()
        try:
            url = address(model, page, *([] if page in {"changelist", "add"} else [record.pk if record else 0]))
        except NoReverseMatch:
            assert model._meta.label in WITH_FEWER_PAGES
            return
        if record is None and page not in {"changelist", "add"}:
            assert model._meta.label == "experiences.Import"
            return
        response = desk.get(url, follow=True)
        if (page == "delete" and model in KIND_MODELS) or (page in {"add", "delete"} and model is QualityRule):
            assert response.status_code == 403
            return
        assert response.status_code == 200
        html = response.content.decode()
        assert not re.search(r"<style|\sstyle=|<[^>]+\son[a-z]+=|javascript:", html)
        assert all("src=" in script for script in re.findall(r"<script[^>]*>", html))


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_takes_as_many_queries_for_nine_entries_as_for_two(desk, kind):
    url = reverse(f"admin:experiences_{kind}_changelist")
    make_entry(kind, countries=["VNM", "CHN"], themes=["education"])
    make_entry(kind, publish=False)
    few = queries(desk, url)
    for _number in range(5):
        make_entry(kind, countries=["PHL", "IDN", "THA"], themes=["health", "education"])
        make_entry(kind, publish=False, countries=["KHM"])
    assert queries(desk, url) == few
    assert few < 30  # a dozen of them for the checklists


def give_parts(edition, first, last):
    """Parts of every sort, numbered from `first` to `last`."""
    for number in range(first, last + 1):
        source, country = make_source(f"DOC-{number}"), ["PHL", "IDN", "THA", "KHM", "FJI"][number - 1]
        add_fact(edition, number, source=source)
        add_contact(edition, f"Office {number}", position=number)
        add_lesson(edition, number, themes=[f"theme-{number}"], source=source)
        other = make_entry(title=f"Other {number}").entry
        add_transfer(edition, "VNM", country, number, experience=other, exchange=other, outcome=other, source=source)
        edition.country_roles.create(country=make_country(country), role="host", position=number)
        organisation = make_organisation(f"organisation-{number}")
        OrganisationRole.objects.create(edition=edition, organisation=organisation, role="lead", position=number)
        Relation.objects.create(edition=edition, type="related_to", target=other, position=number)
        criterion = Criterion.values[number]
        Assessment.objects.create(edition=edition, criterion=criterion, evidence="Yes.", source=source, locator="page 1")
        edition.citations.create(source=source, locator="page 9", position=number)
        language = ["vi", "fr", "th", "km", "ur"][number - 1]
        EditionText.objects.create(edition=edition, language=language, is_original=False, title="…", summary="…")
        edition.themes.add(make_theme(f"theme-{number}"))


@pytest.mark.parametrize("publish", [False, True], ids=["draft", "published"])
def test_the_form_of_an_entry_takes_as_many_queries_for_five_rows_as_for_two(desk, publish):
    few, many = make_entry(publish=False), make_entry(publish=False)
    give_parts(few, 1, 2)
    give_parts(many, 1, 5)
    if publish:
        few, many = published(few), published(many)
    assert queries(desk, change_url(few)) == queries(desk, change_url(many))


def test_to_save_it_takes_as_many_queries_for_five_rows_as_for_two_where_nobody_touched_them(desk):
    few, many = make_entry(publish=False), make_entry(publish=False)
    give_parts(few, 1, 2)
    give_parts(many, 1, 5)

    def queries_of_a_save(edition):
        fields = fields_of(desk.get(change_url(edition))) | {"texts-0-title": "Another title"}
        with CaptureQueriesContext(connection) as captured:
            assert desk.post(change_url(edition), fields | {"_continue": "1"}).status_code == 302
        assert edition.texts.get(is_original=True).title == "Another title"
        return len(captured)

    assert queries_of_a_save(few) == queries_of_a_save(many)


def test_autocompletes_name_entries_by_title_and_find_them_by_it(desk):
    wanted = make_entry(title="Education in the mother tongue", key="GP-01")
    make_entry(title="Clean water")
    asked = {"app_label": "experiences", "model_name": "relation", "field_name": "target", "term": "mother"}
    answer = desk.get(reverse("admin:autocomplete"), asked).json()
    label = f"{wanted.entry.ref} Education in the mother tongue (GP-01)"
    assert answer["results"] == [{"id": str(wanted.entry_id), "text": label}]


def test_autocompletes_of_other_records_keep_their_names(desk):
    make_organisation("unicef", acronym="UNICEF EAPRO")
    asked = {"app_label": "experiences", "model_name": "organisationrole", "field_name": "organisation", "term": "eapro"}
    answer = desk.get(reverse("admin:autocomplete"), asked).json()
    assert [each["text"] for each in answer["results"]] == [Organisation.objects.get().name]


def test_the_first_page_lists_each_kind_once_and_what_entries_refer_to_below(desk):
    page = desk.get(reverse("admin:index")).content.decode()
    assert page.count(f'href="{reverse("admin:experiences_agreement_changelist")}"') == 1
    assert page.count(f'href="{reverse("admin:experiences_theme_changelist")}"') >= 1
    assert "What entries refer to" in page


@pytest.mark.parametrize("address", ["admin:index", "admin:experiences_agreement_changelist", "admin:login"])
def test_every_page_names_an_icon(desk, client, address):
    page = (client if address == "admin:login" else desk).get(reverse(address)).content.decode()
    assert re.search(r'<link rel="icon" href="[^"]*img/mark[^"]*\.svg"', page)


def test_the_way_back_is_written_with_capitals(desk):
    page = desk.get(reverse("admin:experiences_theme_add")).content.decode()
    [way] = re.findall(r'<div class="breadcrumbs">(.*?)</div>', page, re.DOTALL)
    assert re.findall(r">([^<]+)</a>", way) == ["Home", "Themes"]
