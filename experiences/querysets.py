"""Who may see which editions, and how editions are fetched. Every page and feed reads through here.

What the search, the API's entries, the downloads and the harvest read is made of the same editions by the database: the search
index and the stored documents (docs/architecture.md).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, OrderBy, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Length

from experiences.vocabulary import EditionState, EntryState, Scope, Verb, WithdrawalReason

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from experiences.models import Edition, Lesson, Transfer  # noqa: F401 - named in a string below


class EditionQuerySet(QuerySet["Edition"]):
    """Editions of entries."""

    def published(self) -> "EditionQuerySet":
        """What the public reads: of each entry that stands, the one published edition."""
        return self.filter(state=EditionState.PUBLISHED).select_related("entry")

    def last_public(self) -> "EditionQuerySet":
        """Of each entry that was withdrawn, the edition that the public read last: what its tombstone names, and nothing else."""
        withdrawn = self.model._base_manager.filter(state=EditionState.WITHDRAWN)
        later = withdrawn.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later), state=EditionState.WITHDRAWN).select_related("entry")

    def shown(self) -> "EditionQuerySet":
        """What the addresses of entries show: of each that stands the published edition, of each that is superseded the last."""
        superseded = Q(entry__state=EntryState.WITHDRAWN, entry__withdrawal_reason=WithdrawalReason.SUPERSEDED)
        last = Q(pk__in=EditionQuerySet(self.model).last_public().values("pk"))
        return self.filter(Q(state=EditionState.PUBLISHED) | (superseded & last)).select_related("entry")

    def readable(self) -> "EditionQuerySet":
        """What everybody may read at an edition's own address: all that was ever published of an entry that stands or was
        superseded. What was withdrawn in error stays gone, and with it all before it, also when the entry is published again."""
        from experiences.models.desk import Takedown

        stands = Q(entry__state=EntryState.PUBLISHED)
        superseded = Q(entry__state=EntryState.WITHDRAWN, entry__withdrawal_reason=WithdrawalReason.SUPERSEDED)
        public_once = Q(state__in=[EditionState.PUBLISHED, EditionState.SUPERSEDED])
        true_once = Q(state=EditionState.WITHDRAWN, takedown__reason=WithdrawalReason.SUPERSEDED)
        in_error = Takedown.objects.filter(
            edition__entry=OuterRef("entry"), edition__number__gte=OuterRef("number"), reason=WithdrawalReason.IN_ERROR
        )
        return self.filter(stands | superseded, public_once | true_once, ~Exists(in_error)).select_related("entry", "takedown")

    def visible_to(self, user: "AbstractBaseUser | AnonymousUser") -> "EditionQuerySet":
        """Those that the person may view: the published ones for everybody, others as the policy says."""
        from experiences.permissions import allowed

        return allowed(user, Verb.VIEW, self).select_related("entry")

    def core(self) -> "EditionQuerySet":
        """Those about child rights in Asia and the Pacific: what lists and counts show unless a reader asks for the context."""
        return self.filter(scope=Scope.CORE)

    def with_outdated_translations(self, languages: Iterable[str] | None = None) -> "EditionQuerySet":
        """Those whose original has changed since a translation was made from it: into any language, or into one of these."""
        from experiences.models.text import EditionText, TextDigest

        original = EditionText.objects.filter(edition=OuterRef("edition"), is_original=True).annotate(says=TextDigest())
        translations = EditionText.objects.filter(edition=OuterRef("pk"), is_original=False)
        if languages is not None:
            translations = translations.filter(language__in=languages)
        return self.filter(Exists(translations.exclude(original_digest=Subquery(original.values("says")[:1]))))

    def newest(self) -> "EditionQuerySet":
        """Of each entry its newest edition: the one in the works, else the last. For nobody's eyes but the desk's own."""
        later = self.model._base_manager.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def newest_visible_to(self, user: "AbstractBaseUser | AnonymousUser") -> "EditionQuerySet":
        """Of each entry the newest edition that the person may view."""
        later = EditionQuerySet(self.model).visible_to(user)
        return self.visible_to(user).filter(~Exists(later.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))))

    def with_open_comments(self) -> "EditionQuerySet":
        """With the number of comments that wait for somebody, as `open_comments`: 0 for what is no draft."""
        from experiences.models import Comment

        unresolved = Comment.objects.unresolved().filter(entry=OuterRef("entry")).order_by().values("entry")
        counted = Coalesce(Subquery(unresolved.annotate(count=Count("pk")).values("count")), 0)
        return self.annotate(open_comments=Case(When(state=EditionState.DRAFT, then=counted), default=0))

    def with_cards(self) -> "EditionQuerySet":
        """With what a card in a list shows: entry, texts, countries, themes. A fixed number of queries."""
        from experiences.models import CountryRole

        return self.select_related("entry").prefetch_related(
            "texts", "themes", Prefetch("country_roles", CountryRole.objects.select_related("country"))
        )

    def with_everything(self) -> "EditionQuerySet":
        """With all parts, for an entry's page and its JSON. A fixed number of queries."""
        from experiences import models

        def sourced(model: Any) -> Any:
            return model.objects.select_related("source")

        return self.with_cards().prefetch_related(
            Prefetch("organisation_roles", models.OrganisationRole.objects.select_related("organisation")),
            "recommendations",
            "contacts",
            Prefetch("facts", sourced(models.Fact)),
            Prefetch("lessons", sourced(models.Lesson).prefetch_related("themes")),
            Prefetch("relations", models.Relation.objects.select_related("target")),
            Prefetch(
                "transfers",
                models.Transfer.objects.select_related(
                    "from_country", "to_country", "experience", "exchange", "outcome", "source"
                ),
            ),
            Prefetch("assessments", sourced(models.Assessment)),
            Prefetch("citations", sourced(models.Citation)),
        )


def by_reference(entry: str, *, descending: bool = False) -> tuple[OrderBy, OrderBy]:
    """The order of references, for what leads to its entry under this name: SSC-9999 comes before SSC-10000."""
    ref = f"{entry}__ref"
    return OrderBy(Length(ref), descending=descending), OrderBy(F(ref), descending=descending)


def published_lessons() -> "QuerySet[Lesson]":
    """The lessons of published editions, with what a list of them shows."""
    from experiences.models import Edition

    return lessons_of(Edition.objects.published())


def lessons_of(editions: EditionQuerySet) -> "QuerySet[Lesson]":
    """The lessons of these editions, with what a list of them shows."""
    from experiences.models import Lesson

    return (
        Lesson.objects.filter(edition__in=editions)
        .select_related("edition__entry", "source")
        .prefetch_related("themes", "edition__texts", "edition__country_roles__country")
    )


def published_transfers() -> "QuerySet[Transfer]":
    """The transfers of published editions, with what a list of them shows."""
    from experiences.models import Edition

    return transfers_of(Edition.objects.published())


def transfers_of(editions: EditionQuerySet) -> "QuerySet[Transfer]":
    """The transfers of these editions, with what a list of them shows."""
    from experiences.models import Transfer

    return Transfer.objects.filter(edition__in=editions).select_related(
        "edition__entry", "from_country", "to_country", "experience", "exchange", "outcome", "source"
    )
