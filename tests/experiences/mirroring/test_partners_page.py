"""docs/partners.md does what it says: each command in it is run, in the order of the page, against a portal that answers."""

import re
import subprocess
import sys

import pytest

from experiences.exports.dumps import make_dump
from experiences.vocabulary import WithdrawalReason
from tests.consoles import blocks, commands, document, shell
from tests.desk import publish, start_edition, withdraw
from tests.factories import make_entry

pytestmark = pytest.mark.django_db(transaction=True)

PORTAL = "https://portal.example.org"
PAGE = document("partners.md")
BLOCKS = blocks(PAGE)


def shows(shown, answer):
    """Whether an answer is as the page shows it; the ellipsis stands for anything."""
    pattern = ".*".join(re.escape(piece.strip()) for piece in re.split(r"…", " ".join(shown.split())))
    return re.search(pattern, " ".join(answer.split()))


def python(program, folder):
    file = folder / "program.py"
    file.write_text(program, encoding="utf-8")
    done = subprocess.run([sys.executable, str(file)], cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


@pytest.fixture
def dump(settings, tmp_path):
    """A maker of the dump of what is published now, where the portal keeps them."""
    settings.DUMPS_FOLDER = tmp_path / "dumps"
    return lambda: make_dump(settings.DUMPS_FOLDER, PORTAL)


def test_every_command_does_what_the_page_shows(second, live_server, dump, settings, tmp_path):
    editions = [make_entry(title=f"School {number}", summary="School near home.") for number in range(5)]
    withdraw(editions[0].entry, WithdrawalReason.IN_ERROR)
    dump()
    printed, commands_run = [], 0
    for kind, block in BLOCKS:
        here = block.replace(PORTAL, live_server.url)
        if kind == "python":
            printed.append(python(here, tmp_path).strip())
            continue
        for command, shown in commands(here):
            name, _space, arguments = command.partition(" manage.py ")
            folder = settings.BASE_DIR if name.startswith("make ") else tmp_path
            answer = second.run(*arguments.split()) if name == ".venv/bin/python" else shell(command, folder)
            assert shows(shown, answer), f"{command}\n{answer}"
            commands_run += 1
    assert printed == ["4 of 4", "4 entries"]
    assert commands_run == len(re.findall(r"^\$ ", PAGE, re.MULTILINE)) > 10
    assert len(list((tmp_path / "copy").iterdir())) == 4


def test_the_copy_follows(live_server, tmp_path):
    [program] = [block.replace(PORTAL, live_server.url) for kind, block in BLOCKS if kind == "python" and "place" in block]
    kept, gone = make_entry(title="Kept"), make_entry(title="Gone")
    assert python(program, tmp_path) == "2 entries\n"
    withdraw(gone.entry, WithdrawalReason.SUPERSEDED)
    draft = start_edition(kept.entry)
    draft.texts.update(title="Corrected")
    publish(draft)
    assert python(program, tmp_path) == "1 entries\n"
    assert '"title": "Corrected"' in (tmp_path / "copy" / f"{kept.entry.ref}.json").read_text(encoding="utf-8")
    assert python(program, tmp_path) == "1 entries\n"


def test_a_dump_that_broke_off_is_fetched_on(live_server, dump, tmp_path):
    make_entry(title="School")
    there = dump()
    [console] = [block.replace(PORTAL, live_server.url) for kind, block in BLOCKS if kind == "console" and "sha256sum" in block]
    for command, _shown in commands(console):
        shell(command, tmp_path)
    file = tmp_path / there.name
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    for command, shown in commands(console):
        assert shows(shown, shell(command, tmp_path))
    assert file.read_bytes() == whole
