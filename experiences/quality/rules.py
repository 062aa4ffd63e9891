"""The rules of the checklist, in the order in which a curator reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from experiences.models import Edition
from experiences.quality import checks
from experiences.vocabulary import Kind, RuleWeight

_EVERY_KIND = tuple(Kind)
_BLOCKS, _WARNS = RuleWeight.BLOCKS, RuleWeight.WARNS


@dataclass(frozen=True)
class Rule:
    """One thing that a good entry has.

    `asks` says it to the curator. `check` reads the `parts` of an edition, and returns what is missing, "" or None (see
    `checks.py`). `mended_in` is the part or field of the form that mends it. `weight` is what administrators begin with; a rule
    without a row in their table, like the first, keeps it for ever: nothing is published without a title.
    """

    name: str
    asks: Any
    check: Callable[[Edition], str | None]
    parts: tuple[str, ...] = ()
    mended_in: str = ""
    kinds: tuple[Kind, ...] = _EVERY_KIND
    weight: RuleWeight = _WARNS


_ALL = (
    Rule("original", _("An original text with a title"), checks.original, ("texts",), "texts", weight=_BLOCKS),
    Rule("summary", _("A summary"), checks.summary, ("texts",), "summary", weight=_BLOCKS),
    Rule("summary_length", _("A summary that tells enough"), checks.summary_length, ("texts",), "summary"),
    Rule("source", _("A source"), checks.sources, ("citations",), "citations", weight=_BLOCKS),
    Rule("places", _("A place in the source for each citation"), checks.places_in_sources, ("citations",), "citations"),
    Rule("facts", _("A source, and the place in it, for each fact"), checks.facts, ("facts",), "facts"),
    Rule("figures", _("A fact for each figure of the summary"), checks.figures_of_summary, ("texts", "facts"), "facts"),
    Rule("contact", _("A contact for readers"), checks.contacts, ("contacts",), "contacts"),
    Rule("lesson", _("A lesson"), checks.lessons, ("lessons",), "lessons", kinds=(Kind.EXPERIENCE,)),
    Rule("criteria", _("Evidence and source for each criterion"), checks.criteria, ("assessments",), "assessments"),
    Rule("period", _("When it was"), checks.period, mended_in="period_from"),
    Rule("countries", _("The countries"), checks.countries, ("country_roles",), "country_roles"),
    Rule("themes", _("The themes"), checks.themes, ("themes",), "themes"),
    Rule(
        "parties", _("The parties"), checks.parties, ("country_roles", "organisation_roles"), "country_roles",
        kinds=(Kind.AGREEMENT,),
    ),
    Rule("status", _("The status"), checks.status, mended_in="agreement_status", kinds=(Kind.AGREEMENT,)),
    Rule("place", _("Where it was held"), checks.place, mended_in="place", kinds=(Kind.EXCHANGE,)),
    Rule("translations", _("Translations that are up to date"), checks.translations, ("texts",), "texts"),
    Rule("sections", _("Something in each section"), checks.sections, ("texts",), "texts"),
)  # fmt: skip
RULES = {rule.name: rule for rule in _ALL}
