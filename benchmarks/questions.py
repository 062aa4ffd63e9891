"""What is asked of all engines: words in a known share of the entries, without filters and with two."""

from dataclasses import dataclass

from experiences.generating import MARKERS
from experiences.models import Theme
from experiences.search.parameters import SearchParameters

SHARES = dict(zip(MARKERS, ("0.1 %", "1 %", "20 %", "60 %"), strict=True))
PAGE = 20


@dataclass(frozen=True)
class Question:
    """A word, and whether entries must be experiences on one theme besides. All engines search the core collection only."""

    word: str
    theme: Theme | None = None

    @property
    def label(self) -> str:
        """How reports name it."""
        return f"{SHARES[self.word]}, {'two filters' if self.theme else 'none'}"

    @property
    def parameters(self) -> SearchParameters:
        """The question to the portal."""
        if self.theme is None:
            return SearchParameters(q=self.word)
        return SearchParameters(q=self.word, kind=("experience",), theme=(self.theme.slug,))


def questions() -> list[Question]:
    """All questions: each word without filters, then with two. The theme has none under it: it means the same to every engine."""
    theme = Theme.objects.filter(narrower__isnull=True).order_by("key").first()
    return [Question(word, chosen) for chosen in (None, theme) for word in MARKERS]
