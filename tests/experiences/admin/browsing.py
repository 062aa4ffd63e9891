"""To use the admin as a browser does: read the fields of a form off the page, change some, send them all."""

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from experiences.models import Edition
from ssc_portal.accounts.models import User


class _Fields(HTMLParser):
    """Collects what a browser would send of the forms on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.select = ""
        self.textarea = ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name = attributes.get("name") or ""
        if tag == "input" and name:
            kind = attributes.get("type")
            if kind in {"submit", "button"} or (kind in {"checkbox", "radio"} and "checked" not in attributes):
                return
            self.fields.setdefault(name, []).append(attributes.get("value") or ("on" if kind == "checkbox" else ""))
        elif tag == "select":
            self.select, self.options = name, []
            self.multiple = "multiple" in attributes
        elif tag == "option":
            self.options.append((attributes.get("value") or "", "selected" in attributes))
        elif tag == "textarea":
            self.textarea = name
            self.fields[name] = [""]

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.fields[self.textarea] = [self.fields[self.textarea][0].removeprefix("\n")]
            self.textarea = ""
        elif tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected]
            if not chosen and self.options and not self.multiple:
                chosen = [self.options[0][0]]
            self.fields[self.select] = chosen
            self.select = ""


def fields_of(response: Any) -> dict[str, Any]:
    """What a browser would send of the form on this page, if nobody touched it."""
    page = re.sub(r'<form [^>]*id="(logout|changelist)[^>]*>.*?</form>', "", response.content.decode(), flags=re.DOTALL)
    reader = _Fields()
    reader.feed(page)
    return {name: values for name, values in reader.fields.items() if name != "csrfmiddlewaretoken"}


def new_row(fields: dict[str, Any], prefix: str, **values: Any) -> int:
    """Add a row to a formset, as "Add another" does. Returns its place."""
    place = int(fields[f"{prefix}-TOTAL_FORMS"][0])
    start = f"{prefix}-__prefix__-"
    blank = {name.removeprefix(start): value for name, value in fields.items() if name.startswith(start)}
    for name, value in (blank | values).items():
        fields[f"{prefix}-{place}-{name}"] = value
    fields[f"{prefix}-TOTAL_FORMS"] = [str(place + 1)]
    return place


def change_url(edition: Edition) -> str:
    return reverse(f"admin:experiences_{edition.kind}_change", args=[edition.pk])


def verb_url(verb: str, edition: Edition) -> str:
    return reverse(f"admin:experiences_{edition.kind}_{verb}", args=[edition.pk])


def sent(client: Client, edition: Edition, fields: dict[str, Any], button: str = "_continue") -> Any:
    """Send the form of an edition, and follow to the page that comes of it."""
    return client.post(change_url(edition), fields | {button: "1"}, follow=True)


def errors_of(response: Any) -> list[str]:
    """Every message of fault on a page."""
    lists = re.findall(r'<ul class="errorlist[^"]*"[^>]*>(.*?)</ul>', response.content.decode(), flags=re.DOTALL)
    return [error for each in lists for error in re.findall(r"<li>(.*?)</li>", each, flags=re.DOTALL)]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
