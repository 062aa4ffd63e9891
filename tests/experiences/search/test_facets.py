"""Facets never lie: in random collections, for random searches, every count is what a count by hand gives."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from countries.models import CountryGroup, Region
from experiences.models import CountryRole, EditionText
from experiences.search.facets import LABELS
from experiences.search.parameters import SearchParameters
from experiences.search.query import search
from experiences.vocabulary import TYPES, AgreementStatus, CountryPart, Kind, Modality, Scope
from tests.desk import publish
from tests.experiences.search.finding import counts, found, searched
from tests.factories import make_country, make_entry, make_organisation, make_recommendation, make_theme

pytestmark = pytest.mark.django_db

REGIONS = {"VNM": {"035", "142"}, "THA": {"035", "142"}, "CHN": {"030", "142"}, "FJI": {"054"}}
GROUPS = {"VNM": {"asean", "mekong"}, "THA": {"asean", "mekong"}, "CHN": {"mekong"}, "FJI": set()}
ABOVE = {
    "protection": {"protection"},
    "labour": {"labour", "protection"},
    "trafficking": {"trafficking", "labour", "protection"},
    "health": {"health"},
}
ORGANISATIONS = ["unicef", "ilo"]
RECOMMENDATIONS = ["23-a", "23-b"]
WORDS = ["zebra", "panda", "ibis", "otter"]
YEARS = ["2008", "2010", "2012"]
ROLES = ["lead", "learner"]


@pytest.fixture(autouse=True)
def _records() -> None:
    """Countries in regions and groups, a tree of themes, and the rest that entries point to."""
    asia = Region.objects.create(m49="142", name="Asia")
    for m49, parent in (("035", asia), ("030", asia), ("054", None)):
        Region.objects.create(m49=m49, name=f"Region {m49}", parent=parent)
    for iso3, regions in REGIONS.items():
        country = make_country(iso3, region_id=next(iter(regions - {"142"})))
        for slug in GROUPS[iso3]:
            country.groups.add(CountryGroup.objects.get_or_create(slug=slug, defaults={"name": slug})[0])
    labour = make_theme("labour", parent=make_theme("protection"))
    make_theme("trafficking", parent=labour)
    make_theme("health")
    for slug in ORGANISATIONS:
        make_organisation(slug)
    for slug in RECOMMENDATIONS:
        make_recommendation(slug)


@dataclass(frozen=True)
class Spec:
    """What a random entry is."""

    kind: str
    type: str
    status: str
    modality: str
    scope: str
    countries: frozenset[tuple[str, str]]
    themes: frozenset[str]
    organisations: frozenset[str]
    recommendations: frozenset[str]
    period: tuple[str, str, str]
    languages: frozenset[str]
    words: tuple[str, ...]
    is_public: bool

    def carries(self, facet: str, role: str = "") -> set[str]:
        """The values of a facet that the entry has."""
        named = {iso3 for iso3, _role in self.countries}
        values: dict[str, Any] = {
            "kind": {self.kind},
            "type": {self.type},
            "status": {self.status} - {""},
            "modality": {self.modality} - {""},
            "scope": {self.scope},
            "country": {iso3 for iso3, part in self.countries if role in ("", part)},
            "region": set().union(*(REGIONS[iso3] for iso3 in named)),
            "group": set().union(*(GROUPS[iso3] for iso3 in named)),
            "theme": set().union(*(ABOVE[theme] for theme in self.themes)),
            "organisation": self.organisations,
            "recommendation": self.recommendations,
            "year": {self.period[0][:4]} - {""},
            "language": {"en", *self.languages},
        }
        return set(values[facet])

    def touches(self, year_from: int | None, year_to: int | None) -> bool:
        """Whether its period touches these years."""
        start, end, qualifier = self.period
        if year_from is None and year_to is None:
            return True
        if not start:
            return False
        last = 9999 if qualifier == "since" else int((end or start)[:4])
        return (year_from is None or last >= year_from) and (year_to is None or int(start[:4]) <= year_to)

    def says(self, q: str) -> bool:
        """Whether it has any of the words, all those in quotes, and none after a minus."""
        pieces = q.split()
        excluded = {piece[1:] for piece in pieces if piece[0] == "-"}
        required = {piece.strip('"') for piece in pieces if piece[0] == '"'}
        plain = {piece for piece in pieces if piece[0] not in '-"'}
        held = set(self.words)
        any_said = not (plain | required) or bool(held & (plain | required))
        return not held & excluded and required <= held and any_said


FACETS = tuple(LABELS)


def fits(spec: Spec, parameters: SearchParameters) -> bool:
    """Whether an entry is found, worked out without the index."""
    chosen = {facet: getattr(parameters, facet) for facet in FACETS} | {"scope": parameters.scopes}
    return (
        spec.is_public
        and all(not values or spec.carries(facet, parameters.role) & set(values) for facet, values in chosen.items())
        and spec.touches(parameters.year_from, parameters.year_to)
        and spec.says(parameters.q)
    )


def some(values: list[Any], most: int = 2) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(values), max_size=most)


_status = st.sampled_from(["", *AgreementStatus.values[:2]])
specs = (
    st.sampled_from(Kind.values)
    .flatmap(lambda kind: st.tuples(st.just(kind), st.sampled_from([type_.value for type_ in TYPES[Kind(kind)][:2]])))
    .flatmap(
        lambda kind_and_type: st.builds(
            Spec,
            kind=st.just(kind_and_type[0]),
            type=st.just(kind_and_type[1]),
            status=_status if kind_and_type[0] == "agreement" else st.just(""),
            modality=st.sampled_from(["", *Modality.values[:2]]),
            scope=st.sampled_from(["core", "core", "context"]),
            countries=some([(iso3, role) for iso3 in REGIONS for role in ROLES], 3),
            themes=some(list(ABOVE)),
            organisations=some(ORGANISATIONS),
            recommendations=some(RECOMMENDATIONS),
            period=st.sampled_from(
                [("", "", ""), *((year, "", "") for year in YEARS), ("2008", "2010", ""), ("2010", "", "since")]
            ),
            languages=some(["vi", "fr"]),
            words=st.lists(st.sampled_from(WORDS), max_size=3).map(tuple),
            is_public=st.sampled_from([True, True, True, False]),
        )
    )
)


def chosen(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Mostly nothing, sometimes one value, or two."""
    return st.one_of(st.just(()), st.just(()), st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple))


searches = st.builds(
    SearchParameters,
    q=st.lists(st.sampled_from([*WORDS, *(f"-{word}" for word in WORDS), *(f'"{word}"' for word in WORDS)]), max_size=2).map(
        " ".join
    ),
    kind=chosen(Kind.values),
    type=chosen([types[0].value for types in TYPES.values()]),
    status=chosen(AgreementStatus.values[:2]),
    modality=chosen(Modality.values[:2]),
    scope=chosen(Scope.values),
    country=chosen(list(REGIONS)),
    role=st.sampled_from(["", "", *ROLES]),
    region=chosen(["142", "035", "030", "054"]),
    group=chosen(["asean", "mekong"]),
    theme=chosen(list(ABOVE)),
    organisation=chosen(ORGANISATIONS),
    recommendation=chosen(RECOMMENDATIONS),
    year=chosen(YEARS),
    language=chosen(["en", "vi", "fr"]),
    year_from=st.sampled_from([None, None, 2009, 2011]),
    year_to=st.sampled_from([None, None, None, 2010]),
)


def make(spec: Spec, number: int) -> None:
    edition = make_entry(
        kind=spec.kind,
        type=spec.type,
        title=f"Number {number}",
        summary=" ".join(["Said:", *spec.words]),
        agreement_status=spec.status,
        modality=spec.modality,
        scope=spec.scope,
        themes=list(spec.themes),
        organisations=list(spec.organisations),
        period_from=spec.period[0],
        period_to=spec.period[1],
        period_qualifier=spec.period[2],
        publish=False,
    )
    for place, (iso3, role) in enumerate(sorted(spec.countries)):
        CountryRole.objects.create(edition=edition, country=make_country(iso3), role=role, position=place)
    for slug in spec.recommendations:
        edition.recommendations.add(make_recommendation(slug))
    for language in spec.languages:
        EditionText.objects.create(edition=edition, language=language, is_original=False, title="-", summary="-")
    if spec.is_public:
        publish(edition)


def values_of(facet: str, collection: list[Spec], parameters: SearchParameters) -> Iterator[str]:
    """Every value that a facet must offer: those that some entry of the collection has, and those chosen."""
    role = parameters.role if facet == "country" else ""
    yield from set().union(*(spec.carries(facet, role) for spec in collection), getattr(parameters, facet))


def choosing(parameters: SearchParameters, facet: str, value: str) -> SearchParameters:
    """The same search with this value of a facet, and no other."""
    values: dict[str, Any] = {facet: (value,)}
    return dataclasses.replace(parameters, **values)


def check(collection: list[Spec], parameters: SearchParameters) -> None:
    """Hold one search against a count by hand."""
    expected = {f"Number {number}" for number, spec in enumerate(collection) if fits(spec, parameters)}
    result = search(parameters)
    assert result.count() == len(expected)
    assert {str(edition.texts.all()[0]) for edition in result[0:50]} == expected
    for facet in result.facets:
        offered = {choice.value: choice for choice in facet.choices}
        own = getattr(parameters, facet.name)
        for value in values_of(facet.name, collection, parameters):
            alone = choosing(parameters, facet.name, value)
            count = sum(fits(spec, alone) for spec in collection)
            assert (offered[value].entries if value in offered else 0) == count, (facet.name, value)
            assert (value in offered) == bool(count or value in own)
        assert {value for value, choice in offered.items() if choice.chosen} == set(own)
        for choice in facet.choices[:1]:
            assert search(choosing(parameters, facet.name, choice.value)).count() == choice.entries


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(specs, min_size=2, max_size=5), st.lists(searches, min_size=8, max_size=8))
def test_every_count_equals_a_count_by_hand(collection, tried):
    with transaction.atomic():
        for number, spec in enumerate(collection):
            make(spec, number)
        for parameters in (SearchParameters(), SearchParameters(scope=("core", "context")), *tried):
            check(collection, parameters)
        transaction.set_rollback(True)


def test_a_chosen_value_stays_with_zero():
    make_entry(countries=["VNM"], themes=["health"])
    assert counts("theme", theme=("health",), country=("FJI",)) == {"health": 0}
    assert counts("country", country=("FJI",)) == {"VNM": 1, "FJI": 0}


def test_values_that_nothing_has_are_not_offered():
    make_entry(countries=["VNM"], themes=["trafficking"])
    make_entry(countries=["FJI"], publish=False)
    assert counts("country") == {"VNM": 1}
    assert counts("theme") == {"protection": 1, "labour": 1, "trafficking": 1}
    assert counts("status") == {}


def test_trees_are_in_order_with_their_depth():
    make_entry(themes=["trafficking", "health"], countries=["VNM"])
    offered = {facet.name: facet.choices for facet in searched().facets}
    assert [(choice.value, choice.depth) for choice in offered["theme"]] == [
        ("health", 0),
        ("protection", 0),
        ("labour", 1),
        ("trafficking", 2),
    ]
    assert [(choice.value, choice.depth) for choice in offered["region"]] == [("142", 0), ("035", 1)]


def test_countries_by_role_on_demand():
    make_entry(title="Taught", countries=["VNM", ("THA", "learner")])
    make_entry(title="Learned", countries=[("VNM", "learner")])
    assert counts("country") == {"THA": 1, "VNM": 2}
    assert counts("country", role=CountryPart.LEARNER) == {"THA": 1, "VNM": 1}
    assert found(country=("VNM",), role=CountryPart.LEARNER) == ["Learned"]
    assert found(country=("FJI",), role=CountryPart.LEARNER) == []


def test_a_year_that_no_address_can_ask_for_is_not_offered():
    make_entry(period_from="1789")
    make_entry(period_from="1989")
    assert counts("year") == {"1989": 1}
