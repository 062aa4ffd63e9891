"""What staff see of the searches, and that they only see it."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from experiences.models import SearchTally
from experiences.vocabulary import Role
from tests.desk import person
from tests.experiences.admin.browsing import client_of

pytestmark = pytest.mark.django_db
LIST = "/admin/experiences/searchedquery/"


@pytest.fixture
def searched():
    def tally(day, query, times, results, corrected=False, clicks=0, positions=0, language="en"):
        SearchTally.objects.create(
            day=date(2026, 1, day), language=language, query=query, times=times, results=results, corrected=corrected,
            clicks=clicks, positions=positions,
        )  # fmt: skip

    tally(1, "girls & boys", 3, results=0, clicks=1, positions=2)
    tally(3, "girls & boys", 4, results=12, clicks=3, positions=12)
    tally(2, "girls & boys", 1, results=5)
    tally(2, "dowry", 9, results=0)
    tally(1, "traficking", 2, results=7, corrected=True)


def rows(client, query=""):
    page = client.get(LIST + query).content.decode()
    found = re.findall(r'<td [^>]*class="field-query">.*?</tr>', page, re.DOTALL)
    return [[re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in found]


def queries(client, query=""):
    return [row[0] for row in rows(client, query)]


def test_queries_are_summed_up_over_the_days_the_most_frequent_first(desk, searched):
    assert queries(desk) == ["dowry", "girls &amp; boys", "traficking"]
    _query, times, results, _corrected, clicks, position, last_day, _link = rows(desk)[1]
    assert (times, results, clicks, position, last_day) == ("8", "12", "4", "3.5", "3 January 2026")
    assert not rows(desk)[0][5].isdigit(), "no click, no mean"


def test_what_found_nothing_the_last_time_can_be_picked(desk, searched):
    assert queries(desk, "?found=nothing") == ["dowry"]
    assert queries(desk, "?found=corrected") == ["traficking"]
    assert len(queries(desk, "?found=nonsense")) == 3
    assert queries(desk, "?q=girl") == ["girls &amp; boys"]
    assert queries(desk, "?o=0") == ["dowry", "girls &amp; boys", "traficking"]


def test_the_public_search_is_a_click_away(desk, searched):
    page = desk.get(LIST).content.decode()
    links = re.findall(r'<a href="(/entries/[^"]*)"', page)
    assert links[1] == "/entries/?q=girls+%26+boys"
    assert all(desk.get(link).status_code == 200 for link in links)


def test_the_first_page_leads_there(desk):
    assert f'href="{LIST}"' in desk.get(reverse("admin:index")).content.decode()


def test_who_has_the_right_sees_the_list_and_nobody_changes_anything(searched):
    assert Client().get(LIST).status_code == 302
    assert client_of(person("fati", Role.FOCAL_POINT)).get(LIST).status_code == 403
    viewer = client_of(person("ravi", Role.REVIEWER))
    page = viewer.get(LIST).content.decode()
    assert "dowry" in page
    assert "addlink" not in page
    assert f'href="{LIST}"' in viewer.get(reverse("admin:index")).content.decode()
    for address in ("add/", "dowry/change/", "dowry/delete/", "dowry/history/"):
        assert viewer.get(LIST + address).status_code == 404


def test_hostile_queries_are_shown_as_text(desk, client):
    client.get("/entries/", {"q": "<img src=x onerror=alert(1)>"})
    page = desk.get(LIST).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
