"""Invitations, clips and the notes on them are told of too: a tool that keeps a copy shows who was invited, and media."""

from django.db import migrations

from accounts.changes import TellChanges

OF_CLIP = "(SELECT a.client_id FROM clients_attachment a WHERE a.id = r.attachment_id)"


class Migration(migrations.Migration):
    dependencies = [("clients", "0020_exports_and_restores"), ("accounts", "0008_changes")]

    operations = [
        TellChanges("clients_invitation", "invitations", client="r.client_id", coaches_only=True),
        TellChanges("clients_attachment", "clips", client="r.client_id"),
        TellChanges("clients_attachmentnote", "clip-notes", client=OF_CLIP),
    ]
