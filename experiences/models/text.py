"""What an edition says, in one language."""

import hashlib

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from countries.models import Fold
from experiences.languages import LANGUAGE_CHOICES, LANGUAGES, Language
from experiences.models.edition import Edition
from experiences.vocabulary import EXPERIENCE_SECTIONS, OTHER_SECTIONS, SECTIONS, Kind

SECTION_NAMES = (*EXPERIENCE_SECTIONS, *OTHER_SECTIONS)


def _section() -> "models.TextField[str, str]":
    return models.TextField(blank=True)


class TextDigest(Func):
    """What `EditionText.digest` gives, computed by the database."""

    template = "encode(sha256(convert_to(concat_ws(chr(31), %(expressions)s), 'UTF8')), 'hex')"
    output_field = models.CharField()

    def __init__(self) -> None:
        other_titles = NullIf(Func(F("other_titles"), Value("\x1f"), function="array_to_string"), Value(""))
        super().__init__("title", "acronym", other_titles, "summary", *SECTION_NAMES)


class EditionText(models.Model):
    """Title, summary and sections of an edition in one language. One text of each edition is the original."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES, default="en")
    is_original = models.BooleanField(_("original"), default=True, help_text=_("Translations are made from it."))
    original_digest = models.CharField(max_length=64, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    other_titles = ArrayField(
        models.CharField(max_length=200), verbose_name=_("other titles"), default=list, blank=True,
        help_text=_("Titles that people may know it by, separated by commas."),
    )  # fmt: skip
    summary = models.TextField(
        _("summary"), help_text=_("Two to four plain sentences: what was done, by whom, with what result.")
    )
    context = _section()
    challenge = _section()
    approach = _section()
    results = _section()
    enabling_factors = _section()
    constraints = _section()
    sustainability = _section()
    replication = _section()
    target_groups = _section()
    cost = _section()
    description = _section()
    objectives = _section()
    sort_title = models.GeneratedField(expression=Fold(F("title")), output_field=models.TextField(), db_persist=True)

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["-is_original", "language"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="text_once_in_a_language"),
            models.UniqueConstraint(fields=["edition"], condition=Q(is_original=True), name="text_one_original"),
            models.CheckConstraint(condition=~Q(title=""), name="text_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def spoken(self) -> Language:
        """The language that the text is in, with its name and direction."""
        return LANGUAGES[self.language]

    def sections(self) -> list[tuple[str, str, str]]:
        """The sections that say something, in reading order: (name, heading, Markdown)."""
        headings = SECTIONS[Kind(self.edition.kind)]
        return [(name, str(heading), getattr(self, name)) for name, heading in headings.items() if getattr(self, name)]

    def digest(self) -> str:
        """A fingerprint (SHA-256, hexadecimal) of what the text says. A translation keeps that of its original."""
        said = [self.title, self.acronym, *self.other_titles, self.summary, *(getattr(self, n) for n in SECTION_NAMES)]
        return hashlib.sha256("\x1f".join(said).encode()).hexdigest()

    def is_outdated(self, original: "EditionText") -> bool:
        """Whether the original has changed since this translation was made from it."""
        return not self.is_original and self.original_digest != original.digest()
