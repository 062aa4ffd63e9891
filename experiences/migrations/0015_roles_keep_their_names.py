"""A role is known by its group's name: the database lets nobody rename or delete it, and so take the role from everybody who has it."""

from django.db import migrations

NAMES_STAY = """
CREATE FUNCTION refuse_loss_of_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the group "%" is a role: it keeps its name and is not deleted', OLD.name
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER role_keeps_its_name BEFORE UPDATE ON auth_group FOR EACH ROW
    WHEN (OLD.name <> NEW.name AND OLD.name IN ('focal point', 'editor', 'reviewer', 'publisher', 'administrator', 'translator'))
    EXECUTE FUNCTION refuse_loss_of_role();
CREATE TRIGGER role_stays BEFORE DELETE ON auth_group FOR EACH ROW
    WHEN (OLD.name IN ('focal point', 'editor', 'reviewer', 'publisher', 'administrator', 'translator'))
    EXECUTE FUNCTION refuse_loss_of_role();
"""


class Migration(migrations.Migration):
    dependencies = [("experiences", "0014_contacts")]
    operations = [migrations.RunSQL(NAMES_STAY, "DROP FUNCTION refuse_loss_of_role CASCADE")]
