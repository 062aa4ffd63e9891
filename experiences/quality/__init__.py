"""The quality checklist: what a good entry has, by kind, asked of an edition; and how much each rule weighs."""

from experiences.quality.checklist import Checklist, Item, checklist, checklists
from experiences.quality.rules import RULES, Rule

__all__ = ["RULES", "Checklist", "Item", "Rule", "checklist", "checklists"]
