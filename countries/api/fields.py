"""What every document of the API is made of: addresses, periods, and one way to say that something is not known."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request


def absolute_url(path: str, request: Request | HttpRequest) -> str:
    """A path of this portal as a full address: under PORTAL_URL where that is set, else at the host of the request."""
    return settings.PORTAL_URL + path if settings.PORTAL_URL else request.build_absolute_uri(path)


def portal_address(request: Request | HttpRequest) -> str:
    """What stands before the paths of this portal in full addresses, without a final slash."""
    return absolute_url(reverse("home"), request).removesuffix("/")


class Document(serializers.Serializer):
    """A JSON object that is only read. Every name is always there: what is not known is null, or an empty list."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The object as names and values, in the order in which they are declared."""
        return {name: None if value == "" else value for name, value in super().to_representation(instance).items()}


class _Address(serializers.Field):
    """A full address, made from a path of this portal."""

    def __init__(self, source: str = "*") -> None:
        super().__init__(source=source, read_only=True)

    def path(self, value: Any) -> str:
        """The path of the address."""
        raise NotImplementedError

    def to_representation(self, value: Any) -> str:
        """The full address."""
        return absolute_url(self.path(value), self.context["request"])


class PageUrl(_Address):
    """The address of the page about a record: of the object itself, or of what `source` names."""

    def path(self, value: Any) -> str:
        """The path of the page."""
        path: str = value.get_absolute_url()
        return path


class ApiUrl(_Address):
    """The address of a record's own document: of the route `name`, by the record's `code`, such as its slug."""

    def __init__(self, name: str, code: str) -> None:
        super().__init__(source=code)
        self.name = name

    def path(self, value: Any) -> str:
        """The path of the document."""
        return reverse(self.name, args=[value])


class Made(serializers.SerializerMethodField):
    """A value that the document makes itself, by its method `get_` and the name. `holds` says what it is."""

    def __init__(self, holds: serializers.BaseSerializer | serializers.Field) -> None:
        super().__init__()
        self.holds = holds


class PeriodField(serializers.Field):
    """A period with its precision, or null. Its dates are years, months or days of ISO 8601, as exact as the source."""

    NAMES = ("from", "to", "qualifier", "label")

    def to_representation(self, period: Any) -> dict[str, str | None] | None:
        """The period's parts, and the whole of it in words."""
        if not period:
            return None
        return dict(zip(self.NAMES, (period.start, period.end or None, period.qualifier or None, str(period)), strict=True))


class EntriesUrl(_Address):
    """The address of the list of the entries that a record is about: the filter `parameter`, by the record's `code`."""

    def __init__(self, parameter: str, code: str = "slug") -> None:
        super().__init__(source=code)
        self.parameter = parameter

    def path(self, value: Any) -> str:
        """The path of the list with its query string."""
        return f"{reverse('api:entry-list')}?{urlencode({self.parameter: value})}"
