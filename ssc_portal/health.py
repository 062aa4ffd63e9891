"""Whether the portal is alive, and whether it can serve readers. For load balancers and container health checks."""

import logging
from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from experiences.models import Edition

_logger = logging.getLogger(__name__)


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """200: the process answers. It asks nothing of the database, so that a portal without one is not restarted in vain."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every check passes, else 503. The checks are named with their outcome; why one failed is in the log only."""
    outcomes = {name: _passes(name, check) for name, check in _CHECKS.items()}
    is_ready = all(outcomes.values())
    body = {"status": "ready" if is_ready else "not ready", "checks": outcomes}
    return JsonResponse(body, status=200 if is_ready else 503)


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        passed = check()
    except Exception:
        _logger.exception("the check of %s failed", name)
        return False
    if not passed:
        _logger.warning("not ready: %s", name)
    return passed


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _content_is_loaded() -> bool:
    return Edition.objects.published().exists()


_CHECKS = {"database": _database_answers, "migrations": _migrations_are_applied, "content": _content_is_loaded}
