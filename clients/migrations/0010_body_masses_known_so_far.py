"""What is known of clients' body mass so far becomes the first day of their list: the day they were added."""

from django.db import migrations

FILL = """
INSERT INTO clients_bodymass (id, practice_id, client_id, measured_on, kg)
SELECT gen_random_uuid(), practice_id, id, (created_at AT TIME ZONE time_zone)::date, body_mass_kg
  FROM clients_client WHERE body_mass_kg IS NOT NULL
    ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0009_client_notes_body_masses")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
