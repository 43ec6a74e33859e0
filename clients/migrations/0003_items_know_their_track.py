"""Items of sessions before there were programs belong to their session's assignment; body masses get their history."""

from django.db import migrations

FILL = """
UPDATE clients_sessionitem item SET assignment_id = session.assignment_id
  FROM clients_session session WHERE session.id = item.session_id AND item.assignment_id IS NULL;
INSERT INTO clients_bodymass (id, practice_id, client_id, measured_on, kg)
SELECT gen_random_uuid(), practice_id, id, created_at::date, body_mass_kg
  FROM clients_client WHERE body_mass_kg IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_programs_reviews_threads_clips")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
