"""Addresses and forms are UTF-8, whatever a header says of them."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Utf8Request(WSGIRequest):
    """A request that passes over the charset it names: browsers name none, and an address means the same whoever asks.

    Django would read the query string in it. Then one address had as many answers as there are charsets, and what is kept of the
    one would be given to all (ssc_portal.freshness). It cannot do so with each: for some, the request itself could not be made.
    """

    @property
    def encoding(self) -> None:
        """None: the one that Django takes by itself, UTF-8."""

    @encoding.setter
    def encoding(self, named: str) -> None:
        """Nothing."""


class Utf8Handler(WSGIHandler):
    """Django's, with such requests."""

    request_class = Utf8Request
