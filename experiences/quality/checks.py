"""The checks: each looks at an edition and says, in a sentence, what is missing; "" where nothing is.

None where there is nothing to look at: an entry without translations is not praised for their being up to date.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from experiences.models import Edition, EditionText
from experiences.quality.reading import figures, figures_with_source, length, says_something
from experiences.vocabulary import SECTIONS, CountryPart, Kind, OrganisationPart

SHORTEST_SUMMARY = 120
"""In letters of an alphabet: about two short sentences."""
SHORTEST_EVIDENCE = 20
_PARTIES = 2


def _original(edition: Edition) -> EditionText | None:
    return next((text for text in edition.texts.all() if text.is_original), None)


def original(edition: Edition) -> str:
    """An original text with a title."""
    return "" if _original(edition) else _("There is no original text: write a title and a summary.")


def summary(edition: Edition) -> str | None:
    """A summary of the original."""
    text = _original(edition)
    if text is None:
        return None
    return "" if text.summary.strip() else _("The summary is empty.")


def summary_length(edition: Edition) -> str | None:
    """A summary that tells enough."""
    text = _original(edition)
    if text is None or not text.summary.strip():
        return None
    if length(text.summary) >= SHORTEST_SUMMARY:
        return ""
    return _("The summary is short: say in two to four sentences what was done, by whom, with what result.")


def figures_of_summary(edition: Edition) -> str | None:
    """A fact, and so a source, for each figure that the summary gives."""
    text = _original(edition)
    given = figures(text.summary) if text else set()
    if not given:
        return None
    if not (unknown := given - figures_with_source(edition)):
        return ""
    return _("The summary gives figures that are no facts below: %(figures)s.") % {
        "figures": ", ".join(str(figure) for figure in sorted(unknown))
    }


def sections(edition: Edition) -> str | None:
    """Something in each section of the template."""
    if (text := _original(edition)) is None:
        return None
    empty = [heading for name, heading in SECTIONS[Kind(edition.kind)].items() if not getattr(text, name).strip()]
    return _("Nothing is said under: %(headings)s.") % {"headings": ", ".join(str(each) for each in empty)} if empty else ""


def translations(edition: Edition) -> str | None:
    """Translations of what the original says now."""
    text = _original(edition)
    made = [each for each in edition.texts.all() if not each.is_original]
    if text is None or not made:
        return None
    outdated = [each.spoken.name for each in made if each.is_outdated(text)]
    if not outdated:
        return ""
    return _("The original has changed since it was translated: %(languages)s.") % {"languages": ", ".join(outdated)}


def sources(edition: Edition) -> str:
    """A source that is cited."""
    return "" if edition.citations.all() else _("No source is cited: say where this comes from.")


def places_in_sources(edition: Edition) -> str | None:
    """A place in the source for each citation."""
    if not edition.citations.all():
        return None
    count = len(_without_place(edition.citations.all()))
    return ngettext(
        "%(count)d citation does not say where in the source.", "%(count)d citations do not say where in the source.", count
    ) % {"count": count} if count else ""  # fmt: skip


def facts(edition: Edition) -> str | None:
    """A source, and the place in it, for each fact."""
    if not edition.facts.all():
        return None
    numbers = [str(fact.number) for fact in _without_place(edition.facts.all())]
    if not numbers:
        return ""
    return _("These facts do not say where in their source: %(numbers)s.") % {"numbers": ", ".join(numbers)}


def _without_place(sourced: Iterable[Any]) -> list[Any]:
    return [each for each in sourced if not says_something(each.locator)]


def contacts(edition: Edition) -> str:
    """Somebody whom readers can ask."""
    return "" if edition.contacts.all() else _("There is nobody whom readers can ask.")


def lessons(edition: Edition) -> str:
    """A lesson."""
    return "" if edition.lessons.all() else _("No lesson is drawn.")


def criteria(edition: Edition) -> str | None:
    """A sentence of evidence, and the place in a source, for each criterion that is claimed."""
    if not (claimed := edition.assessments.all()):
        return None
    bare = [each for each in claimed if length(each.evidence) < SHORTEST_EVIDENCE or not says_something(each.locator)]
    if not bare:
        return ""
    return _("Evidence and the place in its source are too thin for: %(criteria)s.") % {
        "criteria": ", ".join(each.get_criterion_display() for each in bare)
    }


def period(edition: Edition) -> str:
    """When it was."""
    return "" if edition.period_from else _("It does not say when.")


def countries(edition: Edition) -> str:
    """A country."""
    return "" if edition.country_roles.all() else _("No country is named.")


def themes(edition: Edition) -> str:
    """A theme."""
    return "" if edition.themes.all() else _("It has no theme: who browses by theme does not find it.")


def parties(edition: Edition) -> str:
    """Two parties of an agreement, countries or organisations."""
    named = [role for role in edition.country_roles.all() if role.role == CountryPart.PARTY]
    also = [role for role in edition.organisation_roles.all() if role.role == OrganisationPart.PARTY]
    return "" if len(named) + len(also) >= _PARTIES else _("Fewer than two parties are named.")


def status(edition: Edition) -> str:
    """How far an agreement has come."""
    return "" if edition.agreement_status else _("It does not say how far the agreement has come.")


def place(edition: Edition) -> str:
    """Where an exchange was held."""
    return "" if edition.place else _("It does not say where it was held.")
