from django.urls import path

from accounts import views

coach_patterns = [path("settings/", views.coach_settings, name="settings")]
