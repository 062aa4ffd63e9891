"""The search index: tables that are derived from published editions, and the functions that fill them.

Nothing but these functions writes to the tables, and nothing but the triggers of the next migration and the command
`check_search_index` calls the functions. docs/decisions/0006-search.md says why it is built so.

- `search_state`: one row. Every change gives it a version that it never had before (a sequence is not rolled back), so that what is
  kept elsewhere under a version is true as long as the version stands; its lock lets one transaction at a time write to the index.
  `collection_version` is the version in which `search_entry` last changed.
- `search_entry`: what a process keeps of each entry (`experiences/search/collection.py`): years, what lists are sorted by, and the codes
  of its facets, as 16-bit numbers, with a byte for each that says how much it counts in a search.
- `search_posting`: which entries hold which word: what BM25 needs. A word is a stem behind its language ("en:educ"). The postings of
  a word stand together, in blocks of 1,024 entries, each posting in eight bytes: the entry (4), twice how often it holds the word,
  a word of the title counting more (2), and how many words the text has (2).
- `search_text`: the text of an entry in a language, for phrases, and for taking it out of the index again.
- `search_word`: every word of the collection with its stem, for corrections and highlighting.
- `search_label`: the names of everything that has a page, by their endings, for exact hits and suggestions.
- `search_code`: the values of the facets.
"""

from django.db import migrations

TABLES = """
CREATE SEQUENCE search_version;
CREATE TABLE search_state (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version bigint NOT NULL DEFAULT 0,
    collection_version bigint NOT NULL DEFAULT 0,
    texts bigint NOT NULL DEFAULT 0,
    words bigint NOT NULL DEFAULT 0
);
INSERT INTO search_state DEFAULT VALUES;

CREATE TABLE search_entry (
    entry_id integer PRIMARY KEY,
    first_year smallint,
    last_year smallint,
    period integer, -- 20101104 for 2010-11-04, 20100000 for 2010
    published_at timestamptz NOT NULL,
    title text COLLATE "C" NOT NULL,
    codes bytea NOT NULL,
    gains bytea NOT NULL
);

CREATE TABLE search_posting (
    lexeme text COLLATE "C" NOT NULL,
    block integer NOT NULL,
    packed bytea NOT NULL,
    PRIMARY KEY (lexeme, block)
) WITH (fillfactor = 70); -- as for search_word below
ALTER TABLE search_posting ALTER packed SET STORAGE EXTERNAL; -- numbers hardly compress

CREATE TABLE search_text (
    entry_id integer NOT NULL,
    language text NOT NULL,
    vector tsvector NOT NULL,
    words text[] NOT NULL,
    length integer NOT NULL,
    PRIMARY KEY (entry_id, language)
);

CREATE TABLE search_word (
    language text COLLATE "C" NOT NULL,
    word text COLLATE "C" NOT NULL,
    lexeme text COLLATE "C" NOT NULL,
    entries integer NOT NULL,
    PRIMARY KEY (word, language)
) WITH (fillfactor = 50); -- room for the next count of a word beside its last, so that no index need be touched
CREATE INDEX search_word_lexeme ON search_word (lexeme);
CREATE INDEX search_word_alike ON search_word USING gin (word gin_trgm_ops);

CREATE TABLE search_label (
    facet text NOT NULL,
    value text NOT NULL,
    key text COLLATE "C" NOT NULL,
    is_whole boolean NOT NULL
);
CREATE INDEX search_label_key ON search_label (key);
CREATE INDEX search_label_value ON search_label (facet, value);
CREATE INDEX search_label_alike ON search_label USING gin (split_part(key, ' ', 1) gin_trgm_ops) WHERE facet <> 'entry';

CREATE TABLE search_code (
    code smallint PRIMARY KEY,
    facet text NOT NULL,
    value text NOT NULL,
    UNIQUE (facet, value)
);
"""

# What entries hold and are: views over what staff write, of published editions only.
CONTENT = """
CREATE VIEW search_content AS
SELECT edition.entry_id, text.language, text.title, text.acronym, text.other_titles, text.summary,
    concat_ws(' ', text.context, text.challenge, text.approach, text.results, text.enabling_factors, text.constraints,
        text.sustainability, text.replication, text.target_groups, text.cost, text.description, text.objectives,
        CASE WHEN text.is_original THEN concat_ws(' ', edition.place,
            (SELECT string_agg(statement, ' ' ORDER BY number) FROM experiences_lesson WHERE edition_id = edition.id),
            (SELECT string_agg(concat_ws(' ', label, value, unit, about, note), ' ' ORDER BY number)
                FROM experiences_fact WHERE edition_id = edition.id),
            (SELECT string_agg(concat_ws(' ', summary, adapted), ' ' ORDER BY number)
                FROM experiences_transfer WHERE edition_id = edition.id)
        ) END
    ) AS body
FROM experiences_edition edition JOIN experiences_editiontext text ON text.edition_id = edition.id
WHERE edition.state = 'published';

CREATE VIEW search_theme_above AS
WITH RECURSIVE above (theme_id, above_id) AS (
    SELECT id, id FROM experiences_theme
    UNION ALL SELECT above.theme_id, theme.parent_id FROM above JOIN experiences_theme theme ON theme.id = above.above_id
    WHERE theme.parent_id IS NOT NULL
)
SELECT * FROM above;

CREATE VIEW search_region_above AS
WITH RECURSIVE above (region_id, above_id) AS (
    SELECT m49, m49 FROM countries_region
    UNION ALL SELECT above.region_id, region.parent_id FROM above JOIN countries_region region ON region.m49 = above.above_id
    WHERE region.parent_id IS NOT NULL
)
SELECT * FROM above;

CREATE FUNCTION search_facets_of(wanted bigint[]) RETURNS TABLE (entry_id bigint, facet text, value text, gain real)
LANGUAGE sql STABLE AS $$
    WITH edition AS MATERIALIZED (
        SELECT * FROM experiences_edition WHERE experiences_edition.entry_id = ANY (wanted) AND state = 'published'
    ), country AS MATERIALIZED (
        SELECT edition.entry_id, role.country_id, role.role, country.region_id
        FROM edition JOIN experiences_countryrole role ON role.edition_id = edition.id
        JOIN countries_country country ON country.id = role.country_id
    ), found (entry_id, facet, value, gain) AS (
        SELECT edition.entry_id, 'kind', kind, 1 FROM edition
        UNION ALL SELECT edition.entry_id, 'type', type, 1 FROM edition
        UNION ALL SELECT edition.entry_id, 'scope', scope, 1 FROM edition
        UNION ALL SELECT edition.entry_id, 'modality', modality, 1 FROM edition WHERE modality <> ''
        UNION ALL SELECT edition.entry_id, 'status', agreement_status, 1 FROM edition WHERE agreement_status <> ''
        UNION ALL SELECT edition.entry_id, 'year', first_year::text, 1 FROM edition WHERE first_year IS NOT NULL
        UNION ALL SELECT edition.entry_id, 'language', text.language, 1
            FROM edition JOIN experiences_editiontext text ON text.edition_id = edition.id
        UNION ALL SELECT country.entry_id, 'country', country_id::text,
            CASE WHEN role IN ('lead', 'learner') THEN 3 WHEN role IN ('party', 'host') THEN 2 ELSE 1 END FROM country
        UNION ALL SELECT country.entry_id, 'country:' || role, country_id::text, 1 FROM country
        UNION ALL SELECT country.entry_id, 'region', above_id, 1 FROM country JOIN search_region_above USING (region_id)
        UNION ALL SELECT country.entry_id, 'group', countrygroup_id::text, 1
            FROM country JOIN countries_countrygroup_members USING (country_id)
        UNION ALL SELECT edition.entry_id, 'theme', above_id::text, CASE WHEN above_id = theme_id THEN 3 ELSE 1 END
            FROM edition JOIN experiences_edition_themes themed ON themed.edition_id = edition.id
            JOIN search_theme_above USING (theme_id)
        UNION ALL SELECT edition.entry_id, 'organisation', organisation_id::text, 3
            FROM edition JOIN experiences_organisationrole role ON role.edition_id = edition.id
        UNION ALL SELECT edition.entry_id, 'recommendation', recommendation_id::text, 2
            FROM edition JOIN experiences_edition_recommendations answered ON answered.edition_id = edition.id
    )
    SELECT found.entry_id, found.facet, found.value, max(found.gain)::real FROM found GROUP BY 1, 2, 3
$$;

CREATE VIEW search_name AS
SELECT 'country' AS facet, id::text AS value, name AS said FROM countries_country
UNION SELECT 'country', id::text, declaration_name FROM countries_country WHERE declaration_name <> ''
UNION SELECT 'country', country_id::text, name FROM countries_countryname
UNION SELECT 'region', m49, name FROM countries_region
UNION SELECT 'group', id::text, name FROM countries_countrygroup
UNION SELECT 'group', id::text, acronym FROM countries_countrygroup WHERE acronym <> ''
UNION SELECT 'theme', id::text, label FROM experiences_theme
UNION SELECT 'theme', theme_id::text, text FROM experiences_themelabel
UNION SELECT 'organisation', id::text, name FROM experiences_organisation
UNION SELECT 'organisation', id::text, acronym FROM experiences_organisation WHERE acronym <> ''
UNION SELECT 'organisation', id::text, unnest(other_names) FROM experiences_organisation
UNION SELECT 'recommendation', id::text, paragraph FROM experiences_recommendation
UNION SELECT 'recommendation', id::text, title FROM experiences_recommendation;

CREATE VIEW search_entry_name AS
SELECT 'entry' AS facet, entry.id AS value, entry.ref AS said
    FROM experiences_entry entry JOIN experiences_edition edition ON edition.entry_id = entry.id AND edition.state = 'published'
UNION SELECT 'entry', entry.id, entry.key
    FROM experiences_entry entry JOIN experiences_edition edition ON edition.entry_id = entry.id AND edition.state = 'published'
UNION SELECT 'entry', entry_id, title FROM search_content
UNION SELECT 'entry', entry_id, acronym FROM search_content WHERE acronym <> ''
UNION SELECT 'entry', entry_id, unnest(other_titles) FROM search_content;

CREATE VIEW search_choice AS
SELECT 'country' AS facet, id::text AS value, iso3 AS public, name AS label, sort_name AS place, NULL AS parent
    FROM countries_country
UNION ALL SELECT 'region', m49, m49, name, public.fold(name), parent_id FROM countries_region
UNION ALL SELECT 'group', id::text, slug, name, public.fold(name), NULL FROM countries_countrygroup
UNION ALL SELECT 'theme', theme.id::text, theme.slug, theme.label, theme.sort_label, parent.slug
    FROM experiences_theme theme LEFT JOIN experiences_theme parent ON parent.id = theme.parent_id
UNION ALL SELECT 'organisation', id::text, slug, name, sort_name, NULL FROM experiences_organisation
UNION ALL SELECT 'recommendation', id::text, slug, paragraph || ' ' || title, to_char(position, 'FM00000'), NULL
    FROM experiences_recommendation;
"""

# One thing a function. Each takes the ids of entries, so that one entry and a hundred thousand go the same way: planned for how many
# there are, since the best way differs.
FILL = """
CREATE FUNCTION search_touch() RETURNS void LANGUAGE sql AS $$
    UPDATE search_state SET version = nextval('search_version')
$$;

CREATE FUNCTION search_put_codes(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_code (code, facet, value)
        SELECT (SELECT coalesce(max(code), 0) FROM search_code) + row_number() OVER (ORDER BY facet, value), facet, value
        FROM (SELECT DISTINCT facet, value FROM search_facets_of(wanted)) fresh
        WHERE NOT EXISTS (SELECT FROM search_code known WHERE known.facet = fresh.facet AND known.value = fresh.value);
    WITH coded AS MATERIALIZED (
        SELECT facets.entry_id, string_agg(int2send(known.code), '' ORDER BY known.code) AS codes,
            string_agg(set_byte(' '::bytea, 0, facets.gain::int), '' ORDER BY known.code) AS gains
        FROM search_facets_of(wanted) facets JOIN search_code known USING (facet, value) GROUP BY 1
    )
    INSERT INTO search_entry (entry_id, first_year, last_year, period, published_at, title, codes, gains)
        SELECT edition.entry_id, first_year, last_year, rpad(nullif(replace(period_from, '-', ''), ''), 8, '0')::int, published_at, coalesce(text.sort_title, ''),
            coded.codes, coded.gains
        -- OFFSET 0: one look-up for each, whatever the planner believes of how many editions are published
        FROM coded, LATERAL (
            SELECT * FROM experiences_edition WHERE experiences_edition.entry_id = coded.entry_id AND state = 'published' OFFSET 0
        ) edition LEFT JOIN experiences_editiontext text ON text.edition_id = edition.id AND text.is_original
        ORDER BY 1;
    UPDATE search_state SET collection_version = version;
END $$;

CREATE FUNCTION search_take_codes(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_entry WHERE entry_id = ANY (wanted);
    UPDATE search_state SET collection_version = version;
END $$;

CREATE FUNCTION search_without(packed bytea, entries int[]) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    gone int;
    place int;
    found int;
BEGIN
    FOREACH gone IN ARRAY entries LOOP
        place := 1;
        LOOP
            found := position(int4send(gone) IN substr(packed, place));
            EXIT WHEN found = 0;
            place := place + found - 1;
            IF place % 8 = 1 THEN -- a posting begins here; else the bytes are of other numbers
                packed := substr(packed, 1, place - 1) || substr(packed, place + 8);
                EXIT;
            END IF;
            place := place + 1;
        END LOOP;
    END LOOP;
    RETURN packed;
END $$;

CREATE FUNCTION search_put_texts(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_text (entry_id, language, vector, words, length)
        SELECT entry_id, language, vector,
            ARRAY(SELECT DISTINCT word FROM string_to_table(search_spaced(concat_ws(' ', title, others, summary, body), false), ' ') word
                WHERE length(word) BETWEEN 1 AND 40 AND word !~ '^zz[0-9a-f]{5}' ORDER BY word),
            (SELECT coalesce(sum(cardinality(positions)), 0) FROM unnest(vector))
        FROM (
            SELECT *, setweight(to_tsvector(search_config(language), search_spaced(title, true)), 'A')
                || setweight(to_tsvector(search_config(language), search_spaced(others, true)), 'B')
                || setweight(to_tsvector(search_config(language), search_spaced(summary, true)), 'C')
                || setweight(to_tsvector(search_config(language), search_spaced(body, true)), 'D') AS vector
            FROM (
                SELECT entry_id, language, search_key(search_elided(language, concat_ws(' ', title, acronym))) AS title,
                    search_key(search_elided(language, array_to_string(other_titles, ' '))) AS others,
                    search_key(search_elided(language, summary)) AS summary, search_key(search_elided(language, body)) AS body
                FROM search_content WHERE entry_id = ANY (wanted)
                OFFSET 0
            ) keyed
            OFFSET 0
        ) said;
    INSERT INTO search_posting AS known (lexeme, block, packed)
        SELECT text.language || ':' || held.lexeme, text.entry_id >> 10, string_agg(
            int4send(text.entry_id) || int2send(least(32767, 2 * cardinality(held.weights)
                + 4 * cardinality(array_positions(held.weights, 'A')) + 2 * cardinality(array_positions(held.weights, 'B'))
                + cardinality(array_positions(held.weights, 'C')))::smallint) || int2send(least(32767, text.length)::smallint), '')
        FROM search_text text, unnest(text.vector) held WHERE text.entry_id = ANY (wanted) GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (lexeme, block) DO UPDATE SET packed = known.packed || excluded.packed;
    INSERT INTO search_word AS known (language, word, lexeme, entries)
        SELECT language, word, language || ':' || stem, entries
        FROM (
            -- OFFSET 0: each word is brought to its stem once, not wherever it stands
            SELECT language, word, count(*) AS entries FROM search_text, unnest(words) word
            WHERE entry_id = ANY (wanted) GROUP BY 1, 2 OFFSET 0
        ) held, LATERAL (SELECT (tsvector_to_array(to_tsvector(search_config(language), word)))[1] AS stem) stemmed
        WHERE stem IS NOT NULL
        ON CONFLICT (word, language) DO UPDATE SET entries = known.entries + excluded.entries;
    INSERT INTO search_label (facet, value, key, is_whole)
        SELECT DISTINCT ON (name.value, ending.key) 'entry', name.value::text, ending.key, ending.is_whole
        FROM search_entry_name name, search_endings(name.said) ending
        WHERE name.value = ANY (wanted) ORDER BY name.value, ending.key, ending.is_whole DESC;
    UPDATE search_state SET texts = search_state.texts + held.texts, words = search_state.words + held.words
        FROM (SELECT count(*) AS texts, coalesce(sum(length), 0) AS words FROM search_text WHERE entry_id = ANY (wanted)) held;
END $$;

CREATE FUNCTION search_take_texts(wanted bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE search_word known SET entries = known.entries - gone.entries
        FROM (SELECT language, word, count(*) AS entries FROM search_text, unnest(words) word
            WHERE entry_id = ANY (wanted) GROUP BY 1, 2) gone
        WHERE known.word = gone.word COLLATE "C" AND known.language = gone.language COLLATE "C";
    DELETE FROM search_word known USING (SELECT DISTINCT word FROM search_text, unnest(words) word
            WHERE entry_id = ANY (wanted)) gone
        WHERE known.word = gone.word COLLATE "C" AND known.entries = 0;
    UPDATE search_posting posting SET packed = search_without(posting.packed, held.entries)
        FROM (SELECT text.language || ':' || lexeme AS lexeme, text.entry_id >> 10 AS block, array_agg(text.entry_id) AS entries
            FROM search_text text, unnest(tsvector_to_array(text.vector)) lexeme WHERE text.entry_id = ANY (wanted) GROUP BY 1, 2) held
        WHERE posting.lexeme = held.lexeme COLLATE "C" AND posting.block = held.block;
    DELETE FROM search_posting posting
        USING (SELECT DISTINCT text.language || ':' || lexeme AS lexeme, text.entry_id >> 10 AS block
            FROM search_text text, unnest(tsvector_to_array(text.vector)) lexeme WHERE text.entry_id = ANY (wanted)) held
        WHERE posting.lexeme = held.lexeme COLLATE "C" AND posting.block = held.block AND posting.packed = '';
    DELETE FROM search_label WHERE facet = 'entry' AND value = ANY (wanted::text[]);
    UPDATE search_state SET texts = search_state.texts - held.texts, words = search_state.words - held.words
        FROM (SELECT count(*) AS texts, coalesce(sum(length), 0) AS words FROM search_text WHERE entry_id = ANY (wanted)) held;
    DELETE FROM search_text WHERE entry_id = ANY (wanted);
END $$;

CREATE FUNCTION search_refresh(wanted bigint[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    PERFORM search_touch();
    PERFORM search_take_texts(wanted);
    PERFORM search_take_codes(wanted);
    PERFORM search_put_codes(wanted);
    PERFORM search_put_texts(wanted);
END $$;

CREATE FUNCTION search_recode(wanted bigint[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    PERFORM search_touch();
    PERFORM search_take_codes(wanted);
    PERFORM search_put_codes(wanted);
END $$;

CREATE FUNCTION search_rename(of_facet text, of_value text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM search_touch();
    DELETE FROM search_label WHERE facet = of_facet AND value = of_value;
    INSERT INTO search_label (facet, value, key, is_whole)
        SELECT DISTINCT ON (ending.key) of_facet, of_value, ending.key, ending.is_whole
        FROM search_name name, search_endings(name.said) ending
        WHERE name.facet = of_facet AND name.value = of_value ORDER BY ending.key, ending.is_whole DESC;
END $$;
"""

UNDO = """
DROP FUNCTION search_rename, search_recode, search_refresh, search_take_texts, search_put_texts, search_without, search_take_codes,
    search_put_codes, search_touch, search_facets_of;
DROP VIEW search_choice, search_entry_name, search_name, search_region_above, search_theme_above, search_content;
DROP TABLE search_code, search_label, search_word, search_text, search_entry, search_posting, search_state;
DROP SEQUENCE search_version;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0003_text_analysis")]
    operations = [migrations.RunSQL([TABLES, CONTENT, FILL], UNDO)]
