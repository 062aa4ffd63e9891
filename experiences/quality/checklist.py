"""The checklist, filled in: for one edition or for many, in a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from experiences.models import Edition, QualityRule
from experiences.quality.rules import RULES, Rule
from experiences.vocabulary import Kind, RuleWeight


@dataclass(frozen=True)
class Item:
    """A rule as an edition keeps it: `missing` is a sentence, "" where nothing is missing."""

    rule: Rule
    blocks: bool
    missing: str


@dataclass(frozen=True)
class Checklist:
    """What is asked of an edition, in order."""

    items: list[Item]

    @property
    def done(self) -> list[Item]:
        """What is there."""
        return [item for item in self.items if not item.missing]

    @property
    def blocking(self) -> list[Item]:
        """What is missing, and keeps the edition from being published."""
        return [item for item in self.items if item.missing and item.blocks]

    @property
    def warnings(self) -> list[Item]:
        """What is missing, and keeps nobody from publishing."""
        return [item for item in self.items if item.missing and not item.blocks]


def checklist(edition: Edition, *weights: RuleWeight) -> Checklist:
    """The checklist of one edition, as the database has it now. With `weights`, only the rules of those weights."""
    return checklists([edition], *weights)[edition.pk]


def checklists(editions: Iterable[Edition], *weights: RuleWeight) -> dict[int, Checklist]:
    """The checklists of editions by their ids. Two queries, and one for each sort of part that the rules look at."""
    fetched = list(Edition.objects.filter(pk__in=[edition.pk for edition in editions]))
    if not fetched:
        return {}
    asked = _asked({Kind(edition.kind) for edition in fetched}, weights or (RuleWeight.BLOCKS, RuleWeight.WARNS))
    parts = {part for rules in asked.values() for rule, _weight in rules for part in rule.parts}
    prefetch_related_objects(fetched, *sorted(parts))
    return {edition.pk: _filled_in(edition, asked[Kind(edition.kind)]) for edition in fetched}


def _asked(kinds: Iterable[Kind], weights: tuple[RuleWeight, ...]) -> dict[Kind, list[tuple[Rule, RuleWeight]]]:
    """The rules for each kind that have one of the weights, as administrators have set them."""
    settings = QualityRule.objects.in_bulk(field_name="name")
    asked: dict[Kind, list[tuple[Rule, RuleWeight]]] = {kind: [] for kind in kinds}
    for kind, rules in asked.items():
        for rule in RULES.values():
            setting = settings.get(rule.name)
            weight = setting.weight_for(kind) if setting else rule.weight
            if kind in rule.kinds and weight in weights:
                rules.append((rule, weight))
    return asked


def _filled_in(edition: Edition, rules: list[tuple[Rule, RuleWeight]]) -> Checklist:
    found = [(rule, weight, rule.check(edition)) for rule, weight in rules]
    return Checklist([Item(rule, weight == RuleWeight.BLOCKS, missing) for rule, weight, missing in found if missing is not None])
