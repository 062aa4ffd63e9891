"""What the documents say about how things hang together, in the content that the portal ships."""

import pytest

from experiences.importing.importer import Report
from experiences.models import Edition, Theme

pytestmark = pytest.mark.django_db  # or else there would be no test database

RELATIONS = [
    ("EV-11", "informed", "GP-02"),  # the model: a visit, and the policy that came of it
    ("EV-12", "related_to", "GP-01"),
    ("NW-11", "implements", "AG-08"),
    *[(agreement, "part_of", "GP-11") for agreement in ("AG-01", "AG-02", "AG-03", "AG-04")],
    *[(agreement, "part_of", "GP-12") for agreement in ("AG-05", "AG-06", "AG-07")],
    *[(part, "part_of", "AG-21") for part in ("GP-11", "GP-12", "AG-08")],
    *[(stream, "part_of", "NW-02") for stream in ("NW-03", "NW-04", "NW-05")],
    *[(session, "part_of", "EV-01") for session in ("EV-02", "EV-03", "EV-04", "EV-05")],
    ("EV-01", "informed", "AG-09"),
    ("EV-06", "followed_by", "EV-01"),
    ("EV-01", "followed_by", "EV-07"),
    *[(answer, "implements", "AG-09") for answer in ("KP-02", "KP-03", "EV-07")],
    *[(protocol, "part_of", "AG-14") for protocol in ("AG-15", "AG-16")],
    ("EV-08", "informed", "AG-11"),
    ("EV-10", "part_of", "NW-01"),
    ("EV-14", "informed", "AG-10"),
    ("KP-01", "part_of", "PR-04"),
    ("PR-07", "part_of", "PR-03"),
    ("EV-15", "followed_by", "PR-01"),
    *[(activity, "part_of", "PR-01") for activity in ("EV-16", "EV-17")],
    ("EV-18", "part_of", "PR-02"),
    *[(session, "part_of", "EV-19") for session in ("EV-20", "EV-21")],
]

STATUSES = {
    "AG-01": "signed", "AG-02": "signed", "AG-03": "under_negotiation", "AG-04": "under_negotiation",
    "AG-05": "signed", "AG-06": "signed", "AG-07": "signed", "AG-08": "signed",
}  # fmt: skip

NUMERIC_FACTS = [
    ("AG-09", "28", "2010-11-04"), ("AG-09", "13", "2010-11"), ("EV-01", "4-6 November 2010", "2010-11-04"),
    ("EV-06", "1991", "1991"), ("EV-07", "2013", "2013"), ("NW-01", "47", ""), ("NW-01", "550", ""), ("NW-01", "2007", ""),
    ("GP-01", "3", ""), ("GP-01", "year three", ""), ("GP-01", "around 53", ""), ("GP-01", "86", ""), ("GP-01", "61", ""),
    ("KP-01", "26", ""), ("KP-01", "approximately 50,000", "2009"), ("AG-01", "2009", "2009"), ("AG-02", "2010", "2010"),
    ("AG-05", "2003", "2003"), ("AG-06", "2005", "2005"), ("AG-07", "2008", "2008"), ("AG-08", "2004", "2004"),
    ("AG-08", "6", "2004"), ("AG-10", "more than 600", "2011-05"), ("AG-10", "21", "2011-05"), ("NW-02", "15", ""),
    ("NW-02", "17", ""), ("NW-02", "16", ""), ("NW-02", "3", ""), ("NW-02", "2009", ""), ("GP-08", "7", ""),
    ("GP-10", "4", ""), ("PR-01", "9", "2018"), ("PR-01", "21", "2018"), ("PR-01", "18", "2018"), ("PR-01", "1998", ""),
    ("PR-01", "1997", ""), ("PR-02", "6", "2018"), ("EV-19", "230", "2014-03-24"),
    ("EV-19", "24 and 25 March 2014", "2014-03-24"),
]  # fmt: skip
"""Every number of the documents: in which entry, as its source has it, and from when."""


def test_relations_read_from_the_entry_that_has_them(editions: dict[str, Edition]):
    stated = {(key, each.type, each.target.key) for key, edition in editions.items() for each in edition.relations.all()}
    assert [relation for relation in RELATIONS if relation not in stated] == []


def test_no_relation_is_written_from_both_ends(editions: dict[str, Edition]):
    pairs = [(key, relation.target.key) for key, edition in editions.items() for relation in edition.relations.all()]
    assert [pair for pair in pairs if (pair[1], pair[0]) in pairs] == []
    assert len(pairs) == len(set(pairs))


def test_public_entries_point_to_public_entries(published: dict[str, Edition]):
    for key, edition in published.items():
        assert {relation.target.key for relation in edition.relations.all()} <= set(published), key


def test_indonesia_adopted_what_it_saw_in_the_philippines(editions: dict[str, Edition]):
    (transfer,) = editions["GP-02"].transfers.all()
    assert (transfer.from_country.iso3, transfer.to_country.iso3, transfer.extent) == ("PHL", "IDN", "adopted")
    assert transfer.exchange is not None
    assert transfer.outcome is not None
    assert (transfer.exchange.key, transfer.outcome.key) == ("EV-11", "GP-02")


def test_china_and_malaysia_explored_what_viet_nam_does(editions: dict[str, Edition]):
    transfers = editions["GP-01"].transfers.all()
    assert [(each.from_country.iso3, each.to_country.iso3, each.extent) for each in transfers] == [
        ("VNM", "CHN", "explored"),
        ("VNM", "MYS", "explored"),
    ]
    assert {each.exchange.key for each in transfers if each.exchange} == {"EV-12"}


def test_nothing_else_is_said_to_have_moved(editions: dict[str, Edition]):
    assert {key for key, edition in editions.items() if edition.transfers.all()} == {"GP-01", "GP-02"}


def test_how_far_the_agreements_have_come(editions: dict[str, Edition]):
    assert {key: editions[key].agreement_status for key in STATUSES} == STATUSES


def test_who_signed_the_memorandum_of_commit(editions: dict[str, Edition]):
    for key in ("AG-08", "NW-11"):
        assert {each.country.iso3 for each in editions[key].country_roles.all()} == {"KHM", "CHN", "LAO", "MMR", "THA", "VNM"}


def test_the_two_counts_of_companies_disagree_and_say_so(editions: dict[str, Edition]):
    facts = {fact.value: fact for fact in editions["NW-02"].facts.all()}
    stated, listed = facts["17"], facts["16"]
    assert (stated.state, listed.state) == ("disputed", "disputed")
    assert (stated.disagrees_with, listed.disagrees_with) == (listed.number, stated.number)
    assert stated.note
    assert listed.note


def test_the_companies_that_are_listed_are_members(editions: dict[str, Edition]):
    members = [each.organisation for each in editions["NW-02"].organisation_roles.all() if each.role == "member"]
    assert [organisation.key for organisation in members] == [f"ORG-{number}" for number in range(32, 48)]
    assert {organisation.type for organisation in members} == {"private_sector"}
    assert len(members) == 16


def test_partner_organisations_took_part_in_the_meeting_and_are_no_parties_to_the_declaration(editions: dict[str, Edition]):
    partners = {"ORG-14", "ORG-11", "ORG-08"}
    assert {each.organisation.key for each in editions["EV-01"].organisation_roles.all() if each.role == "party"} == partners
    assert not partners & {each.organisation.key for each in editions["AG-09"].organisation_roles.all()}


def test_numbers_of_the_documents(editions: dict[str, Edition]):
    stated = {(key, fact.value, fact.period_from) for key, edition in editions.items() for fact in edition.facts.all()}
    assert [fact for fact in NUMERIC_FACTS if fact not in stated] == []


def test_cooperation_from_the_north_is_not_called_south_south(editions: dict[str, Edition]):
    keys = ("PR-01", "PR-02", "PR-03", "PR-07", "EV-16", "EV-17", "EV-18")
    assert {editions[key].modality for key in keys} == {"north_south"}


def test_areas_where_little_is_shared_are_marked(shipped_content: Report):
    assert set(Theme.objects.filter(gap=True).values_list("key", flat=True)) == {f"TH-{number}" for number in range(27, 37)}


def test_themes_of_the_documents(shipped_content: Report):
    themes = set(Theme.objects.values_list("key", flat=True))
    assert {f"TH-{number:02}" for number in range(1, 37)} <= themes
    assert all(theme.parent_id for theme in Theme.objects.exclude(key__startswith="TH-9"))
