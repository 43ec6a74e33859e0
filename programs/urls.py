"""Addresses of progressions and programs on the coach's desk."""

from django.urls import path

from programs.views import coach

coach_patterns = [
    path("progressions/", coach.progressions, name="progressions"),
    path("progressions/<slug:slug>/", coach.progression, name="progression"),
    path("programs/", coach.programs, name="programs"),
]
