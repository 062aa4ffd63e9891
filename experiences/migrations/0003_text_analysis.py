"""How the search reads text: entries and queries go through the same functions, so that what is typed meets what is written.

- `search_key`: lower case, accents and apostrophes taken off, punctuation as one space. Names and titles are compared in this form.
- `search_spaced`: scripts without spaces (Han, kana, Thai, Lao, Burmese, Khmer), for which PostgreSQL's parser makes one word of
  a sentence, as overlapping pairs of characters, each a word of ASCII: zz, then the code points. A text also gives its single
  characters; a query gives one only where it stands alone.
- `search_elided`: French words that lost their last letter before an apostrophe, as words of their own: "l'école" is "l école".
- `search_config`: the dictionary that brings the words of a language to their stems.
"""

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

KEY = r"""
CREATE FUNCTION search_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        translate(public.fold($1), '''’ʼ`´', ''),
        '[\s!-/:-@\[-\^_{-~¡-§©«-¬®-±¶-·»¿×÷–—‐‑‒‘“”„…•،؛؟۔।॥፣、。，．：；！？（）《》「」『』〈〉【】・။၊។៕๏]+', ' ', 'g'
    ))
$$
"""

KEYS = """
CREATE FUNCTION search_keys(text[]) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(search_key(said)) FROM unnest($1) said
$$
"""

# the ranges are those of Thai, Lao, Burmese, Khmer, kana and Han with its extensions
SPACED = r"""
CREATE FUNCTION search_spaced(said text, of_text boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    ranges CONSTANT text := '\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF';
    run text;
    words text[] := '{}';
    singles text[] := '{}';
BEGIN
    IF said !~ ('[' || ranges || ']') THEN
        RETURN said;
    END IF;
    FOR run IN SELECT part[1] FROM regexp_matches(said, '[' || ranges || ']+|[^' || ranges || ']+', 'g') part LOOP
        IF run !~ ('^[' || ranges || ']') THEN
            words := words || btrim(run);
            CONTINUE;
        END IF;
        FOR place IN 1..length(run) LOOP
            IF place < length(run) THEN
                words := words || ('zz' || lpad(to_hex(ascii(substr(run, place, 1))), 5, '0')
                    || lpad(to_hex(ascii(substr(run, place + 1, 1))), 5, '0'));
            END IF;
            IF of_text OR length(run) = 1 THEN
                singles := singles || ('zz' || lpad(to_hex(ascii(substr(run, place, 1))), 5, '0'));
            END IF;
        END LOOP;
    END LOOP;
    RETURN array_to_string(words || singles, ' ');
END $$
"""

ELIDED = r"""
CREATE FUNCTION search_elided(language text, said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE language
        WHEN 'fr' THEN regexp_replace(said, '\m([cdjlmnst]|qu)[''’](?=[[:alpha:]])', '\1 ', 'gi')
        ELSE said
    END
$$
"""

CONFIG = """
CREATE FUNCTION search_config(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE language
        WHEN 'en' THEN 'pg_catalog.english'
        WHEN 'ar' THEN 'pg_catalog.arabic'
        WHEN 'es' THEN 'pg_catalog.spanish'
        WHEN 'fr' THEN 'pg_catalog.french'
        WHEN 'hi' THEN 'pg_catalog.hindi'
        WHEN 'id' THEN 'pg_catalog.indonesian'
        WHEN 'ne' THEN 'pg_catalog.nepali'
        WHEN 'pt' THEN 'pg_catalog.portuguese'
        WHEN 'ru' THEN 'pg_catalog.russian'
        WHEN 'ta' THEN 'pg_catalog.tamil'
        ELSE 'pg_catalog.simple'
    END::regconfig
$$
"""

VECTOR = """
CREATE FUNCTION search_vector(language text, said text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT to_tsvector(search_config(language), search_spaced(search_key(search_elided(language, said)), true))
$$
"""

PHRASE = """
CREATE FUNCTION search_phrase(language text, said text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT phraseto_tsquery(search_config(language), search_spaced(search_key(search_elided(language, said)), false))
$$
"""

# A name or title can be found by its beginning and by that of each of its words: "viet nam" and "nam". In scripts without
# spaces, by each character.
ENDINGS = r"""
CREATE FUNCTION search_endings(said text) RETURNS TABLE (key text, is_whole boolean)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    WITH whole AS (SELECT left(search_key(said), 200) AS key)
    SELECT substr(whole.key, place), place = 1
    FROM whole, generate_series(1, least(length(whole.key), 120)) place
    WHERE substr(whole.key, place, 1) <> ' '
        AND (place = 1 OR substr(whole.key, place - 1, 1) = ' ' OR substr(whole.key, place, 1) ~ '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF]')
$$
"""

UNDO = """
DROP FUNCTION search_endings(text);
DROP FUNCTION search_phrase(text, text);
DROP FUNCTION search_vector(text, text);
DROP FUNCTION search_config(text);
DROP FUNCTION search_elided(text, text);
DROP FUNCTION search_spaced(text, boolean);
DROP FUNCTION search_keys(text[]);
DROP FUNCTION search_key(text);
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0002_published_editions_never_change")]
    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL([KEY, KEYS, SPACED, ELIDED, CONFIG, VECTOR, PHRASE, ENDINGS], UNDO),
    ]
