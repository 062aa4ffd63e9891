"""What the API says of countries, themes and other records, as the records of content files (docs/content-format.md)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from experiences.vocabulary import LabelType

Said = dict[str, Any]
"""A record, as the API or as a content file has it."""


def period(said: Said | None) -> Said | None:
    """A period, without its label; None for none."""
    return {name: said[name] or "" for name in ("from", "to", "qualifier")} if said else None


def known(said: Said) -> Said:
    """What is known of a record: content files leave out what is not."""
    return {name: value for name, value in said.items() if value is not None}


def region(said: Said) -> Said:
    """A region."""
    return known({"m49": said["m49"], "name": said["name"], "parent": said["parent"] and said["parent"]["m49"]})


def country(said: Said) -> Said:
    """A country with its names."""
    names = defaultdict(list)
    for other in said["other_names"]:
        names[other["language"]].append(other["name"])
    same = {name: said[name] for name in ("iso3", "iso2", "m49", "name", "declaration_name", "tile")}
    return known(same | {"other_names": dict(names), "region": said["region"]["m49"]})


def group(said: Said) -> Said:
    """A group of countries with its members."""
    members = [member["iso3"] for member in said["members"]]
    return known({"slug": said["slug"], "name": said["name"], "acronym": said["acronym"], "members": members})


def theme(said: Said) -> Said:
    """A theme with its labels."""
    alternatives, preferred, acronyms = defaultdict(list), {}, []
    for label in said["labels"]:
        if label["type"] == LabelType.ACRONYM:
            acronyms.append(label["text"])
        elif label["type"] == LabelType.PREFERRED:
            preferred[label["language"]] = label["text"]
        else:
            alternatives[label["language"]].append(label["text"])
    same = {name: said[name] for name in ("key", "slug", "label", "scope_note", "gap")}
    labels = {"alternatives": dict(alternatives), "preferred": preferred, "acronyms": acronyms}
    return known(same | labels | {"parent": said["parent"] and said["parent"]["key"]})


def organisation(said: Said) -> Said:
    """An organisation."""
    same = {name: said[name] for name in ("key", "slug", "name", "acronym", "other_names", "type", "note")}
    return known(
        same | {"parent": said["parent"] and said["parent"]["key"], "country": said["country"] and said["country"]["iso3"]}
    )


def source(said: Said) -> Said:
    """A source."""
    same = {name: said[name] for name in ("key", "title", "type", "creator", "publisher", "language", "url", "note")}
    return known(same | {"issued": period(said["issued"])})


def recommendation(said: Said) -> Said:
    """A recommendation or commitment."""
    same = {name: said[name] for name in ("key", "slug", "type", "paragraph", "area", "title", "description", "locator")}
    return known(same | {"source": said["source"]["key"]})


def synonyms(said: Said) -> Said:
    """A group of synonyms."""
    return {"key": said["key"], "terms": said["terms"]}


def broader_first(regions: Iterable[Said]) -> list[Said]:
    """Regions in an order in which each comes after the one that it lies in."""
    waiting, ordered, there = list(regions), [], {None}
    while ready := [each for each in waiting if each.get("parent") in there]:
        ordered += ready
        there |= {each["m49"] for each in ready}
        waiting = [each for each in waiting if each["m49"] not in there]
    return ordered


CONVERTERS: dict[str, Callable[[Said], Said]] = {
    "regions": region,
    "countries": country,
    "groups": group,
    "themes": theme,
    "organisations": organisation,
    "sources": source,
    "recommendations": recommendation,
    "synonyms": synonyms,
}
"""The sections of content files that hold records, in the order in which they are written, and how each is made.

The API's endpoints have the same names.
"""
