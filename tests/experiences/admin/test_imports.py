"""Imports in the admin: checked before anything happens, run through the one importer, and told of for ever."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from experiences.editorial import named_import
from experiences.models import Edition, Entry, Import, Source, Step
from experiences.vocabulary import Role
from tests.desk import note_change, person, publish, start_edition
from tests.experiences.admin.browsing import client_of, errors_of, fields_of
from tests.factories import make_entry

pytestmark = pytest.mark.django_db

RUN = "admin:experiences_import_run"
LIST = "admin:experiences_import_changelist"
FILE = """
sources:
  - {key: SRC-1, title: "A report: what was learned", type: report}
entries:
  - key: NEW-1
    kind: experience
    type: innovation
    texts:
      en:
        title: Birth registration by boat
        summary: >-
          Registrars visit the outer islands twice a year.
        original: true
    citations: [{source: SRC-1, locator: page 4}]
"""


@pytest.fixture
def chief():
    """A browser of an administrator."""
    return client_of(person("chief", Role.ADMINISTRATOR, full_name="The chief"))


def check(browser, content, name="island.yaml", edited="refuse"):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return browser.post(reverse(RUN), {"file": file, "edited": edited, "_check": "1"})


def carry_out(browser, checked):
    return browser.post(reverse(RUN), fields_of(checked) | {"_import": "1"}, follow=True)


def rows_of(response):
    rows = re.findall(r"<tr>(.*?)</tr>", response.content.decode(), flags=re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_a_file_is_checked_then_imported_under_the_persons_name(chief):
    checked = check(chief, FILE)
    assert "Nothing has changed yet" in checked.content.decode()
    assert {"Sources 1 new SRC-1", "Entries 1 new NEW-1"} <= set(rows_of(checked))
    assert not Entry.objects.exists()
    assert not Source.objects.exists()
    assert not Import.objects.exists()

    done = carry_out(chief, checked)
    assert "Imported. Sources: 1 new; Entries: 1 new." in done.content.decode()
    edition = Edition.objects.published().get()
    assert edition.texts.get().title == "Birth registration by boat"
    importing = Import.objects.get()
    assert (importing.name, str(importing.by)) == ("island.yaml", "The chief")
    assert (edition.published_by_import, edition.published_by) == (importing, None)
    page = done.content.decode()
    for said in ("island.yaml", "The chief", "Finished"):
        assert said in page
    one = chief.get(reverse("admin:experiences_import_change", args=[importing.pk])).content.decode()
    assert f"{edition.entry.ref}, edition 1: Birth registration by boat" in one
    assert reverse("admin:experiences_experience_change", args=[edition.pk]) in one
    assert '<input type="submit"' not in one
    assert 'class="historylink"' not in one


def test_every_fault_is_named_by_record_field_and_reason_and_nothing_is_written(chief):
    refused = check(chief, FILE.replace("innovation", "sandcastle") + "  - {key: NEW-2, kind: experience}\n")
    rows = rows_of(refused)
    assert any(row.startswith("NEW-1 type") and "sandcastle" in row for row in rows), rows
    assert any(row.startswith("NEW-2 texts") for row in rows), rows
    assert "Import it" not in refused.content.decode()
    assert not Entry.objects.exists()


def test_what_does_not_refer_to_anything_is_a_fault_too(chief):
    rows = rows_of(check(chief, FILE.replace("source: SRC-1", "source: SRC-9")))
    assert "NEW-1 citations[0].source There is no source SRC-9." in rows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("entries: [", "did not find expected"),
        ("nonsense: []", "There is no such part of a file"),
        (b"\xff\xfe", "no text in UTF-8"),
    ],
)
def test_a_file_that_is_none_is_told(chief, content, said):
    assert said in check(chief, content).content.decode()


def test_no_file_is_asked_for_and_a_huge_one_refused(chief):
    assert errors_of(chief.post(reverse(RUN), {"edited": "refuse"})) == ["Choose a file."]
    assert "Split it" in errors_of(check(chief, b"#" * 2_000_001))[0]


def test_entries_that_staff_edited_are_refused_kept_or_overwritten_as_asked(chief):
    carry_out(chief, check(chief, FILE))
    draft = start_edition(Entry.objects.get(key="NEW-1"))
    note_change(draft, seen_revision=draft.revision)
    publish(draft)
    changed = FILE.replace("twice", "four times")
    assert "edited here since it was imported" in check(chief, changed).content.decode()
    kept = carry_out(chief, check(chief, changed, edited="keep"))
    assert "Entries: 1 kept as edited here" in kept.content.decode()
    over = carry_out(chief, check(chief, changed, edited="overwrite"))
    assert "Entries: 1 changed" in over.content.decode()
    assert "four times" in Edition.objects.published().get().texts.get().summary


def test_what_changed_between_check_and_import_is_noticed(chief):
    checked = check(chief, FILE)
    make_entry("exchange", key="NEW-1", publish=False)
    refused = carry_out(chief, checked)
    assert "NEW-1 kind The kind of an entry never changes. It is exchange." in rows_of(refused)
    assert not Import.objects.exists()


def test_the_list_says_what_became_of_each_import(chief, django_assert_num_queries):
    Import.objects.create(name="still at it")
    with named_import("done") as importing:
        Step.objects.create(entry=make_entry(publish=False).entry, edition_number=1, verb="create", by_import=importing)
    Import.objects.create(name="killed", session="1 since 0")
    page = chief.get(reverse(LIST)).content.decode()
    states = re.findall(r'field-name">.*?>([^<]+)</a>.*?field-state">([^<]*)<.*?field-entries">(\d+)<', page, flags=re.DOTALL)
    assert states == [
        ("killed", "Broken off: its process ended first", "0"),
        ("done", "Finished", "1"),
        ("still at it", "Running", "0"),
    ]
    with django_assert_num_queries(7):
        chief.get(reverse(LIST))


def test_on_a_phone_each_cell_of_the_list_says_what_it_is(chief):
    carry_out(chief, check(chief, FILE))
    page = chief.get(reverse("admin:experiences_import_changelist")).content.decode()
    assert re.search(r'<td role="cell" data-label="State" class="field-state">Finished</td>', page)
    assert re.search(r'<td role="cell" data-label="Entries" class="field-entries">1</td>', page)
    assert re.search(r'<th role="rowheader" data-label="Name" class="field-name">', page)


def test_nobody_else_imports(chief):
    for role in set(Role) - {Role.ADMINISTRATOR}:
        browser = client_of(person(role, role))
        assert browser.get(reverse(LIST)).status_code == 403
        assert check(browser, FILE).status_code == 403
        assert "Imports" not in browser.get("/admin/").content.decode()
    assert "Imports" in chief.get("/admin/").content.decode()
