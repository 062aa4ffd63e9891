import pytest

from experiences.models import OrganisationRole
from experiences.vocabulary import OrganisationPart, Scope, WithdrawalReason
from tests.desk import withdraw
from tests.experiences.pages.conftest import words
from tests.factories import make_country, make_entry, make_organisation, published

pytestmark = pytest.mark.django_db


def entry_with(slug, *roles, **fields):
    edition = make_entry(publish=False, **fields)
    for role in roles:
        OrganisationRole.objects.create(edition=edition, organisation=make_organisation(slug), role=role)
    return published(edition)


class TestList:
    def test_organisations_stand_by_type_and_by_name_without_regard_to_accents(self, read):
        make_organisation("z", name="Zebra", type="un")
        make_organisation("e", name="Éclair", type="un")
        make_organisation("f", name="Fund", type="un")
        make_organisation("n", name="Aid", type="ngo")
        listed = words(read("/organisations/"))
        places = [listed.index(name) for name in ("Éclair", "Fund", "Zebra", "Aid")]
        assert places == sorted(places)

    def test_a_count_is_of_published_core_entries_each_once(self, read):
        entry_with("unicef", OrganisationPart.LEAD, OrganisationPart.FUNDING)
        entry_with("unicef", OrganisationPart.LEAD, scope=Scope.CONTEXT)
        make_entry(organisations=["unicef"], publish=False)
        withdraw(make_entry(organisations=["unicef"]).entry, WithdrawalReason.IN_ERROR)
        assert words(read("/organisations/").split("Unicef</a>")[1]).startswith("1 entry")

    def test_the_number_of_queries_does_not_grow(self, queries_for):
        make_organisation("first")
        few = queries_for("/organisations/")
        for number in range(5):
            make_entry(organisations=[f"org-{number}"])
        assert queries_for("/organisations/") == few


class TestOrganisation:
    def test_it_says_what_the_organisation_is(self, read):
        parent = make_organisation("unicef", name="UNICEF")
        make_organisation(
            "eapro",
            name="Regional Office",
            acronym="EAPRO",
            other_names=["East Asia office"],
            parent=parent,
            country=make_country("THA"),
            note="It serves the region.",
        )
        html = read("/organisations/eapro/")
        for text in ("Regional Office (EAPRO)", "East Asia office", "It serves the region.", "United Nations"):
            assert text in html
        assert 'href="/organisations/unicef/"' in html
        assert 'href="/countries/tha/"' in html
        assert 'href="/organisations/eapro/"' in read("/organisations/unicef/"), "a branch, from its parent"

    def test_its_entries_stand_by_role_each_once(self, read):
        entry_with("unicef", OrganisationPart.FUNDING, OrganisationPart.LEAD, title="Led and paid")
        entry_with("unicef", OrganisationPart.FUNDING, title="Paid")
        html = read("/organisations/unicef/")
        assert html.count(">Led and paid</a>") == 1
        assert html.index("Role: Lead") < html.index("Led and paid") < html.index("Role: Funding") < html.index(">Paid</a>")
        assert "Lead, Funding" in html
        assert "Has a part in 2 entries: 2 experiences." in html

    def test_background_stands_apart(self, read):
        entry_with("unicef", OrganisationPart.LEAD, title="Far away", scope=Scope.CONTEXT)
        html = read("/organisations/unicef/")
        assert "No entry tells of its part yet." in html
        assert html.index('id="background"') < html.index("Far away")

    def test_drafts_and_withdrawn_entries_are_nowhere(self, read):
        make_entry(title="Still a draft", organisations=["unicef"], publish=False)
        withdraw(make_entry(title="Taken back", organisations=["unicef"]).entry, WithdrawalReason.IN_ERROR)
        html = read("/organisations/unicef/")
        assert "Still a draft" not in html
        assert "Taken back" not in html

    def test_there_is_no_page_for_an_organisation_that_is_not_there(self, client):
        assert client.get("/organisations/nothing/").status_code == 404

    def test_the_number_of_queries_does_not_grow(self, queries_for):
        entry_with("unicef", OrganisationPart.LEAD, countries=["VNM"], themes=["health"])
        few = queries_for("/organisations/unicef/")
        for number in range(5):
            entry_with("unicef", list(OrganisationPart)[number], countries=["VNM", "CHN"], themes=[f"theme-{number}"])
            make_organisation(f"branch-{number}", parent=make_organisation("unicef"))
        assert queries_for("/organisations/unicef/") == few
