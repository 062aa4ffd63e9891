"""The address that the portal listens on: HOST and PORT from the environment."""

import os
import socket
from contextlib import closing
from dataclasses import dataclass

from django.core.management.base import CommandError

HIGHEST_PORT = 65535


@dataclass(frozen=True)
class Address:
    """A host and a port to listen on."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address to open in a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that tell gunicorn.conf.py this address."""
        return {"HOST": self.host, "PORT": str(self.port)}


def address_from_environment() -> Address:
    """HOST and PORT, by default 127.0.0.1 and 8000. Raises CommandError when PORT is not the number of a port."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        raise CommandError(f'PORT must be a number from 1 to {HIGHEST_PORT}, not "{text}".')
    return Address(os.environ.get("HOST") or "127.0.0.1", int(text))


def ensure_free(address: Address) -> None:
    """Make sure that the portal can listen there. Raises CommandError with the reason when it cannot."""
    try:
        family, kind, protocol, _, target = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            # As gunicorn does: connections of a portal that has just stopped do not keep the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
    except OSError as error:
        raise CommandError(
            f"The portal cannot listen on {address.host}, port {address.port}: {error.strerror}. If another program "
            "(or another start of the portal) has this port, stop that, or choose another: make run PORT=8001"
        ) from error
