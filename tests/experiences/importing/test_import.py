"""`import_entries`: all or nothing, every fault named, a second run changes nothing, staff's edits stay."""

from io import StringIO
from pathlib import Path
from textwrap import dedent

import pytest
from django.core.management import CommandError, call_command

from experiences.editorial import EditorialError, go_back
from experiences.models import Edition, Entry, Import, Organisation, SynonymGroup, Theme
from experiences.vocabulary import EditionState, EntryState, WithdrawalReason
from tests.desk import approved, note_change, publish, start_edition, withdraw, writer

pytestmark = pytest.mark.django_db

ALIASES_OF_ALIASES = "entries:\n  - &a0 [x, x]\n" + "".join(
    f"  - &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]\n" for number in range(1, 12)
)
"""Six hundred bytes that stand for 9 to the power of 11 lists."""

REFERENCES = """
    regions: [{m49: "035", name: South-eastern Asia}]
    countries:
      - {iso3: VNM, iso2: VN, m49: "704", name: Viet Nam, region: "035", other_names: {en: [Vietnam]}}
      - {iso3: CHN, iso2: CN, m49: "156", name: China, region: "035"}
    groups: [{slug: neighbours, name: Neighbours, members: [VNM, CHN]}]
    themes:
      - {key: TH-2, slug: schools, label: Schools, parent: TH-1, acronyms: [SCH]}
      - {key: TH-1, slug: education, label: Education}
    organisations:
      - {key: ORG-2, slug: branch, name: Branch, type: un, parent: ORG-1}
      - {key: ORG-1, slug: unicef, name: UNICEF, type: un}
    sources: [{key: DOC-1, title: The paper, type: paper, issued: {from: "2010"}}]
    recommendations:
      - {key: RC-1, slug: 23-a-i, type: recommendation, paragraph: 23(a)(i), area: equity, title: Share, description: Share it,
         source: DOC-1, locator: paragraph 23}
    synonyms: [{key: midwife, terms: [midwife, skilled birth attendant], note: They do the same.}]
"""
ENTRIES = """
    entries:
      - key: GP-1
        kind: experience
        type: good_practice
        period: {from: "2009-04", qualifier: since}
        texts: {en: {title: Village schools, summary: Children learn near home., context: Far away.}}
        countries: [{country: VNM, role: lead}, {country: CHN, role: learner}]
        organisations: [{organisation: ORG-2, role: lead}]
        contacts: [{name: Ministry, email: office@example.org}]
        themes: [TH-2]
        recommendations: [RC-1]
        facts:
          - {number: 1, label: Schools, value: "17", source: DOC-1, locator: page 1, disagrees_with: 2, state: disputed}
          - {number: 2, label: Schools, value: "16", numeric_value: 16, source: DOC-1, locator: page 2, as_of: {from: "2009"}}
        lessons: [{number: 1, statement: Start early., polarity: positive, themes: [TH-1],
                   source: DOC-1, locator: page 1}]
        relations: [{type: informed, entry: EV-1}]
        transfers: [{number: 1, from: VNM, to: CHN, experience: GP-1, exchange: EV-1, summary: Seen.,
                     source: DOC-1, locator: p 1}]
        assessments: [{criterion: relevance, evidence: It fits., source: DOC-1, locator: page 1}]
        citations: [{source: DOC-1, locator: page 1}]
      - key: EV-1
        kind: exchange
        type: study_visit
        place: Lao Cai
        publish: false
        texts: {en: {title: A visit, summary: Officials came.}}
        citations: [{source: DOC-1, locator: page 3}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "references.yaml", REFERENCES)
    write(tmp_path, "entries.yaml", ENTRIES)
    return tmp_path


def write(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(dedent(content))


def change(folder: Path, old: str, new: str, file: str = "entries.yaml") -> None:
    content = (folder / file).read_text()
    assert old in content
    (folder / file).write_text(content.replace(old, new))


def run(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_entries", folder, *options, stdout=out)
    return out.getvalue()


def refusal(folder: Path) -> str:
    before = Entry.objects.count(), Edition.objects.count(), Theme.objects.count()
    with pytest.raises(CommandError) as error:
        run(folder)
    assert (Entry.objects.count(), Edition.objects.count(), Theme.objects.count()) == before
    return str(error.value)


def test_everything_that_a_file_says_is_there_and_published(folder):
    assert "entries: 2 created" in run(folder)
    edition = Edition.objects.published().get()
    assert (edition.entry.key, edition.number, str(edition.period)) == ("GP-1", 1, "since April 2009")
    assert [(role.country.iso3, role.role) for role in edition.country_roles.all()] == [("VNM", "lead"), ("CHN", "learner")]
    assert [role.organisation.parent and role.organisation.parent.key for role in edition.organisation_roles.all()] == ["ORG-1"]
    assert [(each.name, each.email) for each in edition.contacts.all()] == [("Ministry", "office@example.org")]
    assert [theme.parent and theme.parent.slug for theme in edition.themes.all()] == ["education"]
    assert [(fact.value, fact.disagrees_with) for fact in edition.facts.all()] == [("17", 2), ("16", None)]
    assert [theme.slug for theme in edition.lessons.get().themes.all()] == ["education"]
    assert edition.relations.get().target.key == "EV-1"
    assert edition.transfers.get().experience == edition.entry
    assert edition.texts.get().is_original
    assert edition.assessments.exists()
    assert [each.paragraph for each in edition.recommendations.all()] == ["23(a)(i)"]
    draft = Entry.objects.get(key="EV-1").editions.get()
    assert (draft.state, draft.place) == (EditionState.DRAFT, "Lao Cai")


def test_a_second_run_changes_nothing(folder):
    run(folder)
    before = list(Edition.objects.values_list("pk", "updated_at"))
    report = run(folder)
    assert "created" not in report
    assert "changed" not in report.replace("unchanged", "")
    assert list(Edition.objects.values_list("pk", "updated_at")) == before


def test_a_changed_record_becomes_the_next_edition(folder):
    run(folder)
    change(folder, "Village schools", "Schools in villages")
    assert "entries: 1 changed, 1 unchanged" in run(folder)
    entry = Entry.objects.get(key="GP-1")
    assert [(each.number, each.state) for each in entry.editions.all()] == [(1, "superseded"), (2, "published")]
    assert entry.slug == "schools-in-villages"


def test_a_changed_draft_is_written_again_and_published_when_the_file_says_so(folder):
    run(folder)
    change(folder, "        publish: false\n".replace("        ", "    ", 1), "")
    run(folder)
    entry = Entry.objects.get(key="EV-1")
    assert [(each.number, each.state) for each in entry.editions.all()] == [(1, "published")]


def test_who_has_a_draft_open_while_it_is_imported_is_told(folder):
    run(folder)
    draft = Entry.objects.get(key="EV-1").editions.get()
    change(folder, "title: A visit", "title: The visit")
    run(folder)
    with pytest.raises(EditorialError):
        note_change(draft, seen_revision=draft.revision)


def test_a_check_says_what_would_be_done_and_does_nothing(folder):
    assert "entries: 2 created" in run(folder, "--check")
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ("kind: exchange", "kind: excursion", "kind", "“excursion” is not one of: experience, initiative, agreement, exchange."),
        ("type: study_visit", "type: mou", "type", "An entry of kind exchange is one of: study_visit"),
        ("place: Lao Cai", "place: Lao Cai\n    colour: red", "colour", "There is no such field."),
        ("place: Lao Cai", "agreement_status: signed", "agreement_status", "Only agreements have a status."),
        ("title: A visit", "titel: A visit", "texts.en.titel", "There is no such field."),
        ("summary: Officials came.", "summary: ''", "texts.en.summary", "may not be blank"),
        ("A visit, summary: Officials came.", "A visit, summary: S., results: Good.", "texts.en.results", "no such section"),
        ("texts: {en: {title: A visit", "texts: {xx: {title: A visit", "texts.xx", "This language is not known."),
        ("locator: page 3", "locator: ''", "citations[0].locator", "may not be blank"),
        ("citations: [{source: DOC-1, locator: page 3}]", "citations: []", "citations", "may not be empty"),
        ("DOC-1, locator: page 3", "DOC-9, locator: page 3", "citations[0].source", "There is no source DOC-9."),
    ],
)
def test_a_fault_is_named_with_its_file_entry_and_field(folder, old, new, field, reason):
    change(folder, old, new)
    message = refusal(folder)
    assert f"{folder / 'entries.yaml'}: EV-1: {field}: " in message
    assert reason in message


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('from: "2009-04"', 'from: "2009-13"', "GP-1: period.from: Write a year"),
        ('from: "2009-04"', 'from: "2009-02-30"', "GP-1: period.from: There is no such day."),
        ('from: "2009-04", qualifier: since', 'from: "2009", to: "2008"', "GP-1: period.to: This is before"),
        ("country: CHN", "country: XXX", "GP-1: countries[1].country: There is no country XXX."),
        ("country: CHN, role: learner", "country: VNM, role: lead", "GP-1: countries: These stand there twice: VNM lead."),
        ("disagrees_with: 2", "disagrees_with: 1", "GP-1: facts[0].disagrees_with: This entry has no other fact"),
        ("entry: EV-1", "entry: GP-1", "GP-1: relations[0].entry: This is the entry itself."),
        ("to: CHN", "to: VNM", "GP-1: transfers[0].to: This is the country that it comes from."),
        ("email: office@example.org", "email: office", "GP-1: contacts[0].email: Enter a valid email address."),
        ("Ministry, email: office@example.org", "Ministry", "GP-1: contacts[0]: Give an e-mail or an address on the web."),
        ("themes: [TH-2]", "themes: [TH-9]", "GP-1: themes: There is no theme TH-9."),
        ("exchange: EV-1", "exchange: EV-9", "GP-1: transfers[0].exchange: There is no entry EV-9."),
    ],
)
def test_faults_deep_in_an_entry_are_named_too(folder, old, new, where):
    change(folder, old, new)
    assert where in refusal(folder)


def test_all_faults_are_told_at_once(folder):
    change(folder, "type: good_practice", "type: best_practice")
    change(folder, "type: study_visit", "type: tour")
    message = refusal(folder)
    assert "GP-1: type: " in message
    assert "EV-1: type: " in message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("entries: [", "expected"),
        ("- just\n- a list", "A file holds lists of records"),
        ("entrys: []", "entrys: There is no such part of a file."),
        ("entries: {key: GP-1}", "entries: This must be a list of records."),
        ("entries: [just a word]", "entries, record 1: Invalid data"),
        ("entries:\n  - {key: GP-1, key: GP-2}", "the field key stands twice"),
        ("\x00", "characters are not allowed"),
        ("entries:\n  - {key: GP-1, issued: 2011-02-30}", "2011-02-30 is not what it looks like (timestamp)"),
        ("entries:\n  - {key: GP-1, place: !!bool perhaps}", "perhaps is not what it looks like (bool)"),
        ("entries:\n  - {key: GP-1, place: !!timestamp soon}", "soon is not what it looks like (timestamp)"),
        ("entries:\n  - &one {key: GP-1}\n  - *one", "an alias (*) repeats what begins here: write it out"),
        (ALIASES_OF_ALIASES, "an alias (*) repeats what begins here: write it out"),
        (f"entries:\n  - {{key: {'9' * 5000}}}", "999 is not what it looks like (int)"),
    ],
)
def test_a_file_that_is_no_content_file_is_refused(folder, content, reason):
    write(folder, "odd.yaml", content)
    assert reason in refusal(folder)
    assert "odd.yaml" in refusal(folder)


def test_a_key_stands_in_one_place(folder):
    write(folder, "more.yaml", (folder / "entries.yaml").read_text())
    assert "GP-1: The key stands in " in refusal(folder)


def test_a_path_that_is_not_there_is_refused(folder):
    assert "There is no such file or folder." in refusal(folder / "nowhere")


def test_a_theme_does_not_lie_under_itself(folder):
    change(folder, "slug: education, label: Education", "slug: education, label: Education, parent: TH-2", "references.yaml")
    assert "parent: The theme would lie under itself." in refusal(folder)


def test_the_address_of_a_record_never_changes(folder):
    run(folder)
    change(folder, "slug: unicef", "slug: unicef-new", "references.yaml")
    assert "ORG-1: slug: The address of a page never changes. It is unicef." in refusal(folder)


def test_what_staff_edited_stays_when_the_file_did_not_change(folder):
    run(folder)
    Organisation.objects.filter(key="ORG-1").update(name="Children's Fund")
    edit_as_staff("GP-1", "Edited by staff")
    run(folder)
    assert Organisation.objects.get(key="ORG-1").name == "Children's Fund"
    assert Edition.objects.published().get().texts.get().title == "Edited by staff"


def test_what_staff_edited_is_not_overwritten_unasked(folder):
    run(folder)
    edit_as_staff("GP-1", "Edited by staff")
    change(folder, "Village schools", "Schools in villages")
    assert "GP-1: key: This entry was edited here since it was imported." in refusal(folder)
    run(folder, "--edited=overwrite")
    assert Edition.objects.published().get().texts.get().title == "Schools in villages"


def test_what_staff_edited_or_withdrew_can_be_kept_while_the_rest_is_imported(folder):
    run(folder)
    edit_as_staff("GP-1", "Edited by staff")
    change(folder, "Village schools", "Schools in villages")
    change(folder, "title: A visit", "title: The visit")
    assert "entries: 1 changed, 1 kept" in run(folder, "--edited=keep")
    withdraw(Entry.objects.get(key="GP-1"), WithdrawalReason.IN_ERROR)
    assert "entries: 1 unchanged, 1 kept" in run(folder, "--edited=keep")
    assert Entry.objects.get(key="EV-1").editions.get().texts.get().title == "The visit"


def test_an_entry_that_was_withdrawn_does_not_come_back_by_import(folder):
    run(folder)
    withdraw(Entry.objects.get(key="GP-1"), WithdrawalReason.IN_ERROR)
    change(folder, "Village schools", "Schools in villages")
    assert "GP-1: key: This entry was withdrawn here." in refusal(folder)
    assert Entry.objects.get(key="GP-1").state == EntryState.WITHDRAWN


def test_the_kind_of_an_entry_never_changes(folder):
    run(folder)
    change(folder, "kind: exchange\n    type: study_visit\n    place: Lao Cai", "kind: initiative\n    type: network")
    assert "EV-1: kind: The kind of an entry never changes. It is exchange." in refusal(folder)


def test_translations_remember_what_they_were_made_from(folder):
    change(folder, "{en: {title: A visit, summary: Officials came.}}",
           "{en: {title: A visit, summary: Officials came., original: true}, th: {title: T, summary: S}}")  # fmt: skip
    run(folder)
    edition = Entry.objects.get(key="EV-1").editions.get()
    original, translation = edition.texts.all()
    assert not translation.is_outdated(original)
    original.summary = "Officials and teachers came."
    assert translation.is_outdated(original)


def test_two_originals_are_one_too_many(folder):
    change(folder, "{en: {title: A visit, summary: Officials came.}}",
           "{en: {title: A, summary: B, original: true}, th: {title: T, summary: S, original: true}}")  # fmt: skip
    assert "EV-1: texts: Exactly one text is the original." in refusal(folder)


def test_synonyms_are_created_changed_and_then_unchanged(folder):
    assert "synonyms: 1 created" in run(folder)
    change(folder, "[midwife, skilled", "[midwife, midwives, skilled", "references.yaml")
    assert "synonyms: 1 changed" in run(folder)
    group = SynonymGroup.objects.get()
    assert (group.key, group.note) == ("midwife", "They do the same.")
    assert group.terms == ["midwife", "midwives", "skilled birth attendant"]
    group.terms = ["midwife", "nurse"]
    group.save()
    assert "synonyms: 1 unchanged" in run(folder)
    assert SynonymGroup.objects.get().terms == ["midwife", "nurse"]


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        ("[midwife]", "terms: Give at least two different terms."),
        ("[]", "terms: Give at least two different terms."),
        ("midwife, note: none", "terms: Expected a list of items"),
        ("[drop-out, Drop out]", "terms: “drop-out” and “Drop out” are the same to the search."),
        ("[école, Ecole]", "terms: “école” and “Ecole” are the same to the search."),
        ("[midwife, '?!']", "terms: “?!” has no letters or numbers."),
        (f"[midwife, {'x' * 101}]", "terms[1]: Ensure this field has no more than 100 characters."),
        ("[midwife, '']", "terms[1]: This field may not be blank."),
    ],
)
def test_terms_that_the_search_cannot_tell_apart_are_refused(folder, terms, fault):
    write(folder, "more.yaml", f"synonyms:\n  - {{key: other, terms: {terms}}}")
    assert f"more.yaml: other: {fault}" in refusal(folder)
    assert not SynonymGroup.objects.exists()


def edit_as_staff(key: str, title: str) -> None:
    draft = start_edition(Entry.objects.get(key=key))
    draft.texts.update(title=title)
    note_change(draft, seen_revision=draft.revision)
    publish(draft)


def test_what_an_import_publishes_is_published_under_its_name(folder):
    run(folder)
    importing = Import.objects.get()
    assert importing.name == folder.name
    assert len(importing.digest) == 64
    assert importing.finished_at is not None
    edition = Edition.objects.published()[0]
    assert edition.published_by_import == importing
    assert [(step.verb, step.by_import) for step in edition.entry.steps.all()] == [("create", importing), ("publish", importing)]


def test_what_an_import_leaves_as_a_draft_is_kept_as_a_save_each_time(folder):
    run(folder)
    draft = Entry.objects.get(key="EV-1").editions.get()
    change(folder, "title: A visit", "title: The visit")
    run(folder)
    first, second = Import.objects.order_by("pk")
    assert [(save.content["texts"][0]["title"], save.by_import, save.by) for save in draft.saves.all()] == [
        ("A visit", first, None), ("The visit", second, None),
    ]  # fmt: skip
    assert [(step.verb, step.by_import) for step in draft.entry.steps.all()] == [("create", first), ("edit", second)]
    assert not Entry.objects.get(key="GP-1").editions.get().saves.exists(), "an edition says for ever what it says"
    draft.refresh_from_db()
    back = go_back(draft.saves.get(revision=2), seen_revision=draft.revision, by=writer())
    assert back.texts.get().title == "A visit"
    assert "by import “" in draft.entry.steps.latest("pk").note


def test_an_import_that_rewrites_an_approved_draft_takes_the_approval_away_and_the_history_says_so(folder):
    run(folder)
    draft = approved(Entry.objects.get(key="EV-1").editions.get())
    change(folder, "title: A visit", "title: The visit")
    run(folder)
    draft.refresh_from_db()
    assert draft.stage == "in_review"
    assert draft.entry.steps.latest("pk").note == "The approval is void."


def test_an_import_that_writes_no_entry_leaves_no_name(folder):
    run(folder)
    run(folder)
    assert Import.objects.count() == 1
