"""What has been said about a draft, brought to the places that it is about."""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html

from experiences.admin.naming import review_url
from experiences.editorial.topics import OWN, THEMES, label_of
from experiences.models import Comment, Edition

_BESIDE_OWN = {OWN: "type", THEMES: "themes"}


def anchor_of(path: str) -> str:
    """The place on the review page where a topic is found: a name for an HTML id."""
    return f"about-{path.replace('/', '-')}" if path else "about-all"


class Discussion:
    """All comments on an edition, with their answers: those made on it, and those that earlier ones left open. Two queries."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        comments = Comment.objects.shown_with(edition).select_related("by").prefetch_related("answers__by")
        self._by_path: dict[str, list[Comment]] = {}
        for comment in comments:
            self._by_path.setdefault(comment.about, []).append(comment)

    def about(self, path: str) -> list[Comment]:
        """The comments on a topic, the first one first."""
        return self._by_path.get(path, [])

    @property
    def paths(self) -> list[str]:
        """All topics that there are comments on."""
        return list(self._by_path)

    @property
    def open(self) -> list[tuple[str, str, Comment]]:
        """The comments that wait for somebody: the name of the topic, the address on the review page, the comment."""
        page = review_url(self.edition)
        return [
            (label_of(path), f"{page}#comment-{comment.pk}", comment)
            for path, comments in self._by_path.items()
            for comment in comments
            if not comment.is_resolved
        ]


def show_beside_fields(discussion: Discussion, form: Any, formsets: Iterable[Any]) -> None:
    """Put what is open into the help of the fields that it is about."""
    for path, name in _BESIDE_OWN.items():
        _put(discussion, path, form.fields.get(name))
    for formset in formsets:
        for row in formset.initial_forms:
            if formset.prefix == "texts":
                for name, field in row.fields.items():
                    _put(discussion, f"text/{row.instance.language}/{name}", field)
            elif hasattr(row.instance, "number"):
                path = f"{row.instance._meta.model_name}/{row.instance.number}"
                _put(discussion, path, next(iter(row.fields.values()), None))


def _put(discussion: Discussion, path: str, field: Any) -> None:
    comments = [comment for comment in discussion.about(path) if not comment.is_resolved]
    if comments and field is not None:
        said = {"comments": comments, "page": review_url(discussion.edition)}
        beside = render_to_string("admin/experiences/comments_beside.html", said)
        field.help_text = format_html("{}{}", field.help_text, beside)
