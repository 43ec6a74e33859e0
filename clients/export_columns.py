"""The columns of the export's tables in their order; docs/export.md says what each is."""

from clients.importing import COLUMNS

FIGURES = ("action", "position", "load", "unit", "sets", "reps", "rest_s")
HEADS: dict[str, list[str]] = {
    "account": [
        "name", "email", "unit", "time_zone", "language", "mail_digest", "joined_at", "last_sign_in", "coach", "status",
        "side_note", "client_since",
    ],
    "memberships": ["practice", "as", "since"],
    "addresses": ["email", "primary", "confirmed"],
    "tokens": ["name", "may", "made_at", "good_until"],
    "reminders": [
        "session_push", "session_mail", "session_at", "reply_push", "decision_push", "decision_mail", "quiet_from",
        "quiet_until",
    ],
    "devices": ["browser", "system", "language", "on_since", "last_reminder"],
    "reminders_sent": ["kind", "day", "way", "due_at", "sent_at", "not_sent"],
    "client": list(COLUMNS),
    "assignments": [
        "assignment", "part_of", "program", "progression", "start_rung", "start_load", "start_date", "weekdays",
        "coupling", "policy", "status", "ended_at",
    ],
    "schedule_changes": ["assignment", "change", "day", "to", "made_at", "made_by"],
    "swaps": ["assignment", "due_on", "exercise", "instead_of", "reason", "note", "made_at", "made_by"],
    "sessions": [
        "session", "assignment", "source", "title", "due_on", "performed_on", "status", "skip_reason", "effort", "note",
        "red_flag", "next_day_pain", "opened_at", "finished_at", "reviewed_at", "reviewed_by",
    ],
    "targets": [
        "session", "exercise_number", "exercise", "rung", "side", "implement", "load", "load_words", "unit", "sets",
        "reps", "seconds", "rir", "tempo", "rest_s", "side_rest_s",
        "lighter_week", "action",
    ],
    "sets": [
        "set", "session", "exercise_number", "set_number", "side", "kind", "reps", "seconds", "load", "unit", "load_kg",
        "rir", "pain", "skip_reason", "performed_at", "received_at", "corrected",
    ],
    "corrections": [
        "set", "replaced_at", "replaced_by", "kind", "reps", "seconds", "load", "unit", "rir", "pain", "skip_reason",
    ],
    "technique": ["session", "exercise_number", "side", "sound", "note", "marked_at", "marked_by"],
    "proposals": [
        "proposal", "session", "assignment", "side", *(f"proposed_{name}" for name in FIGURES),
        *(f"holds_{name}" for name in FIGURES), "reasons", "status", "created_at", "decided_at", "decided_by", "note",
    ],
    "decisions": [
        "session", "proposal", "about", "decision", "made_at", "made_by", "undone_at", "undone_by",
    ],
    "comments": ["session", "written_at", "written_by", "text"],
    "phone_actions": ["action", "session", "kind", "state", "reason", "said_at", "received_at", "sent"],
    "notes": ["written_at", "written_by", "changed_at", "text"],
    "body_masses": ["measured_on", "kg"],
    "clips": ["clip", "session", "set", "kind", "content_type", "bytes", "added_at", "added_by", "seen_at"],
    "clip_notes": ["clip", "at_ms", "written_at", "written_by", "text"],
}  # fmt: skip
