"""The quality checklist as the admin shows it: on the form of an edition, and as a sign in the lists."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from experiences.models import Edition
from experiences.quality import Checklist, Item, checklist

_ROWS = {"texts", "citations", "facts", "contacts", "lessons", "assessments", "country_roles", "organisation_roles"}
_FIELDS_OF_ORIGINAL = {"summary"}


@dataclass(frozen=True)
class Line:
    """Something that is missing, and the place of the form that mends it; "" for who cannot write there."""

    missing: str
    address: str


@dataclass(frozen=True)
class ShownChecklist:
    """The checklist of an edition, in the order in which it matters."""

    blocking: list[Line]
    warnings: list[Line]
    done: list[str]
    sign: str


def shown_checklist(edition: Edition, *, linked: bool) -> ShownChecklist:
    """The checklist of an edition as it is saved; `linked` to the parts of its form, for who may write there."""
    filled_in = checklist(edition)

    def lines(items: list[Item]) -> list[Line]:
        return [Line(item.missing, f"#{_place(item)}" if linked else "") for item in items]

    done = [str(item.rule.asks) for item in filled_in.done]
    return ShownChecklist(lines(filled_in.blocking), lines(filled_in.warnings), done, sign(filled_in))


def _place(item: Item) -> str:
    """The id of what mends an item: a part's rows, a field of the original text, which comes first, or one of the edition."""
    place = item.rule.mended_in
    if place in _ROWS:
        return f"{place}-group"
    return f"id_texts-0-{place}" if place in _FIELDS_OF_ORIGINAL else f"id_{place}"


def sign(filled_in: Checklist) -> str:
    """The checklist in a few words."""
    blocking, warnings = len(filled_in.blocking), len(filled_in.warnings)
    if not blocking and not warnings:
        return format_html('<span class="ready">{}</span>', _("complete"))
    parts: list[str] = (
        [format_html('<strong class="blocks">{}</strong>', _("%(count)d blocking") % {"count": blocking})] if blocking else []
    )
    parts += [_("%(count)d missing") % {"count": warnings}] if warnings else []
    return format_html_join(", ", "{}", [(part,) for part in parts])
