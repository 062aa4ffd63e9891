"""Who makes a request and from where, for the audit trail that the database writes (experiences.models.audit)."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware


class AuditMiddleware(HistoryMiddleware):
    """Tells the database, with every write of a request, who is signed in, the address that it came from, and its path."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """The person, the address as the sign-in takes it ("" where it can't be told), the method and the path."""
        try:
            address = get_adapter().get_client_ip(request)
        except PermissionDenied:
            address = ""
        return {**super().get_context(request), "address": address, "method": request.method}
