"""One structured log line for each request, each with the id that the response carries too."""

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

REQUEST_ID_HEADER = "X-Request-ID"
_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_SECRET = re.compile(r"/preview/[\w.:=-]+")
"""The address of a preview lets in whoever has it: no log holds it."""
_logger = logging.getLogger("ssc_portal.request")


class RequestLogMiddleware:
    """Gives each request an id (the caller's own X-Request-ID where it is plain), and logs how the request went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response to a request, with its id."""
        offered = request.headers.get(REQUEST_ID_HEADER, "")
        request_id = offered if re.fullmatch(r"[A-Za-z0-9._-]{1,64}", offered) else uuid.uuid4().hex
        token = _request_id.set(request_id)
        request.request_id = request_id  # type: ignore[attr-defined]
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response[REQUEST_ID_HEADER] = request_id
            _logger.info(
                "request",
                extra={
                    "fields": {
                        "method": request.method,
                        "path": request.path,
                        "status": response.status_code,
                        "milliseconds": round((time.monotonic() - started) * 1000, 1),
                    }
                },
            )
            return response
        finally:
            _request_id.reset(token)


class RequestIdFilter(logging.Filter):
    """Puts the id of the request being served on every log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, marked with the request id ("-" outside a request).

        Django logs an answer of 5xx once the middleware has ended, with the request on the record.
        """
        record.request_id = getattr(getattr(record, "request", None), "request_id", _request_id.get())
        return True


class JsonFormatter(logging.Formatter):
    """Writes a log record as one line of JSON: time (UTC, ISO 8601), level, logger, message, request id, further fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": getattr(record, "request_id", "-"),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _SECRET.sub("/preview/…", json.dumps(line, ensure_ascii=False, default=str))
