"""What good looks like, field by field, said where a curator writes."""

from django.utils.translation import gettext_lazy as _

from experiences.vocabulary import Kind

SECTION_GUIDANCE = {
    "context": _("Where and when, and how things stood for children before."),
    "challenge": _("What was wrong or missing, and for which children."),
    "approach": _("What was done, by whom, step by step. Concrete enough to imitate."),
    "results": _("What changed for children. Give each number as a fact below, with its source."),
    "enabling_factors": _("What made it work: laws, people, money, timing."),
    "constraints": _("What got in the way, and what was done about it."),
    "sustainability": _("What keeps it going when the project ends."),
    "replication": _("What another country would need before it could do the same."),
    "target_groups": _("Which children, families or professionals, and how many."),
    "cost": _("What it cost, per child if known, and who paid."),
    "description": _("What it is, who takes part, and how it works."),
    "objectives": _("What it is to achieve, in the words of its founders or parties, but shorter."),
}
"""For each section of a text, what belongs in it. A section about which the sources say nothing stays empty."""

TITLE = _("What was done, and where: “Mother tongue-based bilingual education in Viet Nam”. No abbreviations.")
SUMMARY = _("Two to four plain sentences: what was done, by whom, with what result. Short words, one idea to a sentence.")
KEY = _("Leave it empty unless import files already name this entry: the reference then serves. It never changes.")
SECTIONS_INTRODUCTION = _("Leave a section empty where the sources say nothing: it is not shown. Markdown for lists and links.")
TYPES = {
    Kind.EXPERIENCE: _(
        "Good practice: shown to work, with evidence. Promising: early signs. Innovation: new. Lesson learned: also what failed."
    ),
    Kind.INITIATIVE: _("What stands and goes on. A single event is an exchange; what was signed is an agreement."),
    Kind.AGREEMENT: _("What the parties call it. What it leads to can be an entry of its own, which “implements” this one."),
    Kind.EXCHANGE: _("The main form of the occasion. What came of it is told by transfers."),
}
"""For each kind, how to choose its type."""
THEMES = _("The narrowest that fit, one to four. Readers who choose a broader theme find it too.")
RECOMMENDATIONS = _("Only those that it clearly answers.")
CURATOR_NOTE = _("What the next curator should know: open questions, people to ask. Never published.")

FACT_LABEL = _("One claim, in words: “Children reached by early childhood services”.")
FACT_ABOUT = _("Which children or people, where: “Kinh majority students in Viet Nam”.")
FACT_AS_OF = _("The time at which the fact holds: a year (2010), a month (2010-11) or a day. Empty where the source gives none.")
FACT_UNIT = _("per cent, children, US dollars …")
LESSON_STATEMENT = _("One sentence that makes sense without its entry, and that somebody elsewhere can act on.")
LOCATOR = _("Paragraph, page or heading, so that a reader finds it at once.")
TRANSFER_SUMMARY = _("Who learned what from whom, and what came of it, in a sentence.")
EVIDENCE = _("One sentence that shows it. Without evidence in a source, leave the criterion out.")
