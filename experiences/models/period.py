"""Periods with their precision: a year, a month, a day; "since", "as of", "before", "about", "planned"."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Length
from django.utils import formats
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
"""A year, a month or a day of ISO 8601, at reduced precision: 2010, 2010-11, 2010-11-04."""

_FORMATS = {4: "Y", 7: "F Y", 10: "j F Y"}


class Qualifier(models.TextChoices):
    """How a period is meant. Without a qualifier it is meant as it stands."""

    SINCE = "since", _("since")
    AS_OF = "as_of", _("as of")
    BEFORE = "before", _("before")
    ABOUT = "about", _("about")
    PLANNED = "planned", _("planned for")


def validate_partial_date(value: str) -> None:
    """Accept 2010, 2010-11 and 2010-11-04; raise ValidationError for anything else, such as 2010-02-31."""
    RegexValidator(PARTIAL_DATE, _("Write a year (2010), a month (2010-11) or a day (2010-11-04)."))(value)
    try:
        first_day(value)
    except ValueError as error:
        raise ValidationError(_("There is no such day.")) from error


def first_day(partial_date: str) -> datetime.date:
    """The first day that a partial date covers. Raises ValueError where there is no such day."""
    year, month, day = [*(int(part) for part in partial_date.split("-")), 1, 1][:3]
    return datetime.date(year, month, day)


@dataclass(frozen=True)
class Period:
    """A stretch of time as a source gives it: partial dates (or "") and a qualifier (or "")."""

    start: str = ""
    end: str = ""
    qualifier: str = ""

    def __bool__(self) -> bool:
        return bool(self.start)

    def __str__(self) -> str:
        """The period in words of the current language, such as "since 2007" or "4 November 2010 to 6 November 2010"."""
        if not self.start:
            return ""
        dates = _written(self.start)
        if self.end and self.end != self.start:
            dates = _t("%(start)s to %(end)s") % {"start": _opening(self.start, self.end), "end": _written(self.end)}
        return f"{Qualifier(self.qualifier).label} {dates}" if self.qualifier else dates


def _written(partial_date: str) -> str:
    return formats.date_format(first_day(partial_date), _FORMATS[len(partial_date)])


def _opening(start: str, end: str) -> str:
    """The start of a range, without what the end says again: 4 (to 6 November 2010), March (to May 2010)."""
    if len(start) == len(end) == 10 and start[:7] == end[:7]:  # noqa: PLR2004 - days of one month
        return formats.date_format(first_day(start), "j")
    if len(start) == len(end) >= 7 and start[:4] == end[:4]:  # noqa: PLR2004 - months or days of one year
        return formats.date_format(first_day(start), _FORMATS[len(start)].removesuffix(" Y"))
    return _written(start)


class WithPeriod(models.Model):
    """What has a period: its first and last partial date and the qualifier, each empty where the source is silent."""

    period_from = models.CharField(
        _("from"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("A year (2010), a month (2010-11) or a day (2010-11-04), as exact as the source."),
    )
    period_to = models.CharField(_("to"), max_length=10, blank=True, validators=[validate_partial_date])
    period_qualifier = models.CharField(
        _("meant as"), max_length=10, blank=True, choices=Qualifier, help_text=_("Empty: just that time.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from="") | Q(period_from__regex=PARTIAL_DATE),
                name="%(class)s_period_from_is_a_date",
                violation_error_message=_("The period begins with something that is no date."),
            ),
            models.CheckConstraint(
                condition=Q(period_to="") | Q(period_to__regex=PARTIAL_DATE),
                name="%(class)s_period_to_is_a_date",
                violation_error_message=_("The period ends with something that is no date."),
            ),
            models.CheckConstraint(
                condition=Q(period_to="") | (~Q(period_from="") & Q(period_to__gte=Left(F("period_from"), Length("period_to")))),
                name="%(class)s_period_ends_after_it_begins",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(period_qualifier__in=["", *Qualifier.values]) & (Q(period_qualifier="") | ~Q(period_from="")),
                name="%(class)s_period_qualifier_has_a_date",
                violation_error_message=_("A period that is meant in some way needs a date."),
            ),
        ]

    @property
    def period(self) -> Period:
        """The three fields as one value."""
        return Period(self.period_from, self.period_to, self.period_qualifier)
