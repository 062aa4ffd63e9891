"""A mirror from first to last: records, then the feed of changes page by page, each page all or nothing."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from countries.importing import digest_of
from countries.models import Country, CountryGroup, Region
from experiences.editorial import EditorialError, named_import
from experiences.importing.importer import PLACERS, SCHEMAS, WRITERS
from experiences.mirroring.adopting import Adopter
from experiences.mirroring.portal import PAGE, Portal, PortalError, UnknownPlace
from experiences.mirroring.records import CONVERTERS, Said, broader_first, known
from experiences.models import Entry, MirroredPortal, Organisation, Recommendation, Source, SynonymGroup, Theme


class MirrorRefused(Exception):
    """The mirror cannot go on. The message says why, and what to do."""


def mirror(address: str, *, page: int = PAGE, say: Callable[[str], object] = lambda line: None) -> None:
    """Bring this portal in step with the one at an address: all of it at first, from then on what has changed.

    `page` is how many changes are taken over at a time. Broken off at whatever moment, it goes on from the last page that
    was taken over whole. Raises MirrorRefused.
    """
    portal = Portal(address)
    place = _place(portal.address)
    try:
        _take_records(portal)
        place.save()
        taken = _take_changes(portal, place, page, say)
        if taken:
            _take_records(portal)  # what was renamed while the feed was read
    except UnknownPlace as error:
        reason = _("%(error)s\nThe portal has gone back to an older state. Start a new mirror, in an empty database.")
        raise MirrorRefused(reason % {"error": error}) from error
    except (PortalError, EditorialError) as error:
        raise MirrorRefused(str(error)) from error
    except ValidationError as error:
        raise MirrorRefused(_("What the portal says cannot be taken over: %(why)s") % {"why": error.detail}) from error
    except (LookupError, TypeError, ValueError, AttributeError, DatabaseError) as error:  # no portal's API answers so
        why = f"{type(error).__name__}: {error}"
        raise MirrorRefused(_("What the portal says cannot be taken over: %(why)s") % {"why": why}) from error
    place.read_at = timezone.now()
    place.save()
    say(_("%(count)d changes taken over. In step with %(address)s.") % {"count": taken, "address": portal.address})


def _place(address: str) -> MirroredPortal:
    """How far the portal is mirrored. Raises MirrorRefused where this portal holds anything else."""
    place = MirroredPortal.objects.filter(address=address).first()
    if place is None:
        if MirroredPortal.objects.exists() or Entry.objects.exists():
            raise MirrorRefused(
                _("This portal holds entries that are not those of %s. A mirror begins in an empty one.") % address
            )
        place = MirroredPortal(address=address)
    return place


def _take_changes(portal: Portal, place: MirroredPortal, most: int, say: Callable[[str], object]) -> int:
    """Read the feed to its end. Returns how many changes were taken over."""
    taken = 0
    while True:
        page = portal.changes(place.since, most)
        if page["results"]:
            try:
                _take_page(portal, place, page)
            except ValidationError:  # an entry may name a record that is newer than what was read of them
                _take_records(portal)
                _take_page(portal, place, page)
            taken += len(page["results"])
            say(_("%(count)d changes") % {"count": taken})
        if page["next"] is None:
            return taken


def _take_page(portal: Portal, place: MirroredPortal, page: Said) -> None:
    """Take over a page of the feed and note its place, all or nothing. Raises MirrorRefused where another run was quicker."""
    with transaction.atomic():
        if MirroredPortal.objects.select_for_update().get(pk=place.pk).since != place.since:
            raise MirrorRefused(_("Another run is taking over the same changes."))
        with named_import(_("mirror of %s") % portal.address, mirrors=portal.address) as importing:
            adopter = Adopter(importing, page["results"])
            for change in page["results"]:
                adopter.adopt(change)
        if not importing.steps.exists():
            importing.delete()
        MirroredPortal.objects.filter(pk=place.pk).update(since=page["since"])
    place.since = page["since"]


def _take_records(portal: Portal) -> None:
    """Bring countries, themes and all other records in line with those of the portal, all or nothing."""
    said = {section: [convert(each) for each in portal.records(section)] for section, convert in CONVERTERS.items()}
    said["regions"] = broader_first(said["regions"])
    with transaction.atomic():
        for section, records in said.items():
            checked = [(record, _checked(section, record)) for record in _unknown(section, records)]
            for record, data in checked:
                WRITERS[section](data, digest_of(record))
            for _record, data in checked if section in PLACERS else ():
                PLACERS[section](data)
        _put_in_order(said["recommendations"])
        _drop_what_is_gone(said)


def _unknown(section: str, records: list[Said]) -> list[Said]:
    """Those of the records that are not here as they are there: hardly one, each time after the first."""
    model, code = _MODELS[section]
    if model is Region:  # has no column for what it was made from, and needs none
        regions = Region.objects.values_list("m49", "name", "parent__m49")
        here = {m49: digest_of(known({"m49": m49, "name": name, "parent": parent})) for m49, name, parent in regions}
    else:
        here = dict(model.objects.values_list(code, "import_digest"))
    return [record for record in records if here.get(record[code]) != digest_of(record)]


def _put_in_order(recommendations: list[Said]) -> None:
    here = dict(Recommendation.objects.values_list("key", "position"))
    for position, record in enumerate(recommendations, 1):
        if here[record["key"]] != position:
            Recommendation.objects.filter(key=record["key"]).update(position=position)


def _checked(section: str, record: Said) -> dict[str, Any]:
    schema = SCHEMAS[section](data=record)
    if not schema.is_valid():
        raise ValidationError({section: {next(iter(record.values())): schema.errors}})
    return dict(schema.validated_data)


_MODELS: dict[str, tuple[Any, str]] = {
    "synonyms": (SynonymGroup, "key"),
    "recommendations": (Recommendation, "key"),
    "sources": (Source, "key"),
    "organisations": (Organisation, "key"),
    "themes": (Theme, "key"),
    "groups": (CountryGroup, "slug"),
    "countries": (Country, "iso3"),
    "regions": (Region, "m49"),
}
"""The records of each section with the column that tells them apart, those that name others first."""


def _drop_what_is_gone(said: dict[str, list[Said]]) -> None:
    """Delete records that the portal no longer has, unless something here still names them."""
    for section, (model, code) in _MODELS.items():
        for record in model.objects.exclude(**{f"{code}__in": [each[code] for each in said[section]]}):
            with suppress(ProtectedError), transaction.atomic():
                record.delete()
