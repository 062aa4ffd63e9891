"""The admin of entries and of what they refer to. One module for each idea."""

from experiences.admin.audit import AuditEventAdmin
from experiences.admin.authorities import OrganisationAdmin, RecommendationAdmin, SourceAdmin, SynonymGroupAdmin, ThemeAdmin
from experiences.admin.imports import ImportAdmin
from experiences.admin.kinds import AgreementAdmin, ExchangeAdmin, ExperienceAdmin, InitiativeAdmin
from experiences.admin.lookup import EntryAdmin
from experiences.admin.quality import QualityRuleAdmin
from experiences.admin.searches import SearchedQueryAdmin

__all__ = [
    "AgreementAdmin",
    "AuditEventAdmin",
    "EntryAdmin",
    "ExchangeAdmin",
    "ExperienceAdmin",
    "ImportAdmin",
    "InitiativeAdmin",
    "OrganisationAdmin",
    "QualityRuleAdmin",
    "RecommendationAdmin",
    "SearchedQueryAdmin",
    "SourceAdmin",
    "SynonymGroupAdmin",
    "ThemeAdmin",
]
