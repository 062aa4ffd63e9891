"""Everything that the portal keeps about entries. See docs/architecture.md for the picture."""

from typing import Any

from experiences.models.audit import AuditEvent
from experiences.models.authorities import Organisation, Recommendation, Source, Theme, ThemeLabel
from experiences.models.comments import Answer, Comment
from experiences.models.desk import Approval, Contributor, EmergencyReview, Step, Takedown
from experiences.models.documents import StoredDocument
from experiences.models.edition import Agreement, Edition, Exchange, Experience, Initiative
from experiences.models.entry import Entry, PastSlug
from experiences.models.imports import Import
from experiences.models.mirrors import MirroredPortal
from experiences.models.notices import Notice, NoticeQuerySet
from experiences.models.parts import (
    Assessment,
    Citation,
    Contact,
    CountryRole,
    Fact,
    Lesson,
    OrganisationRole,
    Relation,
    Transfer,
)
from experiences.models.previews import PreviewLink
from experiences.models.quality import QualityRule
from experiences.models.remit import Remit
from experiences.models.saves import ExactNumbers, Save
from experiences.models.searches import SearchedQuery, SearchTally
from experiences.models.synonyms import SynonymGroup, validate_terms
from experiences.models.text import EditionText

PARTS: tuple[type[Any], ...] = (
    EditionText,
    CountryRole,
    OrganisationRole,
    Contact,
    Fact,
    Lesson,
    Relation,
    Transfer,
    Assessment,
    Citation,
)
"""Every model whose rows belong to an edition, and are copied and frozen with it."""

KIND_MODELS = (Experience, Initiative, Agreement, Exchange)

__all__ = [
    "KIND_MODELS",
    "PARTS",
    "Agreement",
    "Answer",
    "Approval",
    "Assessment",
    "AuditEvent",
    "Citation",
    "Comment",
    "Contact",
    "Contributor",
    "CountryRole",
    "Edition",
    "EditionText",
    "EmergencyReview",
    "Entry",
    "ExactNumbers",
    "Exchange",
    "Experience",
    "Fact",
    "Import",
    "Initiative",
    "Lesson",
    "MirroredPortal",
    "Notice",
    "NoticeQuerySet",
    "Organisation",
    "OrganisationRole",
    "PastSlug",
    "PreviewLink",
    "QualityRule",
    "Recommendation",
    "Relation",
    "Remit",
    "Save",
    "SearchTally",
    "SearchedQuery",
    "Source",
    "Step",
    "StoredDocument",
    "SynonymGroup",
    "Takedown",
    "Theme",
    "ThemeLabel",
    "Transfer",
    "validate_terms",
]
