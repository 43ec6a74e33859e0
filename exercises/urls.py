"""Addresses of the library: the same for coaches and clients."""

from django.urls import path

from exercises.views import library

library_patterns = [
    path("", library.exercise_list, name="list"),
    path("<slug:slug>/", library.exercise_entry, name="exercise"),
]
