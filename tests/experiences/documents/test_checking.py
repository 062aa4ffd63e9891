"""`check_documents` says which stored documents are wrong, and can put them right."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from experiences.models import Edition, StoredDocument
from experiences.vocabulary import WithdrawalReason
from tests.desk import withdraw
from tests.experiences.documents.stored import document, faults, sql
from tests.factories import make_entry

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("check_documents", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def pair() -> list[Edition]:
    gone = make_entry(title="Gone")
    withdraw(gone.entry, WithdrawalReason.IN_ERROR)
    return [make_entry(title="Schools"), gone]


def test_documents_that_are_right(pair):
    assert run() == "The stored documents say what the tables say.\n"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE experiences_storeddocument SET item = '{}'",
        "UPDATE experiences_storeddocument SET card = card || ' '",
        "UPDATE experiences_storeddocument SET document = '{}'",
        "UPDATE experiences_storeddocument SET is_listed = NOT is_listed",
        "UPDATE experiences_storeddocument SET digest = 'x'",
        "DELETE FROM experiences_storeddocument",
    ],
)
def test_damage_is_found_named_and_put_right(pair, damage):
    sql(damage)
    with pytest.raises(CommandError) as error:
        run()
    assert pair[0].entry.ref in str(error.value)
    assert pair[1].entry.ref in str(error.value)
    assert run("--refresh") == "The stored documents say what the tables say.\n"
    assert document(pair[0])["title"] == "Schools"


def test_what_is_right_keeps_its_place_when_all_is_made_anew(pair):
    sql("UPDATE experiences_storeddocument SET card = 'x' WHERE ref = %s", pair[0].entry.ref)
    before = dict(StoredDocument.objects.values_list("ref", "position"))
    run("--refresh")
    after = dict(StoredDocument.objects.values_list("ref", "position"))
    assert after[pair[1].entry.ref] == before[pair[1].entry.ref]
    assert after[pair[0].entry.ref] > before[pair[0].entry.ref], "whoever has read what was wrong hears of it"


def test_many_differences_are_counted_and_some_are_named(pair):
    for _number in range(12):
        make_entry()
    sql("UPDATE experiences_storeddocument SET document = 'x' WHERE is_listed")
    [fault] = faults()
    assert fault.startswith("13 not as it should be: SSC-")
    assert fault.count("SSC-") == 10
    assert fault.endswith("…")
