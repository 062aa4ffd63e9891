"""The tree of themes, held in memory for one request: it has some dozens of nodes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from experiences.models import Theme


class ThemeTree:
    """All themes, and which lie under which. One query."""

    def __init__(self) -> None:
        self.themes = {theme.pk: theme for theme in Theme.objects.all()}

    @cached_property
    def narrower(self) -> dict[int | None, list[Theme]]:
        """The themes directly under each theme, by its id; the roots under None. In the order of their labels."""
        children: dict[int | None, list[Theme]] = defaultdict(list)
        for theme in self.themes.values():
            children[theme.parent_id].append(theme)
        return children

    def in_order(self, parent: int | None = None, depth: int = 0) -> list[tuple[Theme, int]]:
        """All themes, each right before what lies under it, with how deep it lies."""
        found: list[tuple[Theme, int]] = []
        for theme in self.narrower[parent]:
            found += [(theme, depth), *self.in_order(theme.pk, depth + 1)]
        return found

    def with_descendants(self, theme_id: int) -> set[int]:
        """The ids of a theme and of everything under it."""
        return {theme_id}.union(*(self.with_descendants(child.pk) for child in self.narrower[theme_id]))

    def with_ancestors(self, theme_id: int) -> set[int]:
        """The ids of a theme and of everything above it."""
        parent = self.themes[theme_id].parent_id
        return {theme_id} | (self.with_ancestors(parent) if parent else set())

    def under(self, slugs: Iterable[str]) -> set[int]:
        """The ids of the themes with these slugs and of everything under them."""
        wanted = set(slugs)
        roots = [theme.pk for theme in self.themes.values() if theme.slug in wanted]
        return set().union(*(self.with_descendants(root) for root in roots))

    def counts(self, themed: Iterable[tuple[int, int]]) -> Counter[int]:
        """How many things each theme has, by its id, from (thing, theme) pairs.

        A theme counts what lies under it too, and each thing once.
        """
        above: dict[int, set[int]] = {}
        for thing, theme in themed:
            above.setdefault(thing, set()).update(self.with_ancestors(theme))
        return Counter(theme for themes in above.values() for theme in themes)
