"""Comments from before there were seen times stood on pages that both sides opened: nobody finds them new now."""

from django.db import migrations

FILL = "UPDATE clients_comment SET seen_by_client_at = created_at, seen_by_coach_at = created_at;"


class Migration(migrations.Migration):
    dependencies = [("clients", "0005_comments_are_seen")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
