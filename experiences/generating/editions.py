"""What is known of a generated entry besides its words: kind, type, period, countries, themes and all other parts."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from experiences.generating.authorities import Authorities
from experiences.vocabulary import (
    TYPES,
    AgreementStatus,
    CountryPart,
    Criterion,
    Extent,
    Kind,
    Modality,
    OrganisationPart,
    RelationType,
    Scope,
)

COLUMNS = {
    "country_roles": ("edition_id", "country_id", "role", "position"),
    "organisation_roles": ("edition_id", "organisation_id", "role", "position"),
    "themes": ("edition_id", "theme_id"),
    "recommendations": ("edition_id", "recommendation_id"),
    "citations": ("edition_id", "source_id", "locator", "position"),
    "relations": ("edition_id", "type", "target_id", "position"),
    "facts": ("edition_id", "number", "label", "value", "numeric_value", "unit", "source_id", "locator"),
    "lessons": ("edition_id", "number", "statement", "polarity", "source_id", "locator"),
    "transfers": ("edition_id", "number", "from_country_id", "to_country_id", "summary", "extent", "source_id", "locator"),
    "assessments": ("edition_id", "criterion", "evidence", "source_id", "locator"),
}
"""The parts of an edition, each with the columns that are written."""

Parts = dict[str, list[tuple[Any, ...]]]
"""Rows for each of the parts."""

_LAST_YEAR = 2024


def draw_identity(random: np.random.Generator) -> dict[str, Any]:
    """Kind, type, scope, modality, status and period of an edition."""
    kind = _one_of(list(Kind), random, [0.5, 0.2, 0.1, 0.2])
    types = TYPES[kind]
    return {
        "kind": kind.value,
        "type": _one_of(types, random, _falling(len(types))).value,
        "scope": _one_of(list(Scope), random, [0.9, 0.1]).value,
        "modality": _one_of(["", *Modality.values], random, [0.3, 0.5, 0.15, 0.05]),
        "agreement_status": _one_of(AgreementStatus.values, random) if kind == Kind.AGREEMENT else "",
        **_period(random),
    }


def _period(random: np.random.Generator) -> dict[str, str]:
    if random.random() < 0.03:  # noqa: PLR2004 - a few have none
        return {"period_from": "", "period_to": "", "period_qualifier": ""}
    year = _LAST_YEAR - min(40, int(random.exponential(9)))
    month, day = int(random.integers(1, 13)), int(random.integers(1, 29))
    starts = _one_of([f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}"], random, [0.6, 0.25, 0.15])
    qualifier = _one_of(["", "since", "as_of", "about"], random, [0.75, 0.15, 0.07, 0.03])
    ends = f"{year + int(random.integers(1, 6))}" if not qualifier and random.random() < 0.5 else ""  # noqa: PLR2004
    return {"period_from": starts, "period_to": ends, "period_qualifier": qualifier}


class Drawer:
    """Draws the parts of editions, and keeps their rows until they are written."""

    def __init__(self, authorities: Authorities, entry_ids: Sequence[int]) -> None:
        """`entry_ids` are those of the entries that a relation may point to."""
        self.parts: Parts = defaultdict(list)
        self._known = authorities
        self._entry_ids = entry_ids

    def draw(self, edition_id: int, entry_id: int, random: np.random.Generator, sentences: list[str]) -> None:
        """Draw all parts of an edition. The sentences, of which there are six, are for those that say something."""
        countries = self._known.countries.draw(int(random.integers(1, 5)), random)
        organisations = self._known.organisations.draw(int(random.integers(0, 4)), random)
        parts = self.parts
        parts["country_roles"] += [
            (edition_id, country, CountryPart.LEAD.value if place == 0 else _one_of(CountryPart.values, random), place)
            for place, country in enumerate(countries)
        ]
        parts["organisation_roles"] += [
            (edition_id, organisation, _one_of(OrganisationPart.values, random), place)
            for place, organisation in enumerate(organisations)
        ]
        parts["themes"] += [(edition_id, theme) for theme in self._known.themes.draw(int(random.integers(1, 4)), random)]
        answered = self._known.recommendations.draw(int(random.integers(0, 3)), random)
        parts["recommendations"] += [(edition_id, recommendation) for recommendation in answered]
        cited = self._known.sources.draw(int(random.integers(1, 3)), random)
        parts["citations"] += [(edition_id, source, f"page {source % 40 + 1}", place) for place, source in enumerate(cited)]
        target = int(random.choice(self._entry_ids))
        if target != entry_id and random.random() < 0.2:  # noqa: PLR2004 - one in five has one
            parts["relations"].append((edition_id, _one_of(RelationType.values, random), target, 0))
        self._draw_said(edition_id, random, sentences, countries, (cited[0], "page 2"))

    def _draw_said(
        self, edition_id: int, random: np.random.Generator, sentences: list[str], countries: list[int], source: tuple[int, str]
    ) -> None:
        parts = self.parts
        for number, sentence in enumerate(sentences[: int(random.integers(0, 3))], 1):
            polarity = "positive" if random.random() < 0.7 else "negative"  # noqa: PLR2004
            parts["lessons"].append((edition_id, number, sentence, polarity, *source))
        for number, sentence in enumerate(sentences[2 : 2 + int(random.integers(0, 3))], 1):
            value = int(random.integers(2, 100_000))
            parts["facts"].append((edition_id, number, sentence[:100], f"{value:,}", value, "children", *source))
        if len(countries) > 1 and random.random() < 0.2:  # noqa: PLR2004 - one in five has one
            moved = (countries[0], countries[1], sentences[4], _one_of(["", *Extent.values], random))
            parts["transfers"].append((edition_id, 1, *moved, *source))
        if random.random() < 0.1:  # noqa: PLR2004 - one in ten has one
            parts["assessments"].append((edition_id, _one_of(Criterion.values, random), sentences[5], *source))


def _falling(count: int) -> list[float]:
    weights = [1 / (rank + 1) for rank in range(count)]
    return [weight / sum(weights) for weight in weights]


def _one_of(values: Sequence[Any], random: np.random.Generator, shares: Sequence[float] | None = None) -> Any:
    """One of the values, each with its share of the chances, or all with the same."""
    if shares is None:
        return values[int(random.integers(len(values)))]
    chance = random.random()
    for value, share in zip(values, shares, strict=True):
        chance -= share
        if chance < 0:
            return value
    return values[-1]
