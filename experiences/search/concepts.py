"""What the words of a query stand for: stems in each language, names of countries and themes, synonyms, corrected spellings.

A concept is one thing that is looked for. An entry meets it in any of several ways: it holds the word, or a synonym, or it
carries the country that the word names. The ways are postings ("en:educ", "#12") or, for terms of several words, phrases.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from experiences.models.parts import PART_REF
from experiences.search.folding import folded
from experiences.search.phrases import Phrase
from experiences.search.spelling import corrections
from experiences.search.statements import rows
from experiences.search.wording import Wording, languages_of, take_apart

PAIR = re.compile(r"zz([0-9a-f]{5})([0-9a-f]{5})?")
"""What stands for two characters, or one, of a script without spaces."""
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['\u2019]\w", re.IGNORECASE)
"""A French word that lost its last letter before the next (l'école): in keys, which have no apostrophes, they are one word."""
LONGEST_NAME = 12
"""Of how many words a name or a synonym may be to be recognised in a query, with words such as "of" and "the"."""
LITERAL, NAMED, ALIKE = 1.0, 0.9, 0.8
"""How much a match counts: of the very word, of another name of the thing it names, of a synonym."""


@dataclass
class Concept:
    """One thing that is looked for: the words of the query for it, how much it counts, its postings and phrases with weights."""

    words: tuple[str, ...] = ()
    boost: float = 1.0
    postings: dict[str, float] = field(default_factory=dict)
    phrases: dict[Phrase, float] = field(default_factory=dict)

    def meet(self, term: "Term", weight: float) -> None:
        """Let a term be a way in which the concept is met."""
        if len(term.words) == 1:
            for lexeme in term.lexemes:
                self.postings[lexeme] = max(weight, self.postings.get(lexeme, 0))
        else:
            for language in term.languages:
                self.phrases.setdefault(Phrase(language, " ".join(term.words)), weight)


@dataclass(frozen=True)
class Term:
    """A word or a name as the index knows it: the languages in which it says something, and for a single word its postings.

    A stop word of the reader's has neither. It counts as part of a name or a phrase, and by itself only if it `names` something:
    written in capitals (WHO), or all that was typed.
    """

    words: tuple[str, ...]
    languages: tuple[str, ...]
    lexemes: tuple[str, ...]
    names: bool = True


@dataclass
class Reading:
    """A query as the search understands it.

    `exact` are the ids of the entries whose reference, acronym or title was typed; `required` are lists of phrases, of each of
    which an entry must hold one, `excluded` those that it must not hold; `unheld` the words that no entry holds, even if
    another name or a synonym is known for them; `corrected` the words that another spelling was put in for, with it.
    """

    wording: Wording
    exact: list[int]
    concepts: list[Concept]
    required: list[list[Phrase]] = field(default_factory=list)
    excluded: list[Phrase] = field(default_factory=list)
    unheld: list[str] = field(default_factory=list)
    corrected: dict[str, str] = field(default_factory=dict)

    def respelt(self, q: str) -> str:
        """The query as it was typed, with the other spelling of each word that was corrected."""
        return re.sub(r"\w+", lambda word: self.corrected.get(folded(word[0]), word[0]), q)

    @property
    def lexemes(self) -> set[str]:
        """Every posting that a match may rest on."""
        return {lexeme for concept in self.concepts for lexeme in concept.postings}


def read(q: str, *, held: Collection[str], verbatim: bool = False) -> Reading:
    """Understand a query to a collection that holds texts in the languages `held`.

    Words that the collection does not hold are corrected, unless `verbatim`. A fixed number of queries.
    """
    wording = take_apart(q)
    languages = languages_of(q, held)
    part = PART_REF.fullmatch(q.strip())
    exact, words = _analysed(wording.plain, part["entry"] if part else q, languages)
    spans = _spans(words)
    expansions = _expansions(spans, languages)
    known = {word for span in expansions for word in spans[span]}
    unheld = [word.words[0] for word in words if not word.lexemes and word.languages]
    unknown = [word for word in unheld if word not in known]
    reading = Reading(wording, exact, _concepts(words, expansions))
    if unknown and not verbatim:
        reading.corrected = corrections(unknown)
    reading.unheld = [word for word in unheld if word not in reading.corrected]
    if reading.corrected:
        corrected = " ".join(reading.corrected.get(word.words[0], word.words[0]) for word in words)
        _exact, words = _analysed(corrected, q, languages)
        reading.concepts = _concepts(words, _expansions(_spans(words), languages))
    for phrase in wording.phrases:
        said = [Phrase(language, phrase) for language in languages]
        reading.required.append(said)
        reading.concepts.append(Concept(phrases=dict.fromkeys(said, LITERAL)))
    reading.excluded = [Phrase(language, phrase) for phrase in wording.excluded for language in languages]
    return reading


_ANALYSE = """
SELECT ARRAY(SELECT value::int FROM search_label WHERE facet = 'entry' AND is_whole AND key = search_key(%(whole)s)),
    word.place, word.said, own.is_word, held.languages, held.lexemes
FROM regexp_split_to_table(search_spaced(search_key(%(said)s), false), ' ') WITH ORDINALITY word (said, place),
    LATERAL (SELECT to_tsvector(search_config(%(own)s), word.said) <> '' AS is_word) own,
    LATERAL (
        SELECT array_agg(language) AS languages, array_agg(lexeme) FILTER (WHERE is_held) AS lexemes
        FROM (
            SELECT language, language || ':' || stem AS lexeme,
                EXISTS (SELECT FROM search_posting WHERE lexeme = (language || ':' || stem) COLLATE "C") AS is_held
            FROM unnest(%(languages)s::text[]) language,
                unnest(tsvector_to_array(to_tsvector(search_config(language), concat_ws(' ', word.said,
                    CASE WHEN language = 'fr' AND %(elides)s THEN regexp_replace(word.said, '^([cdjlmnst]|qu)', '') END)))) stem
        ) stems
    ) held
ORDER BY word.place
"""


def _analysed(said: str, whole: str, languages: list[str]) -> tuple[list[int], list[Term]]:
    """The entries that a whole query names, by id, and its words with what the index holds of them."""
    elides = _ELISION.search(whole) is not None
    asked = {"said": said, "whole": whole, "own": languages[0], "languages": languages, "elides": elides}
    found = rows(_ANALYSE, asked)
    named = _in_capitals(whole) if any(is_word for _exact, _place, _word, is_word, *_held in found) else {row[2] for row in found}
    words = [
        Term((word,), tuple(in_languages or ()), tuple(lexemes or ())) if is_word else Term((word,), (), (), word in named)
        for _exact, _place, word, is_word, in_languages, lexemes in found
        if word
    ]
    return found[0][0] if found else [], words


def _in_capitals(q: str) -> set[str]:
    """The words of a query that are written in capitals, in the form of a key; none where all of it is."""
    return set() if q.isupper() else {word.lower() for word in re.findall(r"\w{2,}", q) if word.isupper()}


def _spans(words: list[Term]) -> dict[str, tuple[str, ...]]:
    """Every run of words of the query that could be a name, in the form of a key, with its words."""
    runs = [
        tuple(word.words[0] for word in words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1)
    ]
    return {key_of(run): run for run in runs}


def key_of(run: Sequence[str]) -> str:
    """Words as they stand in a key: pairs of characters that overlap become the word that they were taken from."""
    key = ""
    for word in run:
        pair = PAIR.fullmatch(word)
        said = "".join(chr(int(code, 16)) for code in pair.groups() if code) if pair else word
        key += said[1:] if pair and key.endswith(said[:1]) else f" {said}"
    return key.strip()


# For each span: the facet values that it names, with all their names; and the groups of synonyms that it is in, with their terms.
_EXPAND = """
WITH named AS (
    SELECT label.key AS span, label.facet, label.value, '#' || code.code AS posting
    FROM search_label label LEFT JOIN search_code code USING (facet, value)
    WHERE label.key = ANY (%(spans)s) AND label.is_whole AND label.facet <> 'entry'
), term (span, facet, posting, said) AS (
    SELECT named.span, named.facet, named.posting, other.key
    FROM named JOIN search_label other ON other.facet = named.facet AND other.value = named.value AND other.is_whole
    UNION SELECT span, 'synonym', NULL, said
    FROM unnest(%(spans)s::text[]) span
        JOIN experiences_synonymgroup synonyms ON synonyms.search_keys @> ARRAY[span], unnest(synonyms.search_keys) said
)
SELECT term.span, term.facet, term.posting, term.said, search_spaced(term.said, false),
    array_agg(language ORDER BY language) FILTER (WHERE query::text <> ''), array_agg(lexeme) FILTER (WHERE is_held)
FROM term, unnest(%(languages)s::text[]) language,
    LATERAL (SELECT search_phrase(language, term.said) AS query) phrase,
    LATERAL (SELECT to_tsvector(search_config(language), search_spaced(term.said, false)) AS vector) stemmed,
    LATERAL (SELECT language || ':' || (tsvector_to_array(vector))[1] AS lexeme) first,
    LATERAL (SELECT EXISTS (SELECT FROM search_posting WHERE lexeme = first.lexeme COLLATE "C") AS is_held) held
GROUP BY 1, 2, 3, 4
"""


@dataclass
class _Expansion:
    """What a span of a query stands for besides itself."""

    names: bool = False
    """Whether it names a place or an organisation, so that its single words are not looked for."""
    postings: set[str] = field(default_factory=set)
    terms: list[tuple[Term, float]] = field(default_factory=list)


def _expansions(spans: Collection[str], languages: list[str]) -> dict[str, _Expansion]:
    """What the spans of a query stand for, by span; only those that stand for something. One query."""
    found: dict[str, _Expansion] = {}
    if not spans:
        return found
    asked = {"spans": list(spans), "languages": languages}
    for span, facet, posting, said, spaced, in_languages, lexemes in rows(_EXPAND, asked):
        expansion = found.setdefault(span, _Expansion())
        expansion.names |= facet in {"country", "region", "group", "organisation"}
        if posting:
            expansion.postings.add(posting)
        if said != span:
            term = Term(tuple(spaced.split()), tuple(in_languages or ()), tuple(lexemes or ()))
            expansion.terms.append((term, ALIKE if facet == "synonym" else NAMED))
    return found


def _concepts(words: list[Term], expansions: dict[str, _Expansion]) -> list[Concept]:
    """The concepts of a query. A name of several words is one; any other word is one, and so is a known phrase around it."""
    concepts: list[Concept] = []
    place = 0
    for start, end, span in _longest(words, expansions):
        concepts += _of_words(words[place:start], expansions)
        expansion = expansions[span]
        said = tuple(word.words[0] for word in words[start:end])
        concept = Concept(said)
        languages = tuple(dict.fromkeys(language for word in words[start:end] for language in word.languages))
        concept.meet(Term(said, languages, ()), LITERAL)
        _widen(concept, expansion)
        concepts.append(concept)
        if not expansion.names:
            concepts += _of_words(words[start:end], expansions)
        place = end
    concepts += _of_words(words[place:], expansions)
    return [concept for concept in concepts if concept.postings or concept.phrases]


def _longest(words: list[Term], expansions: dict[str, _Expansion]) -> Iterable[tuple[int, int, str]]:
    """The known spans of several words, the longest first at each place, none overlapping: (start, end, span)."""
    start = 0
    while start < len(words):
        for end in range(min(start + LONGEST_NAME, len(words)), start + 1, -1):
            span = key_of([word.words[0] for word in words[start:end]])
            if span in expansions:
                yield start, end, span
                start = end - 1
                break
        start += 1


def _of_words(words: list[Term], expansions: dict[str, _Expansion]) -> list[Concept]:
    """A concept for each different word but stop words. A word that is said again counts more, by the root of how often."""
    concepts = []
    for word, times in Counter(word for word in words if word.languages or word.names).items():
        concept = Concept(word.words, boost=times**0.5)
        concept.meet(word, LITERAL)
        if expansion := expansions.get(key_of(word.words)):
            _widen(concept, expansion)
        concepts.append(concept)
    return concepts


def _widen(concept: Concept, expansion: _Expansion) -> None:
    for posting in expansion.postings:
        concept.postings[posting] = LITERAL
    for term, weight in expansion.terms:
        concept.meet(term, weight)
