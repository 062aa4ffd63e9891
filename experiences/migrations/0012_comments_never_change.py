"""Comments and their answers are only ever added to, as all that people say on the desk (0009). A comment becomes resolved, or
open again; they go when the entry goes."""

from django.db import migrations

RULES = """
CREATE TRIGGER never_changes BEFORE UPDATE ON experiences_comment FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'is_resolved' <> to_jsonb(NEW) - 'is_resolved') EXECUTE FUNCTION refuse_change_of_record();
CREATE CONSTRAINT TRIGGER never_goes AFTER DELETE ON experiences_comment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION refuse_loss_of_record('experiences_entry', 'entry_id');
CREATE TRIGGER never_changes BEFORE UPDATE ON experiences_answer FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
CREATE CONSTRAINT TRIGGER never_goes AFTER DELETE ON experiences_answer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION refuse_loss_of_record('experiences_comment', 'comment_id');
"""
UNDO = """
DROP TRIGGER never_goes ON experiences_answer;
DROP TRIGGER never_changes ON experiences_answer;
DROP TRIGGER never_goes ON experiences_comment;
DROP TRIGGER never_changes ON experiences_comment;
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0011_comments_and_previews")]
    operations = [migrations.RunSQL(RULES, UNDO)]
