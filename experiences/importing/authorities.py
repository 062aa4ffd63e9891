"""Themes, organisations, sources, recommendations and synonyms, written from checked records.

A record that a file has not changed since it was last imported is left as it is here, whatever staff did to it since.
Each function returns "created", "changed" or "unchanged".
"""

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from rest_framework import serializers

from experiences.importing.references import References
from experiences.models import Organisation, Recommendation, Source, SynonymGroup, Theme, ThemeLabel
from experiences.vocabulary import LabelType


def write_theme(record: dict[str, Any], digest: str) -> str:
    """Create or update a theme and its labels, but for its place in the tree: see `place_theme`."""
    values = {name: record[name] for name in ("slug", "label", "scope_note", "gap")}
    theme, outcome = _write(Theme, record["key"], digest, values)
    if outcome != "unchanged":
        theme.labels.all().delete()
        labels = [("en", LabelType.ACRONYM, acronym) for acronym in record["acronyms"]]
        labels += [(language, LabelType.PREFERRED, text) for language, text in record["preferred"].items()]
        labels += [
            (language, LabelType.ALTERNATIVE, text) for language, texts in record["alternatives"].items() for text in texts
        ]
        ThemeLabel.objects.bulk_create(
            ThemeLabel(theme=theme, language=language, type=type_, text=text) for language, type_, text in labels
        )
    return outcome


def place_theme(record: dict[str, Any]) -> None:
    """Put a theme under its broader theme, once all themes are there. Raises ValidationError for a loop."""
    theme = Theme.objects.get(key=record["key"])
    parent = References().maybe("theme", record["parent"], "parent")
    above = parent
    while above is not None:
        if above.pk == theme.pk:
            raise serializers.ValidationError({"parent": [_("The theme would lie under itself.")]})
        above = above.parent
    if theme.parent != parent:
        theme.parent = parent
        theme.save()


def write_organisation(record: dict[str, Any], digest: str) -> str:
    """Create or update an organisation, but for the one that it is part of: see `place_organisation`."""
    values = {name: record[name] for name in ("slug", "name", "acronym", "other_names", "type", "note")}
    values["country"] = References().maybe("country", record["country"], "country")
    return _write(Organisation, record["key"], digest, values)[1]


def place_organisation(record: dict[str, Any]) -> None:
    """Put an organisation under the one that it is part of, once all are there."""
    organisation = Organisation.objects.get(key=record["key"])
    parent = References().maybe("organisation", record["parent"], "parent")
    if organisation.parent != parent:
        organisation.parent = parent
        organisation.save()


def write_source(record: dict[str, Any], digest: str) -> str:
    """Create or update a source."""
    values = {name: record[name] for name in ("title", "type", "creator", "publisher", "language", "url", "note")}
    return _write(Source, record["key"], digest, values | period_columns(record.get("issued")))[1]


def write_recommendation(record: dict[str, Any], digest: str) -> str:
    """Create or update a recommendation. New ones come after those that are there."""
    values = {name: record[name] for name in ("slug", "type", "paragraph", "area", "title", "description", "locator")}
    values["source"] = References().get("source", record["source"], "source")
    if not Recommendation.objects.filter(key=record["key"]).exists():
        values["position"] = (Recommendation.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    return _write(Recommendation, record["key"], digest, values)[1]


def write_synonyms(record: dict[str, Any], digest: str) -> str:
    """Create or update a group of synonyms."""
    return _write(SynonymGroup, record["key"], digest, {name: record[name] for name in ("terms", "note")})[1]


def period_columns(period: dict[str, str] | None) -> dict[str, str]:
    """The columns of a period (see models/period.py), empty where there is none."""
    period = period or {"from": "", "to": "", "qualifier": ""}
    return {
        "period_from": period["from"],
        "period_to": period["to"],
        "period_qualifier": period["qualifier"],
    }


def _write(model: Any, key: str, digest: str, values: dict[str, Any]) -> tuple[Any, str]:
    row = model.objects.filter(key=key).first()
    if row is None:
        return model.objects.create(key=key, import_digest=digest, **values), "created"
    if row.import_digest == digest:
        return row, "unchanged"
    if "slug" in values and values["slug"] != row.slug:
        reason = _("The address of a page never changes. It is %(slug)s.") % {"slug": row.slug}
        raise serializers.ValidationError({"slug": [reason]})
    for name, value in (values | {"import_digest": digest}).items():
        setattr(row, name, value)
    row.save()
    return row, "changed"
