"""What two people typed into the form of one draft, brought together.

Of each field there is what both had opened, what the other has saved since, and what this person has typed. Where only one of
them changed it, that is the change. Where both did, each differently, this person's stays in the form and the other's is
shown beside it, to be taken instead. Rows that one of them added are kept, rows that one removed are gone unless the other
changed them.
"""

from dataclasses import dataclass, field

from django.http import QueryDict

from experiences.admin.numbers import number
from experiences.admin.seen import Content, Row, SeenForms, alike
from experiences.differences import Run, runs_between, shortened

TAKE = "take-"
"""Begins the names of the controls by which a person takes the other's version of a field."""
_NEVER_ASKED = {"position"}


@dataclass(frozen=True)
class Conflict:
    """A field that both changed, each differently: both versions in words, and the name of the control that chooses."""

    row: str
    field: str
    theirs: str
    mine: str
    control: str


@dataclass(frozen=True)
class TakenOver:
    """A change of the other's that nothing stands against: a field with what it said and says, or a whole row."""

    row: str
    field: str = ""
    before: str = ""
    after: str = ""
    sort: str = "changed"

    @property
    def shown(self) -> list[Run]:
        """The field word by word, without the middle of what has long not changed."""
        return shortened(runs_between(self.before, self.after))


@dataclass
class Merge:
    """What came of it."""

    conflicts: list[Conflict] = field(default_factory=list)
    taken_over: list[TakenOver] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Rows that the other removed and this person changed: to save adds them again."""
    removed: list[str] = field(default_factory=list)
    """Rows that the other changed and this person removed: to save removes them."""


def take_theirs(data: QueryDict, seen: Content) -> None:
    """Put into the form what its person chose to take: of each field chosen, what was there when the form was last shown."""
    for control in [name for name in data if name.startswith(TAKE)]:
        name = control.removeprefix(TAKE)
        prefix, pk, field_name = _place_of(data, name, seen)
        theirs = seen.get(prefix, {}).get(pk, {}).get(field_name)
        if data.pop(control)[-1] == "theirs" and theirs is not None:
            data.setlist(name, theirs)


def _place_of(data: QueryDict, name: str, seen: Content) -> tuple[str, str, str]:
    for prefix in seen:
        place, dash, field_name = name.removeprefix(f"{prefix}-").partition("-")
        if prefix and name.startswith(f"{prefix}-") and dash:
            return prefix, data.get(f"{prefix}-{place}-id", ""), field_name
    return "", "", name


class Merging:
    """The work on one form that was sent. It changes `data`."""

    def __init__(self, data: QueryDict, seen: Content, now: SeenForms) -> None:
        self.data = data
        self.seen = seen
        self.now = now
        self.merge = Merge()

    def carry_out(self) -> Merge:
        """Bring the data up to what is there now, and say what was done."""
        content = self.now.content
        own = {name: self.data.getlist(name) for name in content[""][""]}
        for name, values in self._merged("", "", own, content[""][""], TAKE).items():
            self.data.setlist(name, values)
        for prefix in content:
            if prefix:
                self._merge_rows(prefix, content[prefix])
        return self.merge

    def _merge_rows(self, prefix: str, now: dict[str, Row]) -> None:
        known: list[Row] = []
        new: list[Row] = []
        sent = set()
        for place, row in enumerate(self._rows_sent(prefix)):
            pk = row.get("id", [""])[-1]
            if pk in now:
                sent.add(pk)
                if "DELETE" in row:
                    self._note_removal(prefix, pk, now[pk])
                    known.append(row)
                else:
                    known.append(row | self._merged(prefix, pk, row, now[pk], f"{TAKE}{prefix}-{len(known)}-"))
            elif place >= self._initial(prefix) or self._stays(prefix, pk, row):
                new.append(row | {"id": [""]})
        for pk, theirs in now.items():
            if pk not in sent:
                known.append(theirs | {"id": [pk]})
                self.merge.taken_over.append(TakenOver(self.now.row_label(prefix, pk), sort="added"))
        self._send_rows(prefix, known, new)

    def _initial(self, prefix: str) -> int:
        return number(self.data.get(f"{prefix}-INITIAL_FORMS"))

    def _stays(self, prefix: str, pk: str, row: Row) -> bool:
        """Whether a row that the other removed is kept: this person has changed it, and not removed it too."""
        if "DELETE" in row:
            return False
        before = self.seen.get(prefix, {}).get(pk)
        label = self._label_of_sent(prefix, row)
        if before is not None and all(alike(row.get(name, []), said) for name, said in before.items()):
            self.merge.taken_over.append(TakenOver(label, sort="removed"))
            return False
        self.merge.kept.append(label)
        return True

    def _label_of_sent(self, prefix: str, row: Row) -> str:
        said = (
            self.now.in_words(prefix, name, values) for name, values in row.items() if name not in {"id", "edition", "position"}
        )
        return f"{self.now.row_label(prefix, '')}: {next((words for words in said if words), '')}"

    def _merged(self, prefix: str, pk: str, mine: Row, theirs: Row, control: str) -> Row:
        """What a row says after merging. Conflicts are noted under names that begin with `control`."""
        before = self.seen.get(prefix, {}).get(pk, {})
        merged: Row = {}
        for name, said in theirs.items():
            typed, was = mine.get(name, []), before.get(name)
            if alike(typed, said):
                continue
            if was is not None and alike(typed, was):
                merged[name] = said
                self._note_taken_over(prefix, pk, name, was, said)
            elif name not in _NEVER_ASKED and (was is None or not alike(said, was)):
                self._note_conflict((prefix, pk, name), said, typed, f"{control}{name}")
        return merged

    def _note_removal(self, prefix: str, pk: str, theirs: Row) -> None:
        before = self.seen.get(prefix, {}).get(pk, theirs)
        if any(not alike(said, before.get(name, [])) for name, said in theirs.items() if name not in _NEVER_ASKED):
            self.merge.removed.append(self.now.row_label(prefix, pk))

    def _note_taken_over(self, prefix: str, pk: str, name: str, was: list[str], said: list[str]) -> None:
        if name in _NEVER_ASKED:
            return
        words = (self.now.in_words(prefix, name, values) for values in (was, said))
        label = self.now.field_label(prefix, name)
        self.merge.taken_over.append(TakenOver(self.now.row_label(prefix, pk), label, *words))

    def _note_conflict(self, place: tuple[str, str, str], said: list[str], typed: list[str], control: str) -> None:
        prefix, pk, name = place
        theirs, mine = (self.now.in_words(prefix, name, values) for values in (said, typed))
        label = self.now.field_label(prefix, name)
        self.merge.conflicts.append(Conflict(self.now.row_label(prefix, pk), label, theirs, mine, control))

    def _rows_sent(self, prefix: str) -> list[Row]:
        """The rows of a formset, taken out of the data."""
        rows = []
        for place in range(min(number(self.data.get(f"{prefix}-TOTAL_FORMS")), len(self.data))):
            start = f"{prefix}-{place}-"
            rows.append({name.removeprefix(start): self.data.pop(name) for name in list(self.data) if name.startswith(start)})
        return rows

    def _send_rows(self, prefix: str, known: list[Row], new: list[Row]) -> None:
        for place, row in enumerate(known + new):
            for name, values in row.items():
                self.data.setlist(f"{prefix}-{place}-{name}", values)
        self.data[f"{prefix}-TOTAL_FORMS"], self.data[f"{prefix}-INITIAL_FORMS"] = str(len(known + new)), str(len(known))
