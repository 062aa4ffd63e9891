"""When the search index changed last, for the header `Last-Modified`: each version that others can see has a second of its own.

HTTP's dates have no fractions of a second. Two versions within one second would be told apart by nothing, and a reader who has the
first would not be sent the second. So a transaction that follows on another within a second takes the next one.
"""

from django.db import migrations

CHANGED = """
ALTER TABLE search_state ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now(), ADD COLUMN changed_in xid8;

CREATE OR REPLACE FUNCTION search_touch() RETURNS void LANGUAGE sql AS $$
    UPDATE search_state SET version = nextval('search_version'), changed_in = pg_current_xact_id(),
        changed_at = CASE WHEN changed_in = pg_current_xact_id() THEN greatest(changed_at, clock_timestamp())
            ELSE greatest(changed_at + interval '1 second', clock_timestamp()) END
$$;
"""
UNDO = """
CREATE OR REPLACE FUNCTION search_touch() RETURNS void LANGUAGE sql AS $$
    UPDATE search_state SET version = nextval('search_version')
$$;
ALTER TABLE search_state DROP COLUMN changed_at, DROP COLUMN changed_in;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0024_mirrors")]
    operations = [migrations.RunSQL(CHANGED, UNDO)]
