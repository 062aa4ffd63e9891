"""What has changed from one edition to another, as it is told: in words, piece by piece."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experiences.differences import Field, Piece, compare, content_of, differences, documents_of, names_in
from experiences.models import Assessment, Contact, CountryRole, Edition, EditionText, Relation
from tests.desk import publish, start_edition
from tests.factories import add_fact, add_lesson, add_transfer, make_country, make_entry, make_source, make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    edition = make_entry(
        "agreement", title="Safe at sea", countries=[("VNM", "party"), ("CHN", "party")], themes=["health"], publish=False,
        sections={"description": "Two countries agreed. Boats are checked each year."}, place="Beijing", period_from="2010",
    )  # fmt: skip
    add_fact(edition, 1, numeric_value="12.5")
    add_fact(edition, 2, label="Boats", value="3")
    add_lesson(edition, 1, themes=["health", "education"])
    add_transfer(edition, "VNM", "CHN")
    Assessment.objects.create(edition=edition, criterion="relevance", evidence="Asked.", source=make_source(), locator="page 5")
    return publish(edition)


@pytest.fixture
def second(first):
    return start_edition(first.entry)


def told(before, after):
    """Each change in a line: heading, how, label, and the fields with -removed- and +added+."""
    marks = {"same": "", "removed": "-", "added": "+"}
    return [
        " | ".join(
            [
                f"{group.heading}: {change.sort} {change.piece.label}".strip(),
                *(
                    f"{field.label}: ".removeprefix(": ")
                    + "".join(f"{marks[run.sort]}{run.text}{marks[run.sort]}" for run in field.runs)
                    for field in change.fields
                ),
            ]
        )
        for group in differences(before, after)
        for change in group.changes
    ]


def test_a_copy_says_the_same(first, second):
    assert told(first, second) == []
    assert told(first, first) == []


def test_what_was_changed_is_told_in_words(first, second):
    second.facts.filter(number=1).update(value="130", state="disputed")
    second.texts.update(description="Two countries agreed. Boats are checked every year.")
    Edition.objects.filter(pk=second.pk).update(agreement_status="signed", period_from="2010-11-04", place="")
    assert told(first, second) == [
        "What it is: added Status | +Signed+",
        "What it is: changed Period | +4 November +2010",
        "What it is: removed Place | -Beijing-",
        "Text in English: changed Description | Two countries agreed. Boats are checked -each-+every+ year.",
        "Facts: changed Fact 1: Children reached | Value: -120-+130+ | State: -As stated by the source-+Disputed+",
    ]


def test_rows_that_came_and_went(first, second):
    second.facts.filter(number=2).delete()
    add_lesson(second, 2, statement="Go to them.")
    second.lessons.get(number=1).themes.set([make_theme("education")])
    second.themes.set([make_theme("education")])
    Relation.objects.create(edition=second, type="part_of", target=make_entry(title="The plan").entry, note="Its third part.")
    Contact.objects.create(edition=second, name="Desk for children", email="desk@ministry.example")
    lines = told(first, second)
    ref = second.relations.get().target.ref
    assert [line.split(" | ")[0] for line in lines] == [
        "Themes: removed Health",
        "Themes: added Education",
        "Facts: removed Fact 2: Boats",
        "Lessons learned: changed Lesson 1",
        "Lessons learned: added Lesson 2",
        f"Related entries: added Part of: {ref} The plan",
        "Contacts: added Desk for children",
    ]
    assert "Themes: Education-, Health-" in lines[3]
    assert "Lesson: +Go to them.+" in lines[4]
    assert lines[5].endswith("Note: +Its third part.+")


def test_another_role_or_another_order_is_told_as_such(first, second):
    second.country_roles.filter(country__iso3="CHN").update(role="host", position=0)
    second.country_roles.filter(country__iso3="VNM").update(position=1)
    CountryRole.objects.create(edition=second, country=make_country("FJI"), role="supporter", position=2)
    assert told(first, second) == [
        "Countries: changed China | Role: -Party-+Host+",
        "Countries: added Fiji | Role: +Supporter+",
        "Countries: moved | -Viet Nam, China-+China, Viet Nam+",
    ]


def test_a_row_more_at_the_front_moves_nothing(first, second):
    second.country_roles.filter(country__iso3="VNM").update(position=3)
    second.country_roles.filter(country__iso3="CHN").update(position=4)
    CountryRole.objects.create(edition=second, country=make_country("FJI"), role="party", position=0)
    assert told(first, second) == ["Countries: added Fiji | Role: +Party+"]


def test_a_translation_is_told_and_whether_it_is_up_to_date(first, second):
    original = second.texts.get()
    EditionText.objects.create(
        edition=second, language="vi", is_original=False, title="An toàn", summary="", original_digest=original.digest()
    )
    assert told(first, second) == [
        "Text in Vietnamese: added Original or translation | +A translation, up to date+",
        "Text in Vietnamese: added Title | +An toàn+",
    ]
    third = start_edition(publish(second).entry)
    third.texts.filter(is_original=True).update(title="Safe on land")
    assert told(second, third) == [
        "Text in English: changed Title | Safe -at sea-+on land+",
        "Text in Vietnamese: changed Original or translation | A translation, -up to-+out of+ date",
    ]


def test_what_was_deleted_since_is_said_to_be_gone(first):
    document = documents_of([first])[first.pk]
    document["citations"][0]["source_id"] = 999_999
    labels = [piece.label for piece in content_of(document, names_in(document))]
    assert "(deleted since: number 999999)" in labels


def test_the_number_of_queries_does_not_grow(first, second, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        differences(first, second)
    for number in range(3, 20):
        add_fact(second, number, source=make_source(f"DOC-{number}"))
        add_transfer(second, "VNM", f"X{chr(65 + number)}Z", number)
    with django_assert_max_num_queries(7):
        assert len(differences(first, second)) == 2


def test_the_title_of_an_unpublished_entry_is_not_told(first, second):
    hidden = make_entry(title="Not yet for all", publish=False).entry
    Relation.objects.create(edition=second, type="part_of", target=hidden)
    assert told(first, second) == [f"Related entries: added Part of: {hidden.ref}"]


PIECES = st.builds(
    Piece,
    identity=st.sampled_from([f"piece/{number}" for number in range(6)]),
    heading=st.just("Facts"),
    label=st.just("Fact"),
    fields=st.lists(
        st.builds(Field, label=st.sampled_from(["Value", "Unit", "Note"]), value=st.text(min_size=1, max_size=20)),
        max_size=3,
        unique_by=lambda field: field.label,
    ).map(lambda fields: tuple(sorted(fields, key=lambda field: field.label))),
)  # fmt: skip
CONTENTS = st.lists(PIECES, max_size=6, unique_by=lambda piece: piece.identity).map(tuple)


def applied(content, changes):
    """The content after the changes: what each piece then says, by its identity."""
    said = {piece.identity: {field.label: field.value for field in piece.fields} for piece in content}
    for change in changes:
        if change.sort == "removed":
            del said[change.piece.identity]
        elif change.sort in {"added", "changed"}:
            fields = said.setdefault(change.piece.identity, {})
            for field in change.fields:
                fields[field.label] = "".join(run.text for run in field.runs if run.sort != "removed")
    return {identity: {label: value for label, value in fields.items() if value} for identity, fields in said.items()}


@settings(deadline=None)
@given(CONTENTS, CONTENTS)
def test_the_changes_applied_to_the_one_give_the_other(before, after):
    changes = compare(before, after)
    assert applied(before, changes) == applied(after, [])
    common = [piece.identity for piece in before if piece.identity in {each.identity for each in after}]
    now = [piece.identity for piece in after if piece.identity in common]
    assert any(change.sort == "moved" for change in changes) == (common != now)


@settings(deadline=None)
@given(CONTENTS)
def test_equal_contents_have_no_differences(content):
    assert compare(content, content) == []
