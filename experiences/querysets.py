"""Who may see which editions, and how editions are fetched. Every page, endpoint, feed and export reads through here."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

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

    def readable(self) -> "EditionQuerySet":
        """What everybody may read at an edition's own address: of an entry that stands what is or was published, of one that
        was superseded the same with the last, and of others nothing. What was withdrawn before a later edition stays gone."""
        withdrawn = self.model._base_manager.filter(state=EditionState.WITHDRAWN)
        later = withdrawn.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))
        stands = Q(entry__state=EntryState.PUBLISHED, state__in=[EditionState.PUBLISHED, EditionState.SUPERSEDED])
        superseded = Q(entry__state=EntryState.WITHDRAWN, entry__withdrawal_reason=WithdrawalReason.SUPERSEDED) & (
            Q(state=EditionState.SUPERSEDED) | (Q(state=EditionState.WITHDRAWN) & ~Exists(later))
        )
        return self.filter(stands | superseded).select_related("entry")

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


def published_lessons() -> "QuerySet[Lesson]":
    """The lessons of published editions, with what a list of them shows."""
    from experiences.models import Edition, Lesson

    return (
        Lesson.objects.filter(edition__in=Edition.objects.published())
        .select_related("edition__entry", "source")
        .prefetch_related("themes", "edition__texts", "edition__country_roles__country")
    )


def published_transfers() -> "QuerySet[Transfer]":
    """The transfers of published editions, with what a list of them shows."""
    from experiences.models import Edition, Transfer

    return Transfer.objects.filter(edition__in=Edition.objects.published()).select_related(
        "edition__entry", "from_country", "to_country", "experience", "exchange", "outcome", "source"
    )
