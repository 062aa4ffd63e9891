"""What a reviewer reads of a draft: all that it says, with what has changed since the last published edition, and what was said
about each part."""

from dataclasses import dataclass, field

from experiences.admin.discussion import Discussion, anchor_of
from experiences.differences import Change, ChangedField, Piece, Run, compare, content_of, documents_of, names_in
from experiences.editorial.topics import OWN, THEMES, label_of, topics
from experiences.models import Comment, Edition
from experiences.vocabulary import EditionState

_TOPIC_OF_HEADING = {
    "edition": OWN,
    "theme_id": THEMES,
    "recommendation_id": THEMES,
    "country_id": "country_roles",
    "organisation_id": "organisation_roles",
    "fact": "facts",
    "lesson": "lessons",
    "transfer": "transfers",
    "relation": "relations",
    "assessment": "assessments",
    "source": "citations",
    "contact": "contacts",
}
"""What a comment is about that is on all pieces of one sort, by what their identities begin with."""


@dataclass(frozen=True)
class Item:
    """One part of the draft. `path` names it for comments; None where only all parts of the sort are commented on."""

    label: str
    path: str | None
    sort: str
    fields: list[ChangedField]
    language: str = ""
    direction: str = "auto"
    comments: list[Comment] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return anchor_of(self.path) if self.path else ""

    @property
    def is_unfolded(self) -> bool:
        """Whether there is something to look at: a change, or a comment that is open."""
        return self.sort not in {"unchanged", "missing"} or any(not comment.is_resolved for comment in self.comments)


@dataclass
class Section:
    """The parts under one heading."""

    heading: str
    path: str | None
    items: list[Item] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return anchor_of(self.path) if self.path else ""

    @property
    def to_look_at(self) -> list[Item]:
        """What is new or has changed, or is talked about."""
        return [item for item in self.items if item.is_unfolded]

    @property
    def as_before(self) -> list[Item]:
        """What is the same as in the published edition, and that nobody talks about."""
        return [item for item in self.items if item.sort == "unchanged" and not item.is_unfolded]

    @property
    def silent(self) -> list[Item]:
        """Sections of the original that say nothing, and that nobody talks about."""
        return [item for item in self.items if item.sort == "missing" and not item.is_unfolded]


class ReviewContent:
    """The draft in sections. `before` is the published edition that it is compared with; None where there is none."""

    def __init__(self, edition: Edition, discussion: Discussion) -> None:
        self.before = edition.entry.editions.filter(state=EditionState.PUBLISHED).first()
        self._discussion = discussion
        documents = documents_of([edition, *([self.before] if self.before else [])])
        names = names_in(*documents.values())
        now = content_of(documents[edition.pk], names)
        changes = compare(content_of(documents[self.before.pk], names), now) if self.before else []
        self.topics = topics(edition)
        self.sections: list[Section] = []
        self._by_heading: dict[str, Section] = {}
        self._used: set[str] = set()
        changed = {change.piece.identity: change for change in changes if change.sort != "moved"}
        for piece in now:
            self._add(piece, changed.pop(piece.identity, None))
        for change in [*changed.values(), *(change for change in changes if change.sort == "moved")]:
            self._add(change.piece, change)
        self._add_missing_sections(edition)

    @property
    def elsewhere(self) -> list[tuple[str, str]]:
        """The topics that no section shows: the whole, and parts without rows. Paths and names."""
        return [(topic.path, topic.label) for topic in self.topics if topic.path not in self._used]

    @property
    def comments_elsewhere(self) -> list[tuple[str, Comment]]:
        """The comments on those, and on what is no longer there, each with the name of its topic."""
        paths = [path for path in self._discussion.paths if path not in self._used]
        return [(label_of(path), comment) for path in paths for comment in self._discussion.about(path)]

    @property
    def changes(self) -> int:
        """In how many places the draft differs from the published edition."""
        return sum(item.sort not in {"unchanged", "missing", "new"} for section in self.sections for item in section.items)

    def _section(self, piece: Piece) -> Section:
        if piece.heading not in self._by_heading:
            path = _TOPIC_OF_HEADING.get(piece.identity.split("/")[0])
            section = Section(piece.heading, None if path in self._used else path)
            section.comments = self._take(section.path)
            self._by_heading[piece.heading] = section
            self.sections.append(section)
        return self._by_heading[piece.heading]

    def _take(self, path: str | None) -> list[Comment]:
        """The comments on a topic, which from then on has its place."""
        if path is None:
            return []
        self._used.add(path)
        return self._discussion.about(path)

    def _add(self, piece: Piece, change: Change | None) -> None:
        section = self._section(piece)
        known = {topic.path for topic in self.topics}
        path = piece.identity if piece.identity in known and piece.identity != section.path else None
        sort = change.sort if change else ("unchanged" if self.before else "new")
        fields = change.fields if change else [ChangedField(each.label, [Run("same", each.value)]) for each in piece.fields]
        section.items.append(Item(piece.label, path, sort, fields, piece.language, piece.direction, self._take(path)))

    def _add_missing_sections(self, edition: Edition) -> None:
        """Sections of the original that say nothing: a reviewer may miss them."""
        original = next((text for text in edition.texts.all() if text.is_original), None)
        start = f"text/{original.language}/" if original else ""
        section = next(
            (each for each in self.sections for item in each.items if original and (item.path or "").startswith(start)), None
        )
        if section is None:
            return
        for topic in self.topics:
            if topic.path.startswith(start) and topic.path not in self._used:
                section.items.append(Item(topic.label, topic.path, "missing", [], comments=self._take(topic.path)))
