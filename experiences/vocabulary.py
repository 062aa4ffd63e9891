"""The controlled terms of the domain, and which of them belong to which kind of entry."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What an entry is."""

    EXPERIENCE = "experience", _("Experience")
    INITIATIVE = "initiative", _("Initiative")
    AGREEMENT = "agreement", _("Agreement")
    EXCHANGE = "exchange", _("Exchange")


class EntryType(TextChoices):
    """The types of all kinds. No type belongs to two kinds: see TYPES."""

    GOOD_PRACTICE = "good_practice", _("Good practice")
    PROMISING_PRACTICE = "promising_practice", _("Promising practice")
    INNOVATION = "innovation", _("Innovation")
    LESSON_LEARNED = "lesson_learned", _("Lesson learned")

    PROGRAMME = "programme", _("Programme")
    NETWORK = "network", _("Network")
    PARTNERSHIP = "partnership", _("Partnership")
    FUND = "fund", _("Fund")
    MECHANISM = "mechanism", _("Mechanism")
    PLATFORM = "platform", _("Platform")
    TOOL = "tool", _("Tool")
    STRATEGY = "strategy", _("Strategy")

    MOU = "mou", _("Memorandum of understanding")
    BILATERAL_AGREEMENT = "bilateral_agreement", _("Bilateral agreement")
    DECLARATION = "declaration", _("Declaration")
    CHARTER = "charter", _("Charter")
    CONVENTION = "convention", _("Convention")
    FRAMEWORK = "framework", _("Framework")

    STUDY_VISIT = "study_visit", _("Study visit")
    TRAINING = "training", _("Training")
    WORKSHOP = "workshop", _("Workshop")
    EXPERT_MEETING = "expert_meeting", _("Expert meeting")
    CONFERENCE = "conference", _("Conference")
    DIALOGUE = "dialogue", _("Dialogue")
    CONSULTATION = "consultation", _("Consultation")
    DEPLOYMENT = "deployment", _("Deployment of experts")
    JOINT_RESEARCH = "joint_research", _("Joint research")


_T = EntryType
TYPES: dict[Kind, tuple[EntryType, ...]] = {
    Kind.EXPERIENCE: (_T.GOOD_PRACTICE, _T.PROMISING_PRACTICE, _T.INNOVATION, _T.LESSON_LEARNED),
    Kind.INITIATIVE: (
        _T.PROGRAMME,
        _T.NETWORK,
        _T.PARTNERSHIP,
        _T.FUND,
        _T.MECHANISM,
        _T.PLATFORM,
        _T.TOOL,
        _T.STRATEGY,
    ),
    Kind.AGREEMENT: (_T.MOU, _T.BILATERAL_AGREEMENT, _T.DECLARATION, _T.CHARTER, _T.CONVENTION, _T.FRAMEWORK),
    Kind.EXCHANGE: (
        _T.STUDY_VISIT,
        _T.TRAINING,
        _T.WORKSHOP,
        _T.EXPERT_MEETING,
        _T.CONFERENCE,
        _T.DIALOGUE,
        _T.CONSULTATION,
        _T.DEPLOYMENT,
        _T.JOINT_RESEARCH,
    ),
}


class AgreementStatus(TextChoices):
    """How far an agreement has come."""

    PROPOSED = "proposed", _("Proposed")
    UNDER_NEGOTIATION = "under_negotiation", _("Under negotiation")
    SIGNED = "signed", _("Signed")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")


class Scope(TextChoices):
    """Whether an entry is about child rights in Asia and the Pacific, or context for it."""

    CORE = "core", _("Child rights in Asia and the Pacific")
    CONTEXT = "context", _("Context")


class Modality(TextChoices):
    """Between whom the cooperation runs (United Nations usage; Beijing Declaration, paragraphs 6 and 22)."""

    SOUTH_SOUTH = "south_south", _("South-South")
    TRIANGULAR = "triangular", _("Triangular")
    NORTH_SOUTH = "north_south", _("North-South")


class CountryPart(TextChoices):
    """The role that a country has in an entry."""

    LEAD = "lead", _("Lead or provider")
    LEARNER = "learner", _("Learner or adopter")
    PARTY = "party", _("Party")
    PARTICIPANT = "participant", _("Participant")
    HOST = "host", _("Host")
    SUPPORTER = "supporter", _("Supporter")


class OrganisationPart(TextChoices):
    """The role that an organisation has in an entry."""

    LEAD = "lead", _("Lead")
    IMPLEMENTING = "implementing", _("Implementing")
    FACILITATING = "facilitating", _("Facilitating")
    FUNDING = "funding", _("Funding")
    MEMBER = "member", _("Member")
    PARTY = "party", _("Party")


class RelationType(TextChoices):
    """How one entry relates to another, read from the entry that states it."""

    PART_OF = "part_of", _("Part of")
    IMPLEMENTS = "implements", _("Implements")
    INFORMED = "informed", _("Informed")
    ADAPTED_FROM = "adapted_from", _("Adapted from")
    FOLLOWED_BY = "followed_by", _("Followed by")
    REPLACES = "replaces", _("Replaces")
    RELATED_TO = "related_to", _("Related to")


INVERSE_RELATIONS = {
    RelationType.PART_OF: _("Has part"),
    RelationType.IMPLEMENTS: _("Implemented by"),
    RelationType.INFORMED: _("Informed by"),
    RelationType.ADAPTED_FROM: _("Adapted into"),
    RelationType.FOLLOWED_BY: _("Follows"),
    RelationType.REPLACES: _("Replaced by"),
    RelationType.RELATED_TO: _("Related to"),
}
"""The same relations, read from the other end."""


class FactState(TextChoices):
    """How far a fact can be relied on."""

    AS_STATED = "as_stated", _("As stated by the source")
    CONFIRMED = "confirmed", _("Confirmed by the country")
    DISPUTED = "disputed", _("Disputed")


class Polarity(TextChoices):
    """Whether a lesson says what to do or what to avoid."""

    POSITIVE = "positive", _("What helped")
    NEGATIVE = "negative", _("What to avoid")


class Extent(TextChoices):
    """How far a transfer has come."""

    EXPLORED = "explored", _("Explored")
    PILOTED = "piloted", _("Piloted")
    ADOPTED = "adopted", _("Adopted")
    SCALED = "scaled", _("Scaled up")


class Criterion(TextChoices):
    """The criteria of WHO's guide to identifying and documenting best practices (2017)."""

    EFFECTIVENESS = "effectiveness", _("Effectiveness")
    EFFICIENCY = "efficiency", _("Efficiency")
    RELEVANCE = "relevance", _("Relevance")
    ETHICAL_SOUNDNESS = "ethical_soundness", _("Ethical soundness")
    SUSTAINABILITY = "sustainability", _("Sustainability")
    POSSIBILITY_OF_DUPLICATION = "possibility_of_duplication", _("Possibility of duplication")
    INVOLVEMENT_OF_PARTNERSHIPS = "involvement_of_partnerships", _("Involvement of partnerships")
    COMMUNITY_INVOLVEMENT = "community_involvement", _("Community involvement")
    POLITICAL_COMMITMENT = "political_commitment", _("Political commitment")


class OrganisationType(TextChoices):
    """What an organisation is."""

    UN = "un", _("United Nations")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisation")
    REGIONAL = "regional", _("Regional organisation")
    DEVELOPMENT_BANK = "development_bank", _("Development bank")
    GOVERNMENT = "government", _("Government")
    NHRI = "nhri", _("National human rights institution")
    NGO = "ngo", _("Non-governmental organisation")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    NETWORK = "network", _("Network")
    ACADEMIA = "academia", _("University or research institute")
    PRIVATE_SECTOR = "private_sector", _("Private sector")


class SourceType(TextChoices):
    """What a source is."""

    PAPER = "paper", _("Paper")
    WEB_PAGE = "web_page", _("Web page")
    DECLARATION = "declaration", _("Declaration")
    REPORT = "report", _("Report")
    MEETING_SUMMARY = "meeting_summary", _("Meeting summary")
    PUBLICATION = "publication", _("Publication")
    DOCUMENT_SET = "document_set", _("Set of documents")


class RecommendationType(TextChoices):
    """What a paragraph of the Declaration asks for."""

    RECOMMENDATION = "recommendation", _("Recommendation")
    COMMITMENT = "commitment", _("Commitment")


class RecommendationArea(TextChoices):
    """The four headings of paragraph 23 of the Declaration."""

    SOUTH_SOUTH_COOPERATION = "south_south_cooperation", _("South-South cooperation for child rights")
    CHILD_PROTECTION = "child_protection", _("Child protection and child welfare")
    EQUITY = "equity", _("The Millennium Development Goals with equity")
    DISASTER_RISK_REDUCTION = "disaster_risk_reduction", _("Children and disaster risk reduction")


class LabelType(TextChoices):
    """What a further label of a theme is (SKOS: prefLabel in another language, altLabel, acronym)."""

    PREFERRED = "preferred", _("Preferred label in this language")
    ALTERNATIVE = "alternative", _("Alternative label")
    ACRONYM = "acronym", _("Acronym")


class EntryState(TextChoices):
    """Where an entry stands with the public."""

    DRAFT = "draft", _("Never published")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged into another")


class EditionState(TextChoices):
    """Where an edition stands. At most one of an entry is a draft, and at most one is published."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded by a later edition")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Stage(TextChoices):
    """Where a draft stands on its way across the desk. Of no meaning once the edition is no draft."""

    DRAFTING = "drafting", _("Being written")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    APPROVED = "approved", _("Approved")


class CommentAct(TextChoices):
    """What is done with a comment once it is made."""

    ANSWERED = "answered", _("answered")
    RESOLVED = "resolved", _("resolved this")
    REOPENED = "reopened", _("opened this again")


class RuleWeight(TextChoices):
    """What it means for publication that a rule of the quality checklist is not kept."""

    BLOCKS = "blocks", _("Blocks")
    WARNS = "warns", _("Warns")
    OFF = "off", _("Off")


class WithdrawalReason(TextChoices):
    """Why an entry was taken off the lists: as an error it says no more, as superseded it can still be read."""

    IN_ERROR = "in_error", _("Published in error")
    SUPERSEDED = "superseded", _("Superseded: true once, but no longer")
    CONSOLIDATED = "consolidated", _("Consolidated into another entry")


class Role(TextChoices):
    """What people do on the desk. Each value is the name of a group."""

    FOCAL_POINT = "focal point", _("Focal point")
    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    PUBLISHER = "publisher", _("Publisher")
    ADMINISTRATOR = "administrator", _("Administrator")
    TRANSLATOR = "translator", _("Translator")


class Verb(TextChoices):
    """Everything that can be done on the desk, in the order in which an entry goes through it."""

    VIEW = "view", _("View")
    CREATE = "create", _("Start an entry")
    EDIT = "edit", _("Edit")
    TRANSLATE = "translate", _("Translate")
    GO_BACK = "go_back", _("Go back to an old save")
    COMMENT = "comment", _("Comment")
    SHARE = "share", _("Share a preview")
    HAND_OVER = "hand_over", _("Hand over")
    SUBMIT = "submit", _("Submit for review")
    REQUEST_CHANGES = "request_changes", _("Request changes")
    APPROVE = "approve", _("Approve")
    SCHEDULE = "schedule", _("Schedule")
    UNSCHEDULE = "unschedule", _("Take back the schedule")
    PUBLISH = "publish", _("Publish")
    PUBLISH_IN_EMERGENCY = "publish_in_emergency", _("Publish in an emergency")
    REVIEW_EMERGENCY = "review_emergency", _("Review the emergency publication")
    START_EDITION = "start_edition", _("Start the next edition")
    RESTORE = "restore", _("Restore")
    WITHDRAW = "withdraw", _("Withdraw")
    MERGE = "merge", _("Merge into another entry")
    DISCARD = "discard", _("Discard the draft")
    VIEW_RECORDS = "view_records", _("See what entries refer to")
    EDIT_RECORDS = "edit_records", _("Edit what entries refer to")
    SEE_SEARCHES = "see_searches", _("See what people search for")
    IMPORT = "import", _("Import")
    SEE_AUDIT = "see_audit", _("See the audit trail")
    SET_RULES = "set_rules", _("Set the rules of the checklist")
    MANAGE_PEOPLE = "manage_people", _("Manage people")
    SEE_JOBS = "see_jobs", _("See the background jobs")


class Event(TextChoices):
    """What people at the desk are told of. Each is a sentence about an edition; the place in it is for whoever did it."""

    HANDED_OVER = "handed_over", _("%(person)s handed it over.")
    SUBMITTED = "submitted", _("%(person)s handed it in for review.")
    CHANGES_REQUESTED = "changes_requested", _("%(person)s asked for changes.")
    APPROVED = "approved", _("%(person)s approved it.")
    APPROVAL_LOST = "approval_lost", _("%(person)s changed it, so that its approval is void.")
    COMMENTED = "commented", _("%(person)s commented on it.")
    COMMENT_ANSWERED = "comment_answered", _("%(person)s answered a comment on it.")
    COMMENT_RESOLVED = "comment_resolved", _("%(person)s called a comment on it resolved.")
    COMMENT_REOPENED = "comment_reopened", _("%(person)s opened a comment on it again.")
    SCHEDULED = "scheduled", _("%(person)s set the time of its publication.")
    UNSCHEDULED = "unscheduled", _("%(person)s took back the time of its publication.")
    NOT_PUBLISHED = "not_published", _("It was not published, though its time had come.")
    PUBLISHED = "published", _("%(person)s published it.")
    PUBLISHED_IN_EMERGENCY = (
        "published_in_emergency",
        _("%(person)s published it in an emergency. It is to be reviewed."),
    )
    EMERGENCY_REVIEWED = "emergency_reviewed", _("%(person)s reviewed its emergency publication.")
    WITHDRAWN = "withdrawn", _("%(person)s withdrew it.")
    MERGED = "merged", _("%(person)s merged it into another entry.")
    DISCARDED = "discarded", _("%(person)s discarded the draft.")


EXPERIENCE_SECTIONS = {
    "context": _("Context"),
    "challenge": _("Challenge"),
    "approach": _("Approach"),
    "results": _("Results"),
    "enabling_factors": _("Enabling factors"),
    "constraints": _("Constraints"),
    "sustainability": _("Sustainability"),
    "replication": _("Conditions for replication"),
    "target_groups": _("Target groups"),
    "cost": _("Cost"),
}
OTHER_SECTIONS = {"description": _("Description"), "objectives": _("Objectives")}
SECTIONS = {
    Kind.EXPERIENCE: EXPERIENCE_SECTIONS,
    Kind.INITIATIVE: OTHER_SECTIONS,
    Kind.AGREEMENT: OTHER_SECTIONS,
    Kind.EXCHANGE: OTHER_SECTIONS,
}
"""The sections of an entry's text, by kind, in the order in which they are read, with their headings."""
