"""The log of searches: what it counts, and what never enters it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from experiences.models import SearchTally
from tests.factories import make_entry

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def entries():
    make_entry(title="Girls in school")
    make_entry(title="Trafficking of girls")


def log():
    fields = ("query", "times", "results", "corrected", "clicks", "positions")
    return list(SearchTally.objects.order_by("query").values_list(*fields))


def opened(client, q="girls", position="1", headers=HERE):
    return client.post("/suggestions/clicked", {"q": q, "position": position}, headers=headers).status_code


def test_searches_for_the_same_words_are_counted_together(client, entries):
    for q in ("girls", "GIRLS", " gìrls "):
        client.get("/entries/", {"q": q})
    assert log() == [("girls", 3, 2, False, 0, 0)]
    tally = SearchTally.objects.get()
    assert (tally.day, tally.language) == (timezone.now().date(), "en")


def test_the_last_search_says_how_much_is_found_and_whether_by_another_spelling(client, entries):
    client.get("/entries/?q=traficking")
    client.get("/entries/?q=zzzzzz")
    assert log() == [("traficking", 1, 1, True, 0, 0), ("zzzzzz", 1, 0, False, 0, 0)]
    make_entry(title="Traficking, as it was misspelt")
    client.get("/entries/?q=traficking")
    assert log()[0] == ("traficking", 2, 1, False, 0, 0)


def test_only_the_first_page_of_words_that_somebody_reads_is_counted(client):
    for _number in range(21):
        make_entry(summary="About rivers.")
    client.get("/entries/")
    client.get("/entries/?kind=experience")
    client.get("/entries/?q=rivers&page=2")
    client.get("/entries/?q=rivers&page=99")
    client.head("/entries/?q=rivers")
    client.get("/api/v1/entries/?q=rivers")
    assert log() == []
    client.get("/entries/?q=rivers&page=1")
    assert [query for query, *_rest in log()] == ["rivers"]


@pytest.mark.parametrize(
    "q",
    [
        "maria@example.org",
        "write to maria @ home",
        "maria\uff20example",
        "0912345678",
        "passport 123456",
        "๑๒๓๔๕๖",
        "call 089 123 4567",
        "+66 81 234-5678",
        "(02) 8901.2345",
        f"{'long ' * 30}123456",
    ],
)
def test_what_looks_personal_is_not_kept(client, q):
    assert client.get("/entries/", {"q": q}).status_code == 200
    assert log() == []


def test_years_and_long_queries_are_kept_the_long_ones_in_short(client):
    client.get("/entries/", {"q": "1990 2010 12345"})
    client.get("/entries/", {"q": "word " * 50})
    assert [query for query, *_rest in log()] == ["1990 2010 12345", ("word " * 50)[:100]]


def test_the_table_has_nothing_to_hold_a_person_or_a_time_of_day():
    with connection.cursor() as cursor:
        columns = {
            column.name: column for column in connection.introspection.get_table_description(cursor, SearchTally._meta.db_table)
        }
    assert set(columns) == {"id", "day", "language", "query", "times", "results", "corrected", "clicks", "positions"}
    assert connection.introspection.get_field_type(columns["day"].type_code, columns["day"]) == "DateField"


def test_a_log_that_cannot_be_written_breaks_no_page(client, entries, caplog):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE experiences_searchtally RENAME TO elsewhere")
    response = client.get("/entries/?q=girls")
    assert response.status_code == 200
    assert "Trafficking of" in response.content.decode()
    assert opened(client) == 204
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "the log of searches cannot be written"
    ] * 2


def test_opened_results_are_counted_with_their_places(client, entries):
    client.get("/entries/?q=Girls")
    assert opened(client, "Girls", "2") == 204
    assert opened(client, " GIRLS", "40") == 204
    assert log() == [("girls", 1, 2, False, 2, 42)]


def test_results_on_the_page_say_where_they_stand(client):
    for _number in range(21):
        make_entry(summary="About rivers.")
    assert '<div data-searched="rivers" data-first="1">' in client.get("/entries/?q=rivers").content.decode()
    assert 'data-first="21"' in client.get("/entries/?q=rivers&page=2").content.decode()
    assert "data-searched" not in client.get("/entries/").content.decode()


@pytest.mark.parametrize(("days", "counted"), [(0, 1), (1, 1), (2, 0)])
def test_a_click_counts_for_a_search_of_today_or_yesterday(client, days, counted):
    day = timezone.now().date() - timedelta(days=days)
    SearchTally.objects.create(day=day, language="en", query="girls", times=1, results=2, corrected=False)
    assert opened(client) == 204
    assert SearchTally.objects.get().clicks == counted


def test_a_click_counts_for_the_latest_day_only(client):
    today = timezone.now().date()
    for days in (1, 0):
        day = today - timedelta(days=days)
        SearchTally.objects.create(day=day, language="en", query="girls", times=1, results=2, corrected=False)
    opened(client)
    assert dict(SearchTally.objects.values_list("day", "clicks")) == {today: 1, today - timedelta(days=1): 0}


def test_years_and_other_short_numbers_are_kept(client):
    client.get("/entries/?q=schools 2010 2015, 120 000 children")
    assert [query for query, *_rest in log()] == ["schools 2010 2015, 120 000 children"]


def test_whoever_types_at_random_does_not_fill_the_disk(client):
    today = timezone.now().date()
    lines = [SearchTally(day=today, language="en", query=f"q{n}", times=1, results=0, corrected=False) for n in range(4999)]
    SearchTally.objects.bulk_create(lines)
    for q in ("the last one", "one too many", "the last one"):
        client.get("/entries/", {"q": q})
    assert SearchTally.objects.count() == 5000
    assert SearchTally.objects.get(query="the last one").times == 2
    SearchTally.objects.update(day=today - timedelta(days=1))
    client.get("/entries/?q=tomorrow")
    assert SearchTally.objects.filter(day=today).count() == 1


def test_the_answer_does_not_tell_what_was_searched(client):
    assert opened(client, "never searched") == 204
    assert log() == []


@pytest.mark.parametrize("position", ["0", "1001", "-1", "1.5", "one", "", "٣", "9" * 5000, "1\x00"])
def test_a_place_that_no_page_has_is_refused(client, entries, position):
    client.get("/entries/?q=girls")
    assert opened(client, "girls", position) == 400
    assert log() == [("girls", 1, 2, False, 0, 0)]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 204),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Sec-Fetch-Site": "none"}, 400),
        ({"Origin": "http://testserver"}, 204),
        ({"Origin": "https://elsewhere.example"}, 400),
        ({"Origin": "null"}, 400),
        ({"Origin": "http://[broken"}, 400),
        ({"Accept": "*/*"}, 400),
    ],
)
def test_only_pages_of_this_portal_are_believed(client, entries, headers, status):
    client.get("/entries/?q=girls")
    assert opened(client, headers=headers) == status
    assert log()[0][4] == (1 if status == 204 else 0)


def test_a_click_is_a_post_without_token_and_leaves_no_cookie(entries):
    visitor = Client(enforce_csrf_checks=True)
    visitor.get("/entries/?q=girls")
    response = visitor.post("/suggestions/clicked", {"q": "girls", "position": "1"}, headers=HERE)
    assert response.status_code == 204
    assert not response.content
    assert not response.cookies
    assert visitor.get("/suggestions/clicked").status_code == 405


def test_old_searches_are_forgotten(capsys):
    today = timezone.now().date()
    for days in (0, 30, 31, 365, 366):
        day = today - timedelta(days=days)
        SearchTally.objects.create(day=day, language="en", query="girls", times=1, results=2, corrected=False)
    call_command("forget_searches")
    assert SearchTally.objects.count() == 4
    call_command("forget_searches", "--older-than-days", "30")
    assert sorted((today - day).days for day in SearchTally.objects.values_list("day", flat=True)) == [0, 30]
    assert capsys.readouterr().out.split("\n")[:2] == ["1 lines forgotten", "2 lines forgotten"]


@pytest.mark.parametrize("days", ["0", "-1", "all", "99999999999"])
def test_a_number_of_days_is_asked_for(days):
    with pytest.raises(CommandError):
        call_command("forget_searches", "--older-than-days", days)
