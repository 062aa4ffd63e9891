"""Who gets where: a row for every address of the portal, taken from the URL configuration. An address without a row fails.

A row says what a GET by each sort of person is answered with. Whoever is refused the page is refused a POST to it, too.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver

from countries.models import Country, CountryGroup, Region
from experiences.editorial import share
from experiences.editorial.sharing import token_of
from experiences.exports.dumps import make_dump
from experiences.models import (
    Edition,
    Import,
    Organisation,
    QualityRule,
    Recommendation,
    Remit,
    Source,
    SynonymGroup,
    Theme,
)
from experiences.vocabulary import Kind, Role, Verb
from ssc_portal.accounts.models import User
from tests.desk import person, publish, start_edition, writer
from tests.factories import (
    add_lesson,
    add_transfer,
    make_country,
    make_entry,
    make_organisation,
    make_recommendation,
    make_synonyms,
    make_theme,
)

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]

IN = "sign in"
PEOPLE = ("anonymous", "visitor", "focal point", "translator", "editor", "reviewer", "publisher", "administrator")
"""A visitor has an account, and no role. The focal point's country is that of the sample draft."""


def row(*answers: Any) -> dict[str, Any]:
    return dict(zip(PEOPLE, answers, strict=True))


def all_of(answer: Any) -> dict[str, Any]:
    return dict.fromkeys(PEOPLE, answer)


def at_the_desk(answer: Any, *roles: str, otherwise: Any = 403) -> dict[str, Any]:
    """That answer for those roles, or for all of them where none is named; others at the desk are refused."""
    return {who: IN if who in {"anonymous", "visitor"} else answer if who in (roles or PEOPLE) else otherwise for who in PEOPLE}


F, T, E, R, P, A = PEOPLE[2:]
SIGNED_IN = row(IN, 200, 200, 200, 200, 200, 200, 200)
CHIEF_ONLY = at_the_desk(200, A)


def pages_of_records(model: str) -> dict[str, dict[str, Any]]:
    """All at the desk read records; editors edit them."""
    return {
        f"{model}/": at_the_desk(200),
        f"{model}/add/": at_the_desk(200, E, A),
        f"{model}/<path:object_id>/": at_the_desk(302),
        f"{model}/<path:object_id>/change/": at_the_desk(200),
        f"{model}/<path:object_id>/history/": at_the_desk(200),
        f"{model}/<path:object_id>/delete/": at_the_desk(200, E, A),
    }


def pages_of_people(model: str) -> dict[str, dict[str, Any]]:
    """Administrators manage people."""
    pages = ("", "add/", "<path:object_id>/change/", "<path:object_id>/history/", "<path:object_id>/delete/")
    return {f"{model}/{page}": CHIEF_ONLY for page in pages} | {f"{model}/<path:object_id>/": at_the_desk(302)}


def pages_of_rules() -> dict[str, dict[str, Any]]:
    """All at the desk read the rules of the checklist; administrators set them; nobody adds or deletes one."""
    pages = pages_of_records("admin/experiences/qualityrule")
    return pages | {path: at_the_desk(403) for path in pages if path.endswith(("/add/", "/delete/"))}


VERBS = {
    Verb.SUBMIT: (F, E, A),
    Verb.APPROVE: (R, A),
    Verb.PUBLISH: (P, A),
    Verb.SCHEDULE: (P, A),
    Verb.UNSCHEDULE: (P, A),
    Verb.GO_BACK: (F, E, A),
    Verb.START_EDITION: (F, E, A),
    Verb.RESTORE: (E, A),
    Verb.REVIEW_EMERGENCY: (R, A),
    Verb.REQUEST_CHANGES: (R, P, A),
    Verb.HAND_OVER: (F, E, R, A),
    Verb.PUBLISH_IN_EMERGENCY: (P, A),
    Verb.WITHDRAW: (P, A),
    Verb.MERGE: (P, A),
    Verb.DISCARD: (F, E, A),
}


def pages_of_entries(kind: str) -> dict[str, dict[str, Any]]:
    """The sample is a draft of the focal point's country."""
    pages = {
        "": at_the_desk(200),
        "add/": at_the_desk(200, F, E, A),
        "<path:object_id>/": at_the_desk(302),
        "<path:object_id>/change/": at_the_desk(200),
        "<path:object_id>/history/": at_the_desk(200),
        "<path:object_id>/delete/": at_the_desk(403),
        "<int:pk>/differences/": at_the_desk(200),
    }
    pages["<int:pk>/review/"] = at_the_desk(200)
    pages["<int:pk>/preview-links/"] = at_the_desk(200, F, E, R, P, A)
    pages |= {f"<int:pk>/{verb.replace('_', '-')}/": at_the_desk(200, *roles) for verb, roles in VERBS.items()}
    return {f"admin/experiences/{kind}/{page}": answers for page, answers in pages.items()}


PUBLIC_PAGES = (
    "healthz", "readyz", "", "entries/", "entries/<slug:ref>/<slug:slug>/", "countries/", "countries/<slug:code>/", "themes/",
    "themes/<slug:slug>/", "organisations/", "organisations/<slug:slug>/", "recommendations/", "recommendations/<slug:slug>/",
    "lessons/", "agreements/", "exchanges/", "transfers/", "suggestions/", "about/", "api/v1/", "entries/feed/",
    "entries/<slug:ref>/cite.<str:ending>", "catalog.<str:ending>", "themes.<str:ending>", "sitemap.xml",
    "api/v1/openapi.json", "api/docs/", "api/docs/<slug:endpoint>/", "sitemap-<slug:section>.xml", "robots.txt", "oai",
    "exports/", "exports/csv-metadata.json", "exports/<slug:table>.<slug:ending>", "exports/dumps/<str:name>",
)  # fmt: skip
API_LISTS = (
    "entries", "experiences", "initiatives", "agreements", "exchanges", "lessons", "transfers", "countries", "themes",
    "organisations", "recommendations", "regions", "groups", "sources", "synonyms", "changes",
)  # fmt: skip
_REF = r"(?P<ref>[Ss][Ss][Cc]-\d{4,12}"
API_RECORDS = {
    **{f"{name}/{_REF})": 200 for name in ("entries", "experiences", "initiatives", "agreements", "exchanges")},
    f"lessons/{_REF}-[Ll]\\d{{1,4}})": 200,
    f"transfers/{_REF}-[Tt]\\d{{1,4}})": 200,
    "countries/(?P<iso3>[A-Za-z]{2,3})": 200,
    **{f"{name}/(?P<slug>[-\\w]+)": 200 for name in ("themes", "organisations", "recommendations", "groups")},
    "regions/(?P<m49>\\d{3})": 200,
    **{f"{name}/(?P<key>[-\\w]+)": 200 for name in ("sources", "synonyms")},
}

ROWS: dict[str, dict[str, Any]] = {
    **{page: all_of(200) for page in PUBLIC_PAGES},
    "entries/<slug:ref>/": all_of(301),
    "entries/<slug:ref>/editions/<int:number>/": row(404, 404, 200, 200, 200, 200, 200, 200),
    "preview/<str:token>/": all_of(200),
    "exports/dumps/latest.ndjson.gz": all_of(302),
    "exports/dumps/latest.ndjson.gz<str:beside>": all_of(302),
    "suggestions/clicked": all_of(405),
    "api/": all_of(404),
    **{f"api/v1/^{name}/$": all_of(200) for name in API_LISTS},
    **{f"api/v1/^{record}/$": all_of(answer) for record, answer in API_RECORDS.items()},
    "admin/": at_the_desk(200),
    "admin/login/": row(200, 403, *[302] * 6),
    "admin/logout/": row(IN, *[200] * 7),
    "admin/disabled/": all_of(200),
    "admin/confirm/": SIGNED_IN,
    "admin/password_change/": SIGNED_IN,
    "admin/password_change/first/": row(IN, *[302] * 7),
    "admin/password_change/done/": at_the_desk(200),
    "admin/new-password/": all_of(200),
    "admin/new-password/sent/": all_of(200),
    "admin/new-password/done/": all_of(200),
    "admin/^new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$": all_of(200),
    "admin/second-factor/": SIGNED_IN,
    "admin/second-factor/code/": row(IN, *[302] * 7),
    "admin/second-factor/confirm/": row(IN, *[302] * 7),
    "admin/second-factor/set-up/": row(IN, *[302] * 7),
    "admin/second-factor/remove/": row(IN, *[404] * 7),
    "admin/second-factor/recovery-codes/": row(IN, *[404] * 7),
    "admin/second-factor/recovery-codes/new/": row(IN, *[302] * 7),
    "admin/second-factor/recovery-codes/file/": row(IN, *[404] * 7),
    "admin/accounts/signinevent/": CHIEF_ONLY,
    "admin/jobs/job/": CHIEF_ONLY,
    "admin/notices/": at_the_desk(200),
    "admin/autocomplete/": at_the_desk(200),
    "admin/jsi18n/": at_the_desk(200),
    "admin/r/<path:content_type_id>/<path:object_id>/": at_the_desk(302),
    "admin/^(?P<app_label>experiences|accounts|jobs|countries)/$": at_the_desk(200),
    "admin/(?P<url>.*)$": at_the_desk(404),
    "admin/experiences/entry/<int:pk>/change/": at_the_desk(302),
    "admin/experiences/auditevent/": CHIEF_ONLY,
    "admin/experiences/searchedquery/": at_the_desk(200, T, E, R, P, A),
    "admin/experiences/import/": CHIEF_ONLY,
    "admin/experiences/import/run/": CHIEF_ONLY,
    "admin/experiences/import/<path:object_id>/change/": CHIEF_ONLY,
    **pages_of_people("admin/accounts/user"),
    "admin/accounts/user/<id>/password/": CHIEF_ONLY,
    **pages_of_people("admin/experiences/remit"),
    **pages_of_records("admin/countries/country"),
    **pages_of_records("admin/countries/region"),
    **pages_of_records("admin/countries/countrygroup"),
    **pages_of_records("admin/experiences/theme"),
    **pages_of_records("admin/experiences/organisation"),
    **pages_of_records("admin/experiences/source"),
    **pages_of_records("admin/experiences/recommendation"),
    **pages_of_records("admin/experiences/synonymgroup"),
    **pages_of_rules(),
    **{page: answers for kind in Kind for page, answers in pages_of_entries(kind).items()},
}


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every address of the URL configuration, as it is written there."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, here)
        else:
            yield here


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(routes()) == set(ROWS)


_PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


def address_of(route: str, samples: dict[str, dict[str, Any]]) -> str:
    """The address of a sample: what stands in the places is told by the start of the route."""
    known = next((samples[start] for start in sorted(samples, key=len, reverse=True) if route.startswith(start)), {})
    return "/" + _PLACE.sub(lambda place: str(known[place[1] or place[2]]), route.replace("/^", "/").rstrip("$"))


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[dict[str, dict[str, Any]]]:
    """A portal with a sample of everything, and somebody in each role."""
    dumps = override_settings(DUMPS_FOLDER=tmp_path_factory.mktemp("dumps"))
    with django_db_blocker.unblock(), transaction.atomic(), dumps:
        people = {who: person(who, Role(who)) for who in PEOPLE if who in Role.values}
        User.objects.create_user("visitor", password="pw")
        Remit.objects.create(person=people["focal point"]).countries.add(make_country("VNM"))
        Remit.objects.create(person=people["translator"], languages=["fr"])
        yield samples()
        transaction.set_rollback(True)


def samples() -> dict[str, dict[str, Any]]:
    drafts, refs = {}, {}
    for kind in Kind:
        edition = make_entry(kind, title="A sample", countries=["VNM"], themes=["health"], publish=False)
        add_lesson(edition)
        add_transfer(edition, "VNM", "CHN")
        entry = publish(edition).entry
        drafts[kind] = start_edition(entry)
        refs[kind] = entry.ref
    ref = refs[Kind.EXPERIENCE]
    make_organisation()
    make_recommendation()
    Import.objects.create(name="A file")
    make_synonyms("child", "enfant")
    CountryGroup.objects.create(slug="asean", name="ASEAN").members.add(make_country())
    records = {
        "accounts/user": User,
        "experiences/import": Import,
        "experiences/remit": Remit,
        "countries/country": Country,
        "countries/region": Region,
        "countries/countrygroup": CountryGroup,
        "experiences/theme": Theme,
        "experiences/organisation": Organisation,
        "experiences/source": Source,
        "experiences/recommendation": Recommendation,
        "experiences/synonymgroup": SynonymGroup,
        "experiences/qualityrule": QualityRule,
    }
    first = {path: model._default_manager.order_by("pk")[0] for path, model in records.items()}
    made: dict[str, dict[str, Any]] = {
        f"admin/{path}/": {"object_id": record.pk, "id": record.pk} for path, record in first.items()
    }
    for kind, draft in drafts.items():
        made[f"admin/experiences/{kind}/"] = {"object_id": draft.pk, "pk": draft.pk}
    theme = ContentType.objects.get_for_model(Theme)
    return made | {
        "admin/r/": {"content_type_id": theme.pk, "object_id": make_theme().pk},
        "admin/^(": {"app_label": "experiences"},
        "admin/^new-password/": {"uidb36": "1", "key": "not-a-key"},
        "admin/(": {"url": "nowhere"},
        "admin/experiences/entry/": {"pk": drafts[Kind.EXPERIENCE].entry_id},
        "entries/": {"ref": ref, "slug": "a-sample", "number": 2, "ending": "bib"},
        "exports/": {"table": "lessons", "ending": "csv"},
        "exports/dumps/": {
            "name": make_dump(Path(str(settings.DUMPS_FOLDER)), "https://portal.example").name,
            "beside": ".sha256",
        },
        "catalog.": {"ending": "jsonld"},
        "themes.": {"ending": "ttl"},
        "sitemap-": {"section": "entries-en"},
        "preview/": {"token": token_of(share(drafts[Kind.EXPERIENCE], recipient="A ministry", days=1, by=writer()))},
        "api/docs/": {"endpoint": "entries"},
        "countries/": {"code": "vnm"},
        "themes/": {"slug": "health"},
        "organisations/": {"slug": "unicef"},
        "recommendations/": {"slug": "23-a-ii"},
        "api/v1/^entries": {"ref": ref},
        **{f"api/v1/^{kind}s": {"ref": refs[kind]} for kind in Kind},
        "api/v1/^lessons": {"ref": f"{ref}-L1"},
        "api/v1/^transfers": {"ref": f"{ref}-T1"},
        "api/v1/^countries": {"iso3": "VNM"},
        "api/v1/^themes": {"slug": "health"},
        "api/v1/^organisations": {"slug": "unicef"},
        "api/v1/^recommendations": {"slug": "23-a-ii"},
        "api/v1/^regions": {"m49": "035"},
        "api/v1/^groups": {"slug": CountryGroup.objects.all()[0].slug},
        "api/v1/^sources": {"key": Source.objects.all()[0].key},
        "api/v1/^synonyms": {"key": SynonymGroup.objects.all()[0].key},
    }


def client_of(who: str) -> Client:
    client = Client()
    if who != "anonymous":
        client.force_login(User.objects.get(username=who))
    return client


QUERY = {
    "admin/autocomplete/": {"app_label": "experiences", "model_name": "relation", "field_name": "target", "term": ""},
    "suggestions/": {"q": "sample"},
}


def answer(response: Any) -> Any:
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/admin/login/")
    return IN if to_sign_in else response.status_code


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_where_the_rows_say(portal, who):
    client = client_of(who)
    found = {route: answer(client.get(address_of(route, portal), QUERY.get(route))) for route in ROWS}
    assert found == {route: answers[who] for route, answers in ROWS.items()}


@pytest.mark.parametrize("who", PEOPLE)
def test_whoever_is_refused_a_page_is_refused_to_send_it(portal, who):
    client = client_of(who)
    before = Edition.objects.count()
    for route, answers in ROWS.items():
        if answers[who] in {IN, 403, 404} and route.startswith("admin/"):
            with transaction.atomic():
                assert answer(client.post(address_of(route, portal))) in {IN, 403, 404, 405}, route
    assert Edition.objects.count() == before


def test_an_entry_of_another_country_is_not_there_for_a_focal_point(portal):
    client = client_of("focal point")
    theirs = make_entry("experience", countries=["CHN"], publish=False)
    for route in ROWS:
        if route.startswith("admin/experiences/experience/<int:pk>/"):
            sample = {"admin/experiences/experience/": {"pk": theirs.pk}}
            assert client.get(address_of(route, sample)).status_code in {403, 404}
    assert client.get(f"/admin/experiences/experience/{theirs.pk}/change/").status_code == 302
    assert client.get(f"/entries/{theirs.entry.ref}/editions/1/").status_code == 404


@pytest.mark.parametrize("verb", list(VERBS))
def test_verbs_need_the_token_against_forgery(portal, verb):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="administrator"))
    route = f"admin/experiences/experience/<int:pk>/{verb.replace('_', '-')}/"
    assert client.post(address_of(route, portal)).status_code == 403


def test_signing_in_leads_to_the_desk_and_never_to_another_site(portal):
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""):
        response = Client().post("/admin/login/", {"login": "reviewer", "password": "pw", "next": elsewhere})
        assert (response.status_code, response["Location"]) == (302, "/admin/")
