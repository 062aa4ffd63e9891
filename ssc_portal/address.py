"""The portal's own address, where no request says it."""

from urllib.parse import urljoin

from django.conf import settings


def portal_url(path: str) -> str:
    """The whole address of a page of the portal: at PORTAL_URL, else at the first of the hosts that it answers to."""
    hosts = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    return urljoin(settings.PORTAL_URL or f"https://{next(iter(hosts), 'localhost')}", path)
