"""The admin's log keeps names and e-mails of what was changed, and outlives the rows themselves.

Requests have no rights on that log. This function runs as the owner and can do one thing only: of rows that are gone
it takes away which one it was, and what it was called. That somebody of the support staff did something stays.
"""

from django.db import migrations

from accounts.tenancy import ROLE

FORGET = f"""
CREATE FUNCTION kickstand_forget_gone() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE kind record;
BEGIN
  FOR kind IN
    SELECT t.id, c.table_name FROM django_content_type t JOIN information_schema.columns c
        ON c.table_schema = 'public' AND c.table_name = t.app_label || '_' || t.model AND c.column_name = 'id'
     WHERE EXISTS (SELECT FROM django_admin_log l WHERE l.content_type_id = t.id AND l.object_id IS NOT NULL)
  LOOP
    EXECUTE format(
      'UPDATE django_admin_log SET object_id = NULL, object_repr = %L, change_message = %L'
      ' WHERE content_type_id = %s AND object_id IS NOT NULL'
      ' AND NOT EXISTS (SELECT FROM %I r WHERE r.id::text = object_id)',
      'deleted', '', kind.id, kind.table_name);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION kickstand_forget_gone() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kickstand_forget_gone() TO {ROLE};
"""


class Migration(migrations.Migration):
    dependencies = (
        ("accounts", "0005_user_language"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    )
    operations = (migrations.RunSQL(FORGET, "DROP FUNCTION kickstand_forget_gone()"),)
