"""The countries, themes, organisations, recommendations and sources that generated entries point to: real ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from countries.models import Country
from experiences.importing.importer import import_files
from experiences.models import Organisation, Recommendation, Source, Theme

FILES = ("countries", "themes", "organisations", "sources", "recommendations")


class Frequent:
    """Ids of records, some of which are drawn far more often than others: the r-th about 1/r as often as the first."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._ids = np.array(list(ids))
        weights = 1 / (np.arange(len(self._ids)) + 2.0)
        self._shares = weights / weights.sum()

    def draw(self, count: int, random: np.random.Generator) -> list[int]:
        """That many different ids."""
        return [int(each) for each in random.choice(self._ids, min(count, len(self._ids)), replace=False, p=self._shares)]


@dataclass(frozen=True)
class Authorities:
    """What entries point to, each sort in the order of how often it is drawn."""

    countries: Frequent
    themes: Frequent
    organisations: Frequent
    recommendations: Frequent
    sources: Frequent


def authorities(fixtures: Path) -> Authorities:
    """The records of this database. Where a sort is missing, all are imported from the shipped files first."""
    if not all(model._default_manager.exists() for model in (Country, Theme, Organisation, Recommendation, Source)):
        import_files([fixtures / f"{name}.yaml" for name in FILES])
    near = list(Country.objects.asia_pacific().order_by("m49").values_list("pk", flat=True))
    far = Country.objects.exclude(pk__in=near).order_by("m49").values_list("pk", flat=True)
    return Authorities(
        countries=Frequent([*near, *far]),
        themes=Frequent(Theme.objects.order_by("key").values_list("pk", flat=True)),
        organisations=Frequent(Organisation.objects.order_by("key").values_list("pk", flat=True)),
        recommendations=Frequent(Recommendation.objects.order_by("key").values_list("pk", flat=True)),
        sources=Frequent(Source.objects.order_by("key").values_list("pk", flat=True)),
    )
