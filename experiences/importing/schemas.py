"""The form of content records, as serializers: what is required, which terms are known, what belongs to which kind."""

from collections import Counter
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from countries.importing import RecordSchema
from experiences import vocabulary as v
from experiences.languages import LANGUAGES
from experiences.models import validate_terms
from experiences.models.period import Qualifier, validate_partial_date

KEY = RegexValidator(r"^[A-Za-z0-9-]+$", _("Letters, digits and hyphens."))


def _text(length: int | None = None, **options: Any) -> serializers.CharField:
    return serializers.CharField(max_length=length, required=False, default="", allow_blank=True, **options)


def _texts(length: int) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(max_length=length), default=list)


def _term(terms: Any, **options: Any) -> serializers.ChoiceField:
    message = _("“{input}” is not one of: %s.") % ", ".join(terms.values)
    return serializers.ChoiceField(terms.choices, error_messages={"invalid_choice": message}, **options)


class PeriodSchema(RecordSchema):
    """A period: {from, to, qualifier}."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The fields, one of which is a word of Python."""
        return {
            "from": _text(10, validators=[_partial_date]),
            "to": _text(10, validators=[_partial_date]),
            "qualifier": _term(Qualifier, default="", allow_blank=True),
        }

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        """A period without a beginning says nothing, and it does not end before it begins."""
        if not attrs["from"]:
            raise serializers.ValidationError({"from": [_("A period needs at least this.")]})
        if attrs["to"] and attrs["to"] < attrs["from"][: len(attrs["to"])]:
            raise serializers.ValidationError({"to": [_("This is before the beginning.")]})
        return attrs


def _partial_date(value: str) -> None:
    if value:
        validate_partial_date(value)


class SourcedSchema(RecordSchema):
    """What rests on a source."""

    source = serializers.CharField()  # type: ignore[assignment]
    locator = serializers.CharField(max_length=200)


class TextSchema(RecordSchema):
    """A text in one language. Which sections it may have depends on the kind: see EntrySchema."""

    original = serializers.BooleanField(default=False)
    title = serializers.CharField(max_length=200)
    acronym = _text(40)
    other_titles = _texts(200)
    summary = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The fields above and the sections of every kind."""
        sections = {name: _text() for name in (*v.EXPERIENCE_SECTIONS, *v.OTHER_SECTIONS)}
        return super().get_fields() | sections


class CountryRoleSchema(RecordSchema):
    """A country with its role."""

    country = serializers.CharField()
    role = _term(v.CountryPart)


class OrganisationRoleSchema(RecordSchema):
    """An organisation with its role."""

    organisation = serializers.CharField()
    role = _term(v.OrganisationPart)


class ContactSchema(RecordSchema):
    """Whom a reader can ask, and where."""

    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(max_length=254, default="", allow_blank=True)
    url = serializers.URLField(max_length=200, default="", allow_blank=True)

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        """Somebody who cannot be reached is no contact."""
        if not (attrs["email"] or attrs["url"]):
            raise serializers.ValidationError(_("Give an e-mail or an address on the web."))
        return attrs


class FactSchema(SourcedSchema):
    """A fact."""

    number = serializers.IntegerField(min_value=1, max_value=9999)
    label = serializers.CharField(max_length=200)  # type: ignore[assignment]
    value = serializers.CharField(max_length=100)
    numeric_value = serializers.DecimalField(max_digits=20, decimal_places=4, required=False, allow_null=True)
    unit = _text(60)
    about = _text(200)
    as_of = PeriodSchema(required=False)
    state = _term(v.FactState, default=v.FactState.AS_STATED)
    disagrees_with = serializers.IntegerField(required=False, allow_null=True)
    note = _text()


class LessonSchema(SourcedSchema):
    """A lesson."""

    number = serializers.IntegerField(min_value=1, max_value=9999)
    statement = serializers.CharField()
    polarity = _term(v.Polarity)
    themes = _texts(40)


class RelationSchema(RecordSchema):
    """A relation to another entry."""

    type = _term(v.RelationType)
    entry = serializers.CharField()
    note = _text(300)


class TransferSchema(SourcedSchema):
    """A transfer between two countries."""

    number = serializers.IntegerField(min_value=1, max_value=9999)
    experience = _text(40)
    exchange = _text(40)
    outcome = _text(40)
    summary = serializers.CharField()
    adapted = _text()
    extent = _term(v.Extent, default="", allow_blank=True)
    period = PeriodSchema(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """The fields above and the two countries, one of which is a word of Python."""
        return super().get_fields() | {"from": serializers.CharField(), "to": serializers.CharField()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A country does not learn from itself."""
        if attrs["from"] == attrs["to"]:
            raise serializers.ValidationError({"to": [_("This is the country that it comes from.")]})
        return attrs


class AssessmentSchema(SourcedSchema):
    """A criterion that is met, with the evidence."""

    criterion = _term(v.Criterion)
    evidence = serializers.CharField()


class EntrySchema(RecordSchema):
    """An entry with everything that it says."""

    key = serializers.CharField(max_length=40, validators=[KEY])
    kind = _term(v.Kind)
    type = _term(v.EntryType)
    scope = _term(v.Scope, default=v.Scope.CORE)
    modality = _term(v.Modality, default="", allow_blank=True)
    agreement_status = _term(v.AgreementStatus, default="", allow_blank=True)
    place = _text(150)
    period = PeriodSchema(required=False)
    publish = serializers.BooleanField(default=True)
    curator_note = _text()
    texts = serializers.DictField(child=TextSchema(), allow_empty=False)
    countries = CountryRoleSchema(many=True, default=list)
    organisations = OrganisationRoleSchema(many=True, default=list)
    contacts = ContactSchema(many=True, default=list)
    themes = _texts(40)
    recommendations = _texts(40)
    facts = FactSchema(many=True, default=list)
    lessons = LessonSchema(many=True, default=list)
    relations = RelationSchema(many=True, default=list)
    transfers = TransferSchema(many=True, default=list)
    assessments = AssessmentSchema(many=True, default=list)
    citations = SourcedSchema(many=True, allow_empty=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What belongs to the kind, what may stand only once, and exactly one original text."""
        faults = _faults_of_kind(attrs) | _faults_of_texts(attrs) | _repeated(attrs)
        numbers = {fact["number"] for fact in attrs["facts"]}
        for place, fact in enumerate(attrs["facts"]):
            if fact.get("disagrees_with") not in (numbers - {fact["number"]}) | {None}:
                faults[f"facts[{place}].disagrees_with"] = [_("This entry has no other fact of that number.")]
        if faults:
            raise serializers.ValidationError(faults)
        return attrs


def _faults_of_kind(entry: dict[str, Any]) -> dict[str, list[Any]]:
    kind = v.Kind(entry["kind"])
    faults: dict[str, list[Any]] = {}
    if entry["type"] not in v.TYPES[kind]:
        allowed = ", ".join(v.TYPES[kind])
        faults["type"] = [_t("An entry of kind %(kind)s is one of: %(allowed)s.") % {"kind": kind, "allowed": allowed}]
    if entry["agreement_status"] and kind != v.Kind.AGREEMENT:
        faults["agreement_status"] = [_("Only agreements have a status.")]
    if entry["place"] and kind not in {v.Kind.AGREEMENT, v.Kind.EXCHANGE}:
        faults["place"] = [_("Only agreements and exchanges have a place.")]
    for language, text in entry["texts"].items():
        for name in (*v.EXPERIENCE_SECTIONS, *v.OTHER_SECTIONS):
            if text[name] and name not in v.SECTIONS[kind]:
                faults[f"texts.{language}.{name}"] = [_t("An entry of kind %(kind)s has no such section.") % {"kind": kind}]
    return faults


def _faults_of_texts(entry: dict[str, Any]) -> dict[str, list[Any]]:
    texts = entry["texts"]
    unknown: dict[str, list[Any]] = {
        f"texts.{language}": [_("This language is not known.")] for language in texts if language not in LANGUAGES
    }
    if len(texts) == 1:
        next(iter(texts.values()))["original"] = True
    if sum(text["original"] for text in texts.values()) != 1:
        unknown["texts"] = [_("Exactly one text is the original.")]
    return unknown


_ONCE = {
    "facts": ("number",),
    "lessons": ("number",),
    "transfers": ("number",),
    "countries": ("country", "role"),
    "organisations": ("organisation", "role"),
    "contacts": ("name",),
    "relations": ("type", "entry"),
    "assessments": ("criterion",),
    "citations": ("source", "locator"),
}


def _repeated(entry: dict[str, Any]) -> dict[str, list[Any]]:
    faults: dict[str, list[Any]] = {}
    for part, fields in _ONCE.items():
        counts = Counter(tuple(row[field] for field in fields) for row in entry[part])
        if twice := [" ".join(map(str, values)) for values, count in counts.items() if count > 1]:
            faults[part] = [_t("These stand there twice: %(what)s.") % {"what": ", ".join(twice)}]
    return faults


class ThemeSchema(RecordSchema):
    """A theme."""

    key = serializers.CharField(max_length=40, validators=[KEY])
    slug = serializers.SlugField()
    label = serializers.CharField(max_length=100)  # type: ignore[assignment]
    parent = _text(40)  # type: ignore[assignment]
    alternatives = serializers.DictField(child=_texts(100), default=dict)
    preferred = serializers.DictField(child=serializers.CharField(max_length=100), default=dict)
    acronyms = _texts(100)
    scope_note = _text()
    gap = serializers.BooleanField(default=False)


class OrganisationSchema(RecordSchema):
    """An organisation."""

    key = serializers.CharField(max_length=40, validators=[KEY])
    slug = serializers.SlugField()
    name = serializers.CharField(max_length=200)
    acronym = _text(40)
    other_names = _texts(200)
    type = _term(v.OrganisationType)
    parent = _text(40)  # type: ignore[assignment]
    country = _text(3)
    note = _text()


class SourceSchema(RecordSchema):
    """A source."""

    key = serializers.CharField(max_length=40, validators=[KEY])
    title = serializers.CharField(max_length=300)
    type = _term(v.SourceType)
    creator = _text(200)
    publisher = _text(200)
    issued = PeriodSchema(required=False)
    language = serializers.ChoiceField(list(LANGUAGES), default="", allow_blank=True)
    url = serializers.URLField(default="", allow_blank=True)
    note = _text()


class RecommendationSchema(SourcedSchema):
    """A recommendation or commitment of the Declaration."""

    key = serializers.CharField(max_length=40, validators=[KEY])
    slug = serializers.SlugField()
    type = _term(v.RecommendationType)
    paragraph = serializers.CharField(max_length=20)
    area = _term(v.RecommendationArea)
    title = serializers.CharField(max_length=150)
    description = serializers.CharField()


class SynonymGroupSchema(RecordSchema):
    """A group of terms that stand for one another in a search."""

    key = serializers.CharField(max_length=40, validators=[KEY])
    terms = serializers.ListField(child=serializers.CharField(max_length=100), validators=[validate_terms])
    note = _text(300)
