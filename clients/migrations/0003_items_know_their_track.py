"""Items of sessions from before there were programs belong to their session's assignment."""

from django.db import migrations

FILL = """
UPDATE clients_sessionitem item SET assignment_id = session.assignment_id
  FROM clients_session session WHERE session.id = item.session_id AND item.assignment_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_programs_and_technique")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
