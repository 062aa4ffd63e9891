"""The sets that harvesters can ask for by themselves: by kind, theme, country and scope.

They are named in records by the function `document_sets` of the database (migration `harvest`); here they have names for people.
"""

from countries.models import Country
from experiences.models import Theme
from experiences.vocabulary import Kind, Scope


def sets() -> list[tuple[str, str]]:
    """(setSpec, name) of each set, those under another one after it. Two queries."""
    countries = Country.objects.order_by("iso3").values_list("iso3", "name")
    return [
        ("kind", "By kind"),
        *((f"kind:{kind}", str(kind.label)) for kind in Kind),
        ("scope", "By scope"),
        *((f"scope:{scope}", str(scope.label)) for scope in Scope),
        ("theme", "By theme"),
        *_themes(),
        ("country", "By country"),
        *((f"country:{iso3}", name) for iso3, name in countries),
    ]


def _themes() -> list[tuple[str, str]]:
    """The tree of themes, each after the broader one."""
    themes = list(Theme.objects.order_by("sort_label", "pk"))

    def under(broader: int | None, spec: str) -> list[tuple[str, str]]:
        return [
            each
            for theme in themes
            if theme.parent_id == broader
            for each in [(f"{spec}:{theme.slug}", theme.label), *under(theme.pk, f"{spec}:{theme.slug}")]
        ]

    return under(None, "theme")
