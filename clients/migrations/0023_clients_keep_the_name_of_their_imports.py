from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("clients", "0022_phones_swap_exercises")]

    operations = [
        migrations.AddField(
            model_name="client",
            name="imported_as",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="Who this was in the practice that they were restored from: its id, without signs. Sets of other"
                " tools are known by it.",
                max_length=32,
            ),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=Q(imported_as="") | Q(imported_as__regex="^[0-9a-f]{32}$"), name="client_imported_as_is_an_id"
            ),
        ),
    ]
