"""To find entries by what a curator remembers of them."""

from django.db.models import Exists, OuterRef, Q, Value

from countries.models import Fold
from experiences.models import CountryRole, EditionText
from experiences.querysets import EditionQuerySet


def holding_words(editions: EditionQuerySet, words: str) -> EditionQuerySet:
    """The editions that hold every one of the words, each of them somewhere.

    Searched are titles in all languages, acronyms, countries' names, the reference and the key. Accents and capitals do not
    matter in titles and in the countries' short names.
    """
    for word in words.replace("\x00", "").split():
        folded = Fold(Value(word))
        texts = EditionText.objects.filter(
            Q(sort_title__contains=folded) | Q(acronym__icontains=word) | Q(other_titles__icontains=word), edition=OuterRef("pk")
        )
        countries = CountryRole.objects.filter(
            Q(country__sort_name__contains=folded) | Q(country__other_names__name__icontains=word), edition=OuterRef("pk")
        )
        editions = editions.filter(
            Q(Exists(texts)) | Q(Exists(countries)) | Q(entry__ref__icontains=word) | Q(entry__key__icontains=word)
        )
    return editions
