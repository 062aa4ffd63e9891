"""The kinds of entries, as pages name them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from experiences.vocabulary import Kind

KIND_NAMES: dict[Kind, Promise] = {
    Kind.EXPERIENCE: _("Experiences"),
    Kind.INITIATIVE: _("Initiatives"),
    Kind.AGREEMENT: _("Agreements"),
    Kind.EXCHANGE: _("Exchanges"),
}
"""Their names in the plural."""

KIND_DESCRIPTIONS: dict[Kind, Promise] = {
    Kind.EXPERIENCE: _("What a country did for children, what came of it, and what it learned."),
    Kind.INITIATIVE: _("Programmes, networks, funds and tools that stand and go on."),
    Kind.AGREEMENT: _("What countries agreed with each other, and how far it has come."),
    Kind.EXCHANGE: _("Visits, trainings and meetings at which experience moved."),
}
"""What each is, in a sentence."""
