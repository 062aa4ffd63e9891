"""The log of the sign-in page: a row for staff to read and for `throttle` to count, and a line of JSON for the server's log."""

import ipaddress
import logging
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ssc_portal.accounts.devices import known_device
from ssc_portal.accounts.models import SignInEvent, User

_logger = logging.getLogger("ssc_portal.sign_in")
IPV4 = 4
IPV6_PREFIX = 64
"""The smallest network that a subscriber gets: a single one has more addresses than anybody could count refusals of."""


def network_of(address: str) -> str:
    """What counts as one network: an IPv4 address, or the /64 around an IPv6 address."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(parsed if parsed.version == IPV4 else ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))


def key_of(name: str) -> str:
    """The keyed hash that a typed name is counted under."""
    return salted_hmac("ssc_portal.accounts.names", name.strip().casefold(), algorithm="sha256").hexdigest()


def begin(request: HttpRequest, what: SignInEvent.What, person: User | None, name: str, device: str | None = None) -> SignInEvent:
    """Write an event down without a line in the log: what comes of it is not known yet, `conclude` says it.

    The device is that of the request unless told otherwise.
    """
    address = get_adapter().get_client_ip(request)
    known = known_device(request, person)
    return SignInEvent.objects.create(
        what=what,
        person=person,
        name_key=key_of(name),
        address=address,
        network=network_of(address),
        device=known if device is None else device,
        device_was_known=bool(known),
    )


def conclude(event: SignInEvent, what: SignInEvent.What) -> None:
    """Say what came of an event, in its row and in the log."""
    if event.what != what:
        event.what = what
        event.save(update_fields=["what"])
    fields = {
        "what": what.value,
        "person": event.person.username if event.person else None,
        "address": event.address,
        "known_device": event.device_was_known,
    }
    _logger.log(logging.WARNING if what.is_refusal else logging.INFO, "sign-in", extra={"fields": fields})


def turn_away(tried: SignInEvent) -> None:
    """Say that there were too many tries: one row a minute is enough, however many there are."""
    conclude(tried, SignInEvent.What.TOO_MANY)
    lately = timezone.now() - timedelta(minutes=1)
    alike = SignInEvent.objects.filter(what=tried.what, network=tried.network, person=tried.person, at__gt=lately)
    alike.exclude(pk=tried.pk).delete()


def note(request: HttpRequest, what: SignInEvent.What, person: User | None = None, device: str | None = None) -> None:
    """Write down what happened, in the table and in the log."""
    conclude(begin(request, what, person, person.username if person else "", device), what)


def note_of_command(what: SignInEvent.What, person: User) -> None:
    """Write down what a command on the server did, in the table and in the log: nobody asked over the network."""
    done = SignInEvent.objects.create(what=what, person=person, name_key=key_of(person.username), device_was_known=False)
    conclude(done, what)


def forget_events(before: datetime) -> int:
    """Delete the events before a time; how many they were."""
    return SignInEvent.objects.filter(at__lt=before).delete()[0]
