"""What stands in the headers: how much may be asked, what is deprecated, who may read from where, what a copy is worth."""

import datetime
from email.utils import parsedate_to_datetime

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from experiences.models import Entry
from experiences.vocabulary import WithdrawalReason
from ssc_portal.api import deprecations
from ssc_portal.api.deprecations import Deprecation
from ssc_portal.api.limits import counter
from tests.desk import withdraw
from tests.factories import make_entry, make_theme


@pytest.fixture
def limits(settings):
    settings.API_RATE_LIMITS = {"search": 2, "bulk": 1}
    counter.forget()
    yield
    counter.forget()


@pytest.mark.django_db
class TestLimits:
    def test_what_is_costly_is_counted_and_refused_beyond_the_limit(self, client, limits):
        first = client.get("/api/v1/entries/?q=school")
        assert first["RateLimit-Policy"] == '"search";q=2;w=60'
        assert first["RateLimit"] == '"search";r=1;t=60'
        assert client.get("/api/v1/entries/?facets=kind")["RateLimit"].startswith('"search";r=0;')
        refused = client.get("/api/v1/entries/?q=other")
        assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
        assert refused.json()["title"] == "Too Many Requests"
        assert 0 < int(refused["Retry-After"]) <= 60
        assert refused["RateLimit"].startswith('"search";r=0;')

    def test_other_limits_and_other_networks_are_counted_apart(self, client, limits):
        assert client.get("/api/v1/themes/?limit=101").status_code == 200
        assert client.get("/api/v1/entries/?limit=101&expand=document").status_code == 429
        assert client.get("/api/v1/entries/?limit=101", REMOTE_ADDR="192.0.2.1").status_code == 200
        assert client.get("/api/v1/entries/?q=school").status_code == 200
        networks = ["2001:db8::1", "2001:db8::2"]
        assert [client.get("/api/v1/lessons/?limit=500", REMOTE_ADDR=each).status_code for each in networks] == [200, 429]

    def test_everything_else_is_free(self, client, limits):
        for _time in range(4):
            response = client.get("/api/v1/entries/?kind=experience&limit=100")
            assert response.status_code == 200
            assert "RateLimit" not in response.headers

    def test_who_has_the_answer_is_not_counted(self, client, limits):
        tag = client.get("/api/v1/entries/?q=school")["ETag"]
        for _time in range(4):
            assert client.get("/api/v1/entries/?q=school", headers={"if-none-match": tag}).status_code == 304

    def test_options_cost_nothing(self, client, limits):
        for _time in range(4):
            assert client.options("/api/v1/entries/?q=school").status_code == 200


@pytest.fixture
def deprecated(monkeypatch):
    since, sunset = (datetime.datetime(year, 3, 1, tzinfo=datetime.UTC) for year in (2027, 2028))
    made_up = [
        Deprecation("themes", since, "Use `theme` of entries.", sunset, parameter="gap"),
        Deprecation("themes", since, "Use `label`.", field="key"),
        Deprecation("lessons", since, "Read the entries.", sunset),
    ]
    cache.clear()
    monkeypatch.setattr(deprecations, "DEPRECATIONS", made_up)
    yield
    cache.clear()


@pytest.mark.django_db
class TestDeprecations:
    def test_headers_say_since_when_and_until_when(self, client, deprecated):
        response = client.get("/api/v1/themes/?gap=true&fields=slug")
        assert response.status_code == 200
        assert response["Deprecation"] == "@1803859200"
        assert response["Sunset"] == "Wed, 01 Mar 2028 00:00:00 GMT"
        assert '<http://testserver/api/docs/#deprecations>; rel="deprecation"; type="text/html"' in response["Link"]
        assert 'rel="first"' in response["Link"]

    def test_only_where_it_is_used(self, client, deprecated):
        assert "Deprecation" not in client.get("/api/v1/themes/?fields=slug").headers
        assert "Deprecation" not in client.get("/api/v1/countries/").headers
        using_a_field = client.get("/api/v1/themes/")
        assert "Deprecation" in using_a_field.headers
        assert "Sunset" not in using_a_field.headers
        assert "Sunset" in client.get("/api/v1/lessons/").headers

    def test_nothing_is_deprecated_now(self, client):
        assert "Deprecation" not in client.get("/api/v1/lessons/").headers


@pytest.mark.django_db
class TestOrigins:
    def test_every_page_may_read(self, client):
        response = client.get("/api/v1/entries/", headers={"origin": "https://elsewhere.example"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        exposed = response["Access-Control-Expose-Headers"]
        assert all(name in exposed for name in ("Link", "ETag", "RateLimit", "Retry-After"))

    def test_errors_can_be_read_too(self, client):
        for path in ("/api/v1/entries/?colour=red", "/api/v1/nothing/"):
            assert client.get(path, headers={"origin": "https://elsewhere.example"})["Access-Control-Allow-Origin"] == "*"

    def test_a_browser_that_asks_first_is_let_through_to_read(self, client):
        asked = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
        response = client.options("/api/v1/entries/", headers=asked)
        assert response.status_code == 200
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "if-none-match" in response["Access-Control-Allow-Headers"]

    def test_pages_and_the_desk_are_for_their_own(self, client):
        for path in ("/", "/admin/login/"):
            response = client.get(path, headers={"origin": "https://elsewhere.example"})
            assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.django_db
class TestCopies:
    PATHS = ("/api/v1/entries/", "/api/v1/entries/{ref}/", "/api/v1/themes/", "/api/v1/changes/", "/api/v1/", "/entries/")

    def test_who_has_an_answer_is_told_so_in_one_query(self, client):
        ref = make_entry(themes=["education"]).entry.ref
        for path in (path.format(ref=ref) for path in self.PATHS):
            first = client.get(path)
            assert first["ETag"].startswith('"'), path
            for tag in (first["ETag"], f"W/{first['ETag']}"):
                with CaptureQueriesContext(connection) as queries:
                    again = client.get(path, headers={"if-none-match": tag})
                assert (again.status_code, again.content, len(queries)) == (304, b"", 1), path
            assert again["ETag"] == first["ETag"]
            assert set(again["Vary"].split(", ")) == set(first["Vary"].split(", "))

    def test_a_tag_is_of_the_very_bytes(self, client):
        for number in range(5):
            make_entry(title=f"School {number}", countries=["VNM"])
        for path in ("/api/v1/entries/", "/api/v1/entries/?q=school", "/entries/", "/api/v1/countries/?limit=900"):
            for encoding in ("gzip", ""):
                first = client.get(path, headers={"accept-encoding": encoding})
                cache.clear()
                second = client.get(path, headers={"accept-encoding": encoding})
                assert first["ETag"] == second["ETag"]
                assert first.content == second.content, path
            assert client.get(path, headers={"accept-encoding": "gzip"})["ETag"] != second["ETag"]

    def test_any_change_ends_it(self, client):
        ref = make_entry(themes=["education"]).entry.ref
        tags = {path: client.get(path)["ETag"] for path in ("/api/v1/entries/", f"/api/v1/entries/{ref}/", "/api/v1/themes/")}
        make_theme("health")
        for path, tag in tags.items():
            assert client.get(path, headers={"if-none-match": tag}).status_code == 200
        tag = client.get(f"/api/v1/entries/{ref}/")["ETag"]
        withdraw(Entry.objects.get(), WithdrawalReason.IN_ERROR)
        assert client.get(f"/api/v1/entries/{ref}/", headers={"if-none-match": tag}).status_code == 410

    def test_dates_do_as_well(self, client):
        make_entry()
        for path in ("/api/v1/entries/", "/entries/"):
            first = client.get(path)
            changed = first["Last-Modified"]
            assert parsedate_to_datetime(changed) <= datetime.datetime.now(datetime.UTC)
            assert client.get(path, headers={"if-modified-since": changed}).status_code == 304
            earlier = "Thu, 01 Jan 2026 00:00:00 GMT"
            assert client.get(path, headers={"if-modified-since": earlier}).status_code == 200
            both = {"if-modified-since": changed, "if-none-match": '"another"'}
            assert client.get(path, headers=both).status_code == 200

    def test_a_date_is_not_believed_of_what_there_is_not(self, client):
        later = "Sat, 01 Jan 2050 00:00:00 GMT"
        assert client.get("/api/v1/entries/SSC-9999/", headers={"if-modified-since": later}).status_code == 404
        assert client.get("/api/v1/entries/?colour=red", headers={"if-modified-since": later}).status_code == 400

    def test_it_depends_on_what_is_accepted_and_on_nothing_else(self, client):
        make_entry()
        response = client.get("/api/v1/entries/")
        assert {each.strip().lower() for each in response["Vary"].split(",")} == {"accept", "accept-encoding", "origin"}
        assert response["Cache-Control"] == "public, max-age=0, must-revalidate"

    def test_errors_have_no_tag(self, client):
        for path in ("/api/v1/nothing/", "/api/v1/entries/?colour=red", "/api/v1/entries/SSC-9999/"):
            assert "ETag" not in client.get(path).headers


@pytest.mark.django_db(transaction=True)
def test_each_version_of_the_index_has_a_second_of_its_own():
    seconds = []
    with connection.cursor() as cursor:
        for _time in range(4):
            cursor.execute("SELECT search_touch()")
            cursor.execute("SELECT floor(extract(epoch FROM changed_at)) FROM search_state")
            seconds.append(int(cursor.fetchone()[0]))
    assert seconds == sorted(set(seconds))


def test_without_a_database_the_answer_is_503(client, django_db_blocker, monkeypatch):
    def refuse(parameters):
        raise psycopg.OperationalError("nobody answers")

    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setattr(connections["default"], "get_new_connection", refuse)
        response = client.get("/api/v1/entries/")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response["Retry-After"] == "60"
    assert "ETag" not in response.headers


@pytest.mark.django_db
def test_a_request_that_comes_to_no_view_is_refused_as_a_problem(client):
    response = client.get("/api/v1/entries/", headers={"host": "elsewhere.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert client.get("/entries/", headers={"host": "elsewhere.example"})["Content-Type"].startswith("text/html")
