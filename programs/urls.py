"""Addresses of progressions and programs on the coach's desk."""

from django.urls import path

from programs.views import builder, coach, conflicts, editor, printing, programs

coach_patterns = [
    path("progressions/", coach.progressions, name="progressions"),
    path("progressions/new/", editor.progression_new, name="progression-new"),
    path("progressions/versions/<uuid:pk>/", coach.progression_version, name="progression-version"),
    path("progressions/<uuid:pk>/copies/", editor.progression_copies, name="progression-copies"),
    path("progressions/<uuid:family>/edit/", editor.progression_edit, name="progression-edit"),
    path("progressions/<uuid:family>/versions/", editor.progression_versions, name="progression-versions"),
    path("progressions/<uuid:family>/conflict/", conflicts.progression_conflict, name="progression-conflict"),
    path("progressions/<uuid:family>/discard/", editor.progression_discard, name="progression-discard"),
    path("progressions/<uuid:family>/archive/", editor.progression_archive, name="progression-archive"),
    path("progressions/<uuid:family>/restore/", editor.progression_restore, name="progression-restore"),
    path("progressions/<slug:slug>/", coach.progression, name="progression"),
    path("programs/", programs.programs, name="programs"),
    path("programs/new/", programs.program_new, name="program-new"),
    path("programs/reading/", builder.program_reading, name="program-reading"),
    path("programs/<uuid:family>/", programs.program, name="program"),
    path("programs/<uuid:family>/edit/", builder.program_edit, name="program-edit"),
    path("programs/<uuid:family>/print/", printing.program_print, name="program-print"),
    path("programs/<uuid:family>/steps/", builder.program_step, name="program-step"),
    path("programs/<uuid:family>/versions/", builder.program_save, name="program-save"),
    path("programs/<uuid:family>/discard/", builder.program_discard, name="program-discard"),
    path("programs/<uuid:family>/copies/", programs.program_copies, name="program-copies"),
    path("programs/<uuid:family>/archive/", programs.program_archive, name="program-archive"),
    path("programs/<uuid:family>/restore/", programs.program_restore, name="program-restore"),
]
