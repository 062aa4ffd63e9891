"""What the API says of an entry, as a record of a content file."""

from collections.abc import Iterator
from typing import Any

from experiences.mirroring.records import Said, known, period

ENDS = ("experience", "exchange", "outcome")
"""What a transfer may name: what was learned from, on what occasion, what came of it."""


def _party(said: list[Said], code: str, name: str) -> list[Said]:
    return [{name: row[code], "role": row["role"]} for row in said]


def _sourced(said: Said, *names: str) -> Said:
    same = {name: said[name] for name in (*names, "locator")}
    return known(same | {"source": said["source"]["key"]})


def _number(ref: str) -> int:
    """The number of a lesson or a transfer: 1 of SSC-0042-L1."""
    return int(ref.rpartition("-")[2][1:])


def _text(said: Said, *, original: bool) -> Said:
    same = {name: said[name] for name in ("title", "acronym", "other_titles", "summary")}
    return known(same | said["sections"] | {"original": original})


def own_transfers(document: Said) -> list[Said]:
    """The transfers that the entry tells of itself."""
    return [transfer for transfer in document["transfers"] if transfer["entry"]["ref"] == document["ref"]]


def own_relations(document: Said) -> list[Said]:
    """The relations that the entry states itself."""
    return [relation for relation in document["relations"] if relation["direction"] == "outgoing"]


def named_entries(document: Said) -> Iterator[Said]:
    """The other entries that this one names itself, each with ref, key and kind."""
    for relation in own_relations(document):
        yield relation["entry"]
    for transfer in own_transfers(document):
        yield from (transfer[end] for end in ENDS if transfer[end])


def _transfer(said: Said) -> Said:
    return known(
        _sourced(said, "summary", "adapted", "extent")
        | {end: said[end] and said[end]["key"] for end in ENDS}
        | {
            "number": _number(said["ref"]),
            "from": said["from"]["iso3"],
            "to": said["to"]["iso3"],
            "period": period(said["period"]),
        }
    )


def _fact(said: Said) -> Said:
    names = ("number", "label", "value", "numeric_value", "unit", "about", "state", "disagrees_with", "note")
    return known(_sourced(said, *names) | {"as_of": period(said["as_of"])})


def _lesson(said: Said, of_entry: list[str]) -> Said:
    """A lesson's record. One that is told with its entry's themes, as one without its own is, has none of its own here either."""
    themes = [theme["key"] for theme in said["themes"]]
    own = [] if set(themes) == set(of_entry) else themes
    return _sourced(said, "statement", "polarity") | {"number": _number(said["ref"]), "themes": own}


def entry_record(document: Said) -> dict[str, Any]:
    """The record of an entry. What others state about it is left out: it comes with them."""
    themes = [theme["key"] for theme in document["themes"]]
    texts = {document["language"]: _text(document, original=True)}
    texts |= {text["language"]: _text(text, original=False) for text in document["translations"]}
    record = {
        **{name: document[name] for name in ("key", "kind", "type", "scope", "modality", "place")},
        "agreement_status": document["status"],
        "period": period(document["period"]),
        "publish": False,
        "texts": texts,
        "countries": _party(document["countries"], "iso3", "country"),
        "organisations": _party(document["organisations"], "key", "organisation"),
        "contacts": [known(contact) for contact in document["contacts"]],
        "themes": themes,
        "recommendations": [recommendation["key"] for recommendation in document["recommendations"]],
        "facts": [_fact(fact) for fact in document["facts"]],
        "lessons": [_lesson(lesson, themes) for lesson in document["lessons"]],
        "relations": [
            known({"type": row["type"], "entry": row["entry"]["key"], "note": row["note"]}) for row in own_relations(document)
        ],
        "transfers": [_transfer(transfer) for transfer in own_transfers(document)],
        "assessments": [_sourced(row, "criterion", "evidence") for row in document["assessments"]],
        "citations": [_sourced(row) for row in document["citations"]],
    }
    return known(record)
