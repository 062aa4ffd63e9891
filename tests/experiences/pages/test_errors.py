import re

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from ssc_portal import urls as project_urls


def forbidden(request):
    raise PermissionDenied


def suspicious(request):
    raise SuspiciousOperation


def broken(request):
    raise RuntimeError


urlpatterns = [path("403", forbidden), path("400", suspicious), path("500", broken), *project_urls.urlpatterns]


@pytest.fixture
def visitor():
    """A client that is shown errors as a reader would be."""
    return Client(raise_request_exception=False)


@pytest.mark.django_db
def test_a_page_that_is_not_there_offers_search_and_ways_in(visitor):
    response = visitor.get("/nothing/here/")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'action="/entries/"' in html
    assert html.count('name="q"') == 1
    assert 'href="/countries/"' in html.split("<main")[1].split("</main>")[0]


@pytest.mark.django_db
def test_a_list_has_no_page_beyond_its_last(visitor):
    assert visitor.get("/lessons/?page=2").status_code == 404
    assert visitor.get("/lessons/?page=one").status_code == 404


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("status", "text"), [(400, "could not read this request"), (403, "You may not open this page")])
def test_an_error_says_what_is_wrong(visitor, status, text):
    response = visitor.get(f"/{status}")
    assert response.status_code == status
    assert text in response.content.decode()


@pytest.mark.urls(__name__)
def test_a_fault_of_the_portal_is_told_without_the_database(visitor):
    """No database is allowed in this test: the page must stand when the server does not."""
    response = visitor.get("/500")
    html = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong on our side" in html
    for stylesheet in re.findall(r'href="/static/([^"]+\.css)"', html):
        assert finders.find(stylesheet), f"{stylesheet} is not there"


def test_a_form_without_its_token_is_told_in_the_portals_own_words(db):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "someone"})
    assert response.status_code == 403
    assert "The form was not accepted" in response.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("url", ["/400", "/403", "/404", "/500"])
@pytest.mark.django_db
def test_error_pages_keep_the_content_security_policy(visitor, url):
    response = visitor.get(url)
    html = response.content.decode()
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son\w+=", html)
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/entries/%00/", "/entries/a%00b/", "/entries/%00/x/", "/entries/%00/editions/1/"])
def test_a_reference_that_no_entry_can_have_leads_nowhere(visitor, admin_client, path):
    assert visitor.get(path).status_code == 404
    admin_client.raise_request_exception = False
    assert admin_client.get(path).status_code == 404
