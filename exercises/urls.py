"""Addresses of the library, the same for coaches and clients, and of a practice's own exercises on the coach's desk."""

from django.urls import path

from accounts.access import kept_on_phone
from exercises.views import coach, library, variations

library_patterns = [
    path("", kept_on_phone(library.exercise_list), name="list"),
    path("<slug:slug>/", kept_on_phone(library.exercise_entry), name="exercise"),
    path("<slug:slug>/copies/", coach.copies, name="copies"),
]

coach_patterns = [
    path("exercises/new/", coach.exercise_new, name="exercise-new"),
    path("exercises/<uuid:pk>/edit/", coach.exercise_edit, name="exercise-edit"),
    path("exercises/<uuid:pk>/changes/", coach.changes, name="exercise-changes"),
    path("exercises/<uuid:pk>/archive/", coach.archive, name="exercise-archive"),
    path("exercises/<uuid:pk>/restore/", coach.restore, name="exercise-restore"),
    path("exercises/<uuid:pk>/delete/", coach.delete, name="exercise-delete"),
    path("exercises/<uuid:pk>/variations/new/", variations.variation_new, name="variation-new"),
    path("variations/<uuid:pk>/edit/", variations.variation_edit, name="variation-edit"),
    path("variations/<uuid:pk>/archive/", variations.variation_archive, name="variation-archive"),
    path("variations/<uuid:pk>/restore/", variations.variation_restore, name="variation-restore"),
]
