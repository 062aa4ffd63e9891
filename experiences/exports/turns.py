"""How many downloads a process sends at a time: each holds one of its threads for as long as its reader takes."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from threading import BoundedSemaphore

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException

MOST = 2
"""Half of the threads of a process (gunicorn.conf.py): the others answer pages."""
_turns = BoundedSemaphore(MOST)


class Busy(APIException):
    """There are as many downloads under way as may be."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = _("Too many downloads are under way. Come again in half a minute.")
    wait = 30


class Turn:
    """A download's turn: taken when it is made, given back once. Raises Busy where there is none."""

    def __init__(self) -> None:
        self._is_taken = _turns.acquire(blocking=False)
        if not self._is_taken:
            raise Busy

    def end(self) -> None:
        """Give the turn back."""
        if self._is_taken:
            self._is_taken = False
            _turns.release()

    __del__ = end


class Sent(Iterator[bytes]):
    """Pieces that are sent, and what is to be done when they are, or when the response is closed before."""

    def __init__(self, pieces: Iterable[bytes], *then: Callable[[], None]) -> None:
        self._pieces = iter(pieces)
        self._then = then

    def __next__(self) -> bytes:
        """The next piece."""
        return next(self._pieces)

    def close(self) -> None:
        """Do what is to be done. The server calls it at the end of each response."""
        for each in self._then:
            each()
