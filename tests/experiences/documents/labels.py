"""The labels that stand beside codes in stored documents, by the vocabulary."""

from typing import Any

from django.utils.translation import override

from experiences import vocabulary as v
from experiences.models.period import Qualifier

_TERMS: dict[str, Any] = {
    "kind": v.Kind,
    "type": v.EntryType,
    "scope": v.Scope,
    "modality": v.Modality,
    "status": v.AgreementStatus,
    "country_role": v.CountryPart,
    "organisation_role": v.OrganisationPart,
    "relation": v.RelationType,
    "fact_state": v.FactState,
    "polarity": v.Polarity,
    "extent": v.Extent,
    "criterion": v.Criterion,
    "source_type": v.SourceType,
    "qualifier": Qualifier,
    "withdrawal_reason": v.WithdrawalReason,
}


def document_labels() -> dict[str, dict[str, str]]:
    """For each vocabulary that documents use, the English label of each of its codes.

    The database has the same in `document_term`. Whoever changes a label writes a migration that changes it there too; all
    documents that carry it then follow.
    """
    with override("en"):
        labels = {name: {str(code): str(label) for code, label in terms.choices} for name, terms in _TERMS.items()}
        labels["inverse_relation"] = {str(code): str(label) for code, label in v.INVERSE_RELATIONS.items()}
    return labels
