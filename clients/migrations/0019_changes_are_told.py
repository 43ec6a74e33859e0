"""Every change of what the API shows is noted by the database itself: pages, tools, jobs and bulk writes alike."""

from django.db import migrations

from accounts.changes import ForgetWhose, TellChanges

OF_ASSIGNMENT = "(SELECT a.client_id FROM clients_assignment a WHERE a.id = r.assignment_id)"
OF_SESSION = {"row": "p.id", "client": "p.client_id"}


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0018_sessions_from_other_tools"),
        ("accounts", "0008_changes"),
        ("exercises", "0002_movement_cues_link_copies"),
        ("programs", "0005_rest_between_sides"),
    ]

    operations = [
        TellChanges("clients_client", "clients", client="r.id"),
        ForgetWhose("clients_client"),
        TellChanges("clients_clientnote", "notes", client="r.client_id", coaches_only=True),
        TellChanges("clients_bodymass", "body-masses", client="r.client_id"),
        TellChanges("clients_assignment", "assignments", client="r.client_id"),
        TellChanges(
            "clients_schedulechange",
            "assignments",
            of="JOIN clients_assignment p ON p.id = r.assignment_id",
            row="p.id",
            client="p.client_id",
        ),
        TellChanges("clients_swap", "swaps", client=OF_ASSIGNMENT),
        TellChanges("clients_session", "sessions", client="r.client_id"),
        TellChanges(
            "clients_sessionitem", "sessions", of="JOIN clients_session p ON p.id = r.session_id", **OF_SESSION
        ),
        TellChanges(
            "clients_target",
            "sessions",
            of="JOIN clients_sessionitem i ON i.id = r.item_id JOIN clients_session p ON p.id = i.session_id",
            **OF_SESSION,
        ),
        TellChanges("clients_setlog", "sets", row="r.uuid", client="r.client_id"),
        TellChanges("clients_proposal", "proposals", client=OF_ASSIGNMENT),
        TellChanges("clients_comment", "comments", client="r.client_id"),
        TellChanges("exercises_exercise", "exercises"),
        TellChanges(
            "exercises_exercisemuscle", "exercises", of="JOIN exercises_exercise p ON p.id = r.exercise_id", row="p.id"
        ),
        TellChanges("exercises_variation", "variations"),
        TellChanges("programs_progression", "progressions"),
        TellChanges(
            "programs_rung", "progressions", of="JOIN programs_progression p ON p.id = r.progression_id", row="p.id"
        ),
        TellChanges(
            "programs_gate",
            "progressions",
            of="JOIN programs_rung g ON g.id = r.rung_id JOIN programs_progression p ON p.id = g.progression_id",
            row="p.id",
        ),
        TellChanges("programs_program", "programs", coaches_only=True),
        TellChanges(
            "programs_programday",
            "programs",
            of="JOIN programs_program p ON p.id = r.program_id",
            row="p.id",
            coaches_only=True,
        ),
        TellChanges(
            "programs_programitem",
            "programs",
            of="JOIN programs_programday d ON d.id = r.day_id JOIN programs_program p ON p.id = d.program_id",
            row="p.id",
            coaches_only=True,
        ),
    ]
