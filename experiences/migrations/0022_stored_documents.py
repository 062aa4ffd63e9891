"""The stored documents: what the API gives of each entry, made by the database, and the order in which they changed.

- `document_term`: the labels of the codes in documents, by vocabulary. A later migration that changes the vocabulary changes them.
- `document_of` makes the documents of entries: of those that are published, and of those that were superseded, which can still be
  read. `experiences_storeddocument` keeps them. `document_refresh` brings it in line for some entries, and gives each document that
  became another the next position.
- The order of positions is that of commits: `search_touch` locks the one row of `search_state` until the transaction ends, so that
  nobody takes a position while somebody else has one that is not committed.
- In the texts, the character U+0001 stands before each path of the portal. It cannot come from what an entry says: JSON
  writes it as an escape.

Nothing but the triggers of the next migration and the command `check_documents` calls the functions.
"""

# ruff: noqa: S608 - what stands in the statements are our own names
import json

import django.db.models.deletion
from django.db import migrations, models

LABELS = {
    "kind": {
        "experience": "Experience",
        "initiative": "Initiative",
        "agreement": "Agreement",
        "exchange": "Exchange",
    },
    "type": {
        "good_practice": "Good practice",
        "promising_practice": "Promising practice",
        "innovation": "Innovation",
        "lesson_learned": "Lesson learned",
        "programme": "Programme",
        "network": "Network",
        "partnership": "Partnership",
        "fund": "Fund",
        "mechanism": "Mechanism",
        "platform": "Platform",
        "tool": "Tool",
        "strategy": "Strategy",
        "mou": "Memorandum of understanding",
        "bilateral_agreement": "Bilateral agreement",
        "declaration": "Declaration",
        "charter": "Charter",
        "convention": "Convention",
        "framework": "Framework",
        "study_visit": "Study visit",
        "training": "Training",
        "workshop": "Workshop",
        "expert_meeting": "Expert meeting",
        "conference": "Conference",
        "dialogue": "Dialogue",
        "consultation": "Consultation",
        "deployment": "Deployment of experts",
        "joint_research": "Joint research",
    },
    "scope": {
        "core": "Child rights in Asia and the Pacific",
        "context": "Context",
    },
    "modality": {
        "south_south": "South-South",
        "triangular": "Triangular",
        "north_south": "North-South",
    },
    "status": {
        "proposed": "Proposed",
        "under_negotiation": "Under negotiation",
        "signed": "Signed",
        "in_force": "In force",
        "ended": "Ended",
    },
    "country_role": {
        "lead": "Lead or provider",
        "learner": "Learner or adopter",
        "party": "Party",
        "participant": "Participant",
        "host": "Host",
        "supporter": "Supporter",
    },
    "organisation_role": {
        "lead": "Lead",
        "implementing": "Implementing",
        "facilitating": "Facilitating",
        "funding": "Funding",
        "member": "Member",
        "party": "Party",
    },
    "relation": {
        "part_of": "Part of",
        "implements": "Implements",
        "informed": "Informed",
        "adapted_from": "Adapted from",
        "followed_by": "Followed by",
        "replaces": "Replaces",
        "related_to": "Related to",
    },
    "fact_state": {
        "as_stated": "As stated by the source",
        "confirmed": "Confirmed by the country",
        "disputed": "Disputed",
    },
    "polarity": {
        "positive": "What helped",
        "negative": "What to avoid",
    },
    "extent": {
        "explored": "Explored",
        "piloted": "Piloted",
        "adopted": "Adopted",
        "scaled": "Scaled up",
    },
    "criterion": {
        "effectiveness": "Effectiveness",
        "efficiency": "Efficiency",
        "relevance": "Relevance",
        "ethical_soundness": "Ethical soundness",
        "sustainability": "Sustainability",
        "possibility_of_duplication": "Possibility of duplication",
        "involvement_of_partnerships": "Involvement of partnerships",
        "community_involvement": "Community involvement",
        "political_commitment": "Political commitment",
    },
    "source_type": {
        "paper": "Paper",
        "web_page": "Web page",
        "declaration": "Declaration",
        "report": "Report",
        "meeting_summary": "Meeting summary",
        "publication": "Publication",
        "document_set": "Set of documents",
    },
    "qualifier": {
        "since": "since",
        "as_of": "as of",
        "before": "before",
        "about": "about",
        "planned": "planned for",
    },
    "withdrawal_reason": {
        "in_error": "Published in error",
        "superseded": "Superseded: true once, but no longer",
        "consolidated": "Consolidated into another entry",
    },
    "inverse_relation": {
        "part_of": "Has part",
        "implements": "Implemented by",
        "informed": "Informed by",
        "adapted_from": "Adapted into",
        "followed_by": "Follows",
        "replaces": "Replaced by",
        "related_to": "Related to",
    },
}


TERMS = """
CREATE TABLE document_term (vocabulary text PRIMARY KEY, labels jsonb NOT NULL);
CREATE SEQUENCE document_position;
CREATE TABLE document_feed (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), id uuid NOT NULL DEFAULT gen_random_uuid());
INSERT INTO document_feed DEFAULT VALUES;
"""


def label(vocabulary: str, code: str) -> str:
    """SQL for the label of a code. The vocabulary is read once for a statement."""
    return f"(SELECT labels FROM document_term WHERE vocabulary = '{vocabulary}') ->> {code}"


# How values are written in JSON.
VALUES = f"""
CREATE FUNCTION document_moment(moment timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT replace(to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000Z', 'Z')
$$;

-- 2010-11-04 in words, as far as it goes: "4 November 2010", "November 2010", "2010".
CREATE FUNCTION document_date(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT concat_ws(' ', nullif(ltrim(substr(said, 9, 2), '0'), ''),
        ('{{January,February,March,April,May,June,July,August,September,October,November,December}}'::text[])
            [nullif(substr(said, 6, 2), '')::int],
        left(said, 4))
$$;

-- The start of a range, without what the end says again: 4 (to 6 November 2010), March (to May 2010).
CREATE FUNCTION document_opening(starts text, ends text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN length(starts) = 10 AND length(ends) = 10 AND left(starts, 7) = left(ends, 7) THEN ltrim(substr(starts, 9), '0')
        WHEN length(starts) >= 7 AND length(starts) = length(ends) AND left(starts, 4) = left(ends, 4)
            THEN left(document_date(starts), -5)
        ELSE document_date(starts)
    END
$$;

CREATE FUNCTION document_period(starts text, ends text, meant_as text) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT row_to_json(period) FROM (
        SELECT starts AS "from", nullif(ends, '') AS "to", nullif(meant_as, '') AS qualifier,
            concat_ws(' ', {label("qualifier", "meant_as")}, CASE
                WHEN ends IN ('', starts) THEN document_date(starts)
                ELSE document_opening(starts, ends) || ' to ' || document_date(ends)
            END) AS label
    ) period WHERE starts <> ''
$$;

-- The sections that say something, in reading order.
CREATE FUNCTION document_sections(text experiences_editiontext, kind text) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT ('{{' || coalesce(string_agg(to_json(name)::text || ':' || to_json(said)::text, ',' ORDER BY place), '') || '}}')::json
    FROM ROWS FROM (
        unnest(CASE kind WHEN 'experience' THEN ARRAY['context', 'challenge', 'approach', 'results', 'enabling_factors',
            'constraints', 'sustainability', 'replication', 'target_groups', 'cost'] ELSE ARRAY['description', 'objectives'] END),
        unnest(CASE kind WHEN 'experience' THEN ARRAY[text.context, text.challenge, text.approach, text.results,
            text.enabling_factors, text.constraints, text.sustainability, text.replication, text.target_groups, text.cost]
            ELSE ARRAY[text.description, text.objectives] END)
    ) WITH ORDINALITY section (name, said, place)
    WHERE said <> ''
$$;

-- As EditionText.digest: a translation keeps that of the text that it was made from.
CREATE FUNCTION document_text_digest(text experiences_editiontext) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(array_to_string(ARRAY[text.title, text.acronym] || text.other_titles::text[] || ARRAY[
        text.summary, text.context, text.challenge, text.approach, text.results, text.enabling_factors, text.constraints,
        text.sustainability, text.replication, text.target_groups, text.cost, text.description, text.objectives
    ], chr(31)), 'UTF8')), 'hex')
$$;

CREATE FUNCTION document_entry_path(ref text, slug text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '/entries/' || ref || '/' || CASE WHEN slug = '' THEN '' ELSE slug || '/' END
$$;

-- A name that begins with @ holds a path. What entries say cannot look so: in it, quotation marks are escaped.
CREATE FUNCTION document_marked(document text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT replace(replace(document, '"@url":"', '"url":"' || chr(1)), '"@api_url":"', '"api_url":"' || chr(1))
$$;
"""

COUNTRY = "country.iso3, country.iso2, country.m49, country.name, '/countries/' || lower(country.iso3) || '/' AS \"@url\""
THEME = "theme.key, theme.slug, theme.label, '/themes/' || theme.slug || '/' AS \"@url\""
SOURCE = "(SELECT row_to_json(source) FROM (SELECT source.key, source.title) source) AS source, part.locator"


def rows(columns: str, source: str) -> str:
    """SQL for a JSON array with an object for each row of a source."""
    return f"array_to_json(ARRAY(SELECT row_to_json(said) FROM (SELECT {columns} FROM {source}) said))"


def link(entry_id: str) -> str:
    """SQL for an entry as others name it, or null where it is not published."""
    return f"(SELECT link FROM document_link WHERE entry_id = {entry_id} AND is_listed)"


# What is read: the editions that have a document, how others name them, and transfers with all that is said of them.
READ = f"""
CREATE VIEW document_edition AS
SELECT edition.id, edition.entry_id, edition.state = 'published' AS is_listed, edition.number, edition.kind, edition.type, edition.scope,
    edition.modality, edition.agreement_status, edition.place, edition.period_from, edition.period_to, edition.period_qualifier,
    edition.published_at
FROM experiences_edition edition JOIN experiences_entry entry ON entry.id = edition.entry_id
WHERE edition.state = 'published' OR (
    edition.state = 'withdrawn' AND entry.state = 'withdrawn' AND entry.withdrawal_reason = 'superseded'
    AND NOT EXISTS (SELECT FROM experiences_edition later
        WHERE later.entry_id = edition.entry_id AND later.state IN ('withdrawn', 'published') AND later.number > edition.number)
);

CREATE VIEW document_link AS
SELECT edition.id AS edition_id, edition.entry_id, edition.is_listed, (
    SELECT row_to_json(said) FROM (
        SELECT entry.ref, entry.key, edition.kind, text.title, document_entry_path(entry.ref, entry.slug) AS "@url",
            '/api/v1/entries/' || entry.ref || '/' AS "@api_url"
    ) said
) AS link
FROM document_edition edition JOIN experiences_entry entry ON entry.id = edition.entry_id
LEFT JOIN experiences_editiontext text ON text.edition_id = edition.id AND text.is_original;

CREATE VIEW document_transfer AS
SELECT part.id, part.number, edition.is_listed, edition.entry_id, entry.ref, (
    SELECT row_to_json(said) FROM (
        SELECT entry.ref || '-T' || part.number AS ref,
            document_entry_path(entry.ref, entry.slug) || '#' || entry.ref || '-T' || part.number AS "@url",
            '/api/v1/transfers/' || entry.ref || '-T' || part.number || '/' AS "@api_url",
            (SELECT row_to_json(country) FROM (SELECT {COUNTRY} FROM countries_country country
                WHERE id = part.from_country_id) country) AS "from",
            (SELECT row_to_json(country) FROM (SELECT {COUNTRY} FROM countries_country country
                WHERE id = part.to_country_id) country) AS "to",
            {link("part.experience_id")} AS experience, {link("part.exchange_id")} AS exchange,
            {link("part.outcome_id")} AS outcome,
            nullif(part.summary, '') AS summary, nullif(part.adapted, '') AS adapted, nullif(part.extent, '') AS extent,
            {label("extent", "part.extent")} AS extent_label,
            document_period(part.period_from, part.period_to, part.period_qualifier) AS period,
            (SELECT link FROM document_link WHERE edition_id = edition.id) AS entry, {SOURCE}
    ) said
) AS said
FROM experiences_transfer part JOIN document_edition edition ON edition.id = part.edition_id
JOIN experiences_entry entry ON entry.id = edition.entry_id JOIN experiences_source source ON source.id = part.source_id;
"""

COUNTRIES = rows(
    f"{COUNTRY}, part.role, {label('country_role', 'part.role')} AS role_label",
    "experiences_countryrole part JOIN countries_country country ON country.id = part.country_id "
    "WHERE part.edition_id = edition.id ORDER BY part.position, part.id",
)
THEMES = rows(
    THEME,
    "experiences_edition_themes themed JOIN experiences_theme theme ON theme.id = themed.theme_id "
    'WHERE themed.edition_id = edition.id ORDER BY theme.sort_label COLLATE "C", theme.key COLLATE "C"',
)
CARD = f"""
        SELECT entry.ref, entry.key, document_entry_path(entry.ref, entry.slug) AS "@url",
            '/api/v1/entries/' || entry.ref || '/' AS "@api_url",
            edition.kind, {label("kind", "edition.kind")} AS kind_label, edition.type, {label("type", "edition.type")} AS type_label,
            text.title, nullif(text.acronym, '') AS acronym, coalesce(text.other_titles, '{{}}') AS other_titles,
            nullif(text.summary, '') AS summary, text.language,
            ARRAY(SELECT language FROM experiences_editiontext WHERE edition_id = edition.id
                ORDER BY NOT is_original, language COLLATE "C") AS languages,
            edition.scope, {label("scope", "edition.scope")} AS scope_label,
            nullif(edition.modality, '') AS modality, {label("modality", "edition.modality")} AS modality_label,
            nullif(edition.agreement_status, '') AS status, {label("status", "edition.agreement_status")} AS status_label,
            nullif(edition.place, '') AS place,
            document_period(edition.period_from, edition.period_to, edition.period_qualifier) AS period,
            {COUNTRIES} AS countries,
            {THEMES} AS themes,
            document_moment(entry.first_published_at) AS first_published_at,
            (SELECT row_to_json(stamp) FROM (SELECT edition.number, document_moment(edition.published_at) AS published_at) stamp)
                AS edition"""

FACTS = rows(
    "part.number, nullif(part.label, '') AS label, nullif(part.value, '') AS value, trim_scale(part.numeric_value) AS numeric_value, "
    "nullif(part.unit, '') AS unit, nullif(part.about, '') AS about, "
    "document_period(part.period_from, part.period_to, part.period_qualifier) AS as_of, part.state, "
    f"{label('fact_state', 'part.state')} AS state_label, part.disagrees_with, nullif(part.note, '') AS note, {SOURCE}",
    "experiences_fact part JOIN experiences_source source ON source.id = part.source_id "
    "WHERE part.edition_id = edition.id ORDER BY part.number",
)
# A lesson is on its own themes, or where it has none, on those of its entry.
LESSONS = rows(
    "entry.ref || '-L' || part.number AS ref, document_entry_path(entry.ref, entry.slug) || '#L' || part.number AS \"@url\", "
    "'/api/v1/lessons/' || entry.ref || '-L' || part.number || '/' AS \"@api_url\", part.statement, part.polarity, "
    f"{label('polarity', 'part.polarity')} AS polarity_label, "
    + rows(
        THEME,
        "(SELECT theme_id FROM experiences_lesson_themes WHERE lesson_id = part.id "
        "UNION SELECT theme_id FROM experiences_edition_themes WHERE edition_id = edition.id "
        "AND NOT EXISTS (SELECT FROM experiences_lesson_themes WHERE lesson_id = part.id)) themed "
        "JOIN experiences_theme theme ON theme.id = themed.theme_id "
        'ORDER BY theme.sort_label COLLATE "C", theme.key COLLATE "C"',
    )
    + f" AS themes, {SOURCE}",
    "experiences_lesson part JOIN experiences_source source ON source.id = part.source_id "
    "WHERE part.edition_id = edition.id ORDER BY part.number",
)
# What the entry states itself, then what the others state.
RELATIONS = rows(
    "type, direction, label, position, note, entry",
    f"""(
                SELECT 1 AS own, NULL::text AS told_by, other.link ->> 'ref' AS told_of, part.position, part.type, 'outgoing' AS direction,
                    {label("relation", "part.type")} AS label, nullif(part.note, '') AS note, other.link AS entry
                FROM experiences_relation part JOIN document_link other ON other.entry_id = part.target_id AND other.is_listed
                WHERE part.edition_id = edition.id
                UNION ALL
                SELECT 2, other.link ->> 'ref', NULL, part.position, part.type, 'incoming',
                    {label("inverse_relation", "part.type")}, nullif(part.note, ''), other.link
                FROM experiences_relation part JOIN document_link other ON other.edition_id = part.edition_id AND other.is_listed
                WHERE part.target_id = entry.id
            ) related
            ORDER BY own, length(told_by), told_by COLLATE "C", position, length(told_of), told_of COLLATE "C", type COLLATE "C"
    """,
)
TRANSFERS = """array_to_json(ARRAY(
                SELECT said FROM document_transfer transfer WHERE id IN (
                    SELECT id FROM experiences_transfer WHERE edition_id = edition.id
                    UNION SELECT id FROM experiences_transfer WHERE experience_id = entry.id
                    UNION SELECT id FROM experiences_transfer WHERE exchange_id = entry.id
                    UNION SELECT id FROM experiences_transfer WHERE outcome_id = entry.id
                ) AND (transfer.is_listed OR transfer.entry_id = entry.id)
                ORDER BY length(ref), ref COLLATE "C", number
            ))"""
CITATIONS = rows(
    f"""(SELECT row_to_json(source) FROM (
                    SELECT source.key, source.title, source.type, {label("source_type", "source.type")} AS type_label,
                        nullif(source.creator, '') AS creator, nullif(source.publisher, '') AS publisher,
                        document_period(source.period_from, source.period_to, source.period_qualifier) AS issued,
                        nullif(source.language, '') AS language, nullif(source.url, '') AS url, nullif(source.note, '') AS note
                ) source) AS source, part.locator""",
    "experiences_citation part JOIN experiences_source source ON source.id = part.source_id "
    "WHERE part.edition_id = edition.id ORDER BY part.position, part.id",
)
ORGANISATIONS = rows(
    "organisation.key, organisation.slug, organisation.name, nullif(organisation.acronym, '') AS acronym, "
    "'/organisations/' || organisation.slug || '/' AS \"@url\", part.role, "
    f"{label('organisation_role', 'part.role')} AS role_label",
    "experiences_organisationrole part JOIN experiences_organisation organisation ON organisation.id = part.organisation_id "
    "WHERE part.edition_id = edition.id ORDER BY part.position, part.id",
)
CONTACTS = rows(
    "part.name, nullif(part.email, '') AS email, nullif(part.url, '') AS url",
    "experiences_contact part WHERE part.edition_id = edition.id ORDER BY part.position, part.id",
)
RECOMMENDATIONS = rows(
    "recommendation.key, recommendation.slug, recommendation.paragraph, recommendation.title, "
    "'/recommendations/' || recommendation.slug || '/' AS \"@url\"",
    "experiences_edition_recommendations answered "
    "JOIN experiences_recommendation recommendation ON recommendation.id = answered.recommendation_id "
    'WHERE answered.edition_id = edition.id ORDER BY recommendation.position, recommendation.key COLLATE "C"',
)
ASSESSMENTS = rows(
    f"part.criterion, {label('criterion', 'part.criterion')} AS criterion_label, part.evidence, {SOURCE}",
    "experiences_assessment part JOIN experiences_source source ON source.id = part.source_id "
    'WHERE part.edition_id = edition.id ORDER BY part.criterion COLLATE "C"',
)
TRANSLATIONS = rows(
    "other.language, other.title, nullif(other.acronym, '') AS acronym, other.other_titles, "
    "nullif(other.summary, '') AS summary, document_sections(other, edition.kind) AS sections, "
    "other.original_digest IS DISTINCT FROM document_text_digest(text) AS outdated",
    "experiences_editiontext other WHERE other.edition_id = edition.id AND NOT other.is_original "
    'ORDER BY other.language COLLATE "C"',
)
REST = f"""
        SELECT document_sections(text, edition.kind) AS sections,
            {ORGANISATIONS} AS organisations,
            {CONTACTS} AS contacts,
            {RECOMMENDATIONS} AS recommendations,
            {FACTS} AS facts,
            {LESSONS} AS lessons,
            {RELATIONS} AS relations,
            {TRANSFERS} AS transfers,
            {ASSESSMENTS} AS assessments,
            {CITATIONS} AS citations,
            {TRANSLATIONS} AS translations,
            entry.slug,
            ARRAY(SELECT slug FROM experiences_pastslug WHERE entry_id = entry.id ORDER BY slug COLLATE "C") AS past_slugs,
            CASE WHEN NOT edition.is_listed THEN (SELECT row_to_json(withdrawn) FROM (
                SELECT document_moment(entry.withdrawn_at) AS at, entry.withdrawal_reason AS reason,
                    {label("withdrawal_reason", "entry.withdrawal_reason")} AS reason_label,
                    nullif(entry.withdrawal_note, '') AS note
            ) withdrawn) END AS withdrawn"""
ITEM = f"""
        SELECT entry.ref, entry.key, entry.kind, edition.is_listed IS NOT TRUE AS deleted,
            document_entry_path(entry.ref, entry.slug) AS "@url", '/api/v1/entries/' || entry.ref || '/' AS "@api_url",
            CASE WHEN edition.is_listed THEN edition.number END AS edition,
            document_moment(entry.first_published_at) AS first_published_at,
            document_moment(entry.withdrawn_at) AS withdrawn_at, nullif(entry.withdrawal_reason, '') AS reason,
            {label("withdrawal_reason", "entry.withdrawal_reason")} AS reason_label, nullif(entry.withdrawal_note, '') AS note,
            (SELECT row_to_json(other) FROM (
                SELECT ref, key, kind, document_entry_path(ref, '') AS "@url", '/api/v1/entries/' || ref || '/' AS "@api_url"
                FROM experiences_entry WHERE id = entry.merged_into_id
            ) other) AS merged_into"""

# Of entries that were public once. A document is its card with the rest behind it.
MAKE = f"""
CREATE FUNCTION document_of(wanted bigint[])
RETURNS TABLE (ref text, entry_id bigint, is_listed boolean, item text, card text, document text)
LANGUAGE sql STABLE AS $$
    SELECT entry.ref, entry.id, edition.is_listed IS TRUE, document_marked(row_to_json(item)::text),
        coalesce(document_marked(said.card), ''), coalesce(document_marked(left(said.card, -1) || ',' || substr(said.rest, 2)), '')
    FROM (SELECT DISTINCT unnest(wanted) AS id) asked JOIN experiences_entry entry USING (id)
    -- OFFSET 0: one look-up for each, whatever the planner believes of how many editions are published
    LEFT JOIN LATERAL (SELECT * FROM document_edition WHERE document_edition.entry_id = entry.id OFFSET 0) edition ON true
    LEFT JOIN experiences_editiontext text ON text.edition_id = edition.id AND text.is_original
    CROSS JOIN LATERAL ({ITEM}
    ) item
    LEFT JOIN LATERAL (
        SELECT row_to_json(card)::text AS card, row_to_json(rest)::text AS rest
        FROM ({CARD}
        ) card CROSS JOIN ({REST}
        ) rest
    ) said ON edition.id IS NOT NULL
    WHERE edition.id IS NOT NULL OR entry.state IN ('withdrawn', 'merged')
        OR EXISTS (SELECT FROM experiences_storeddocument once WHERE once.entry_id = entry.id)
$$;
"""

# To plan the making of a document takes longer than to make it: it is planned once for a connection, by look-ups only, since what
# is planned for empty tables must serve for full ones.
KEEP = """
CREATE FUNCTION document_refresh(wanted bigint[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    PERFORM search_touch();
    -- references that are no longer there, which only somebody with the power to change or empty tables brings about
    UPDATE experiences_storeddocument gone SET entry_id = NULL, is_listed = false, card = '', document = '', item = remains,
        digest = encode(sha256(convert_to(remains, 'UTF8')), 'hex'), position = nextval('document_position'),
        changed_at = clock_timestamp()
    FROM experiences_storeddocument stored, LATERAL (SELECT row_to_json(tombstone)::text AS remains FROM (
        SELECT stored.ref, NULL AS key, NULL AS kind, true AS deleted, NULL AS url, NULL AS api_url, NULL AS edition,
            NULL AS first_published_at, NULL AS withdrawn_at, NULL AS reason, NULL AS reason_label, NULL AS note, NULL AS merged_into
    ) tombstone) said
    WHERE gone.ref = stored.ref AND stored.entry_id = ANY (wanted)
        AND NOT EXISTS (SELECT FROM experiences_entry entry WHERE entry.id = stored.entry_id AND entry.ref = stored.ref);
    INSERT INTO experiences_storeddocument
        (ref, entry_id, is_listed, item, card, document, digest, position, changed_at)
    SELECT ref, entry_id, is_listed, item, card, document, digest, nextval('document_position'), clock_timestamp()
    FROM (
        SELECT *, encode(sha256(convert_to(item || document, 'UTF8')), 'hex') AS digest FROM document_of(wanted)
    ) fresh
    WHERE NOT EXISTS (
        SELECT FROM experiences_storeddocument same
        WHERE same.ref = fresh.ref AND same.digest = fresh.digest AND same.entry_id = fresh.entry_id
    )
    ON CONFLICT (ref) DO UPDATE SET entry_id = excluded.entry_id, is_listed = excluded.is_listed, item = excluded.item,
        card = excluded.card, document = excluded.document, digest = excluded.digest, position = excluded.position,
        changed_at = excluded.changed_at;
END $$;
"""

UNDO = """
DROP FUNCTION document_refresh, document_of;
DROP VIEW document_transfer, document_link, document_edition;
DROP FUNCTION document_marked, document_entry_path, document_text_digest, document_sections, document_period, document_opening,
    document_date, document_moment;
DROP TABLE document_feed, document_term;
DROP SEQUENCE document_position;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0021_saves")]
    operations = [
        migrations.CreateModel(
            name="StoredDocument",
            fields=[
                ("ref", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("is_listed", models.BooleanField()),
                ("item", models.TextField()),
                ("card", models.TextField(blank=True)),
                ("document", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("position", models.BigIntegerField(unique=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="stored_document",
                        to="experiences.entry",
                    ),
                ),
            ],
            options={"ordering": ["position"], "default_permissions": ()},
        ),
        migrations.RunSQL(
            [
                TERMS,
                *(
                    ("INSERT INTO document_term (vocabulary, labels) VALUES (%s, %s)", [vocabulary, json.dumps(labels)])
                    for vocabulary, labels in LABELS.items()
                ),
                VALUES,
                READ,
                MAKE,
                KEEP,
            ],
            UNDO,
        ),
    ]
