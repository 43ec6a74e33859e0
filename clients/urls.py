"""Addresses of clients' pages: the coach's desk, the client's phone, and the invitation that anyone may open."""

from django.urls import URLPattern, path

from clients.views import client as me
from clients.views import invite

coach_patterns: list[URLPattern] = []

client_patterns = [
    path("today/", me.today, name="today"),
    path("sets/", me.set_log, name="set-log"),
    path("sets/<uuid:pk>/", me.set_correct, name="set"),
    path("sessions/<uuid:pk>/", me.done, name="done"),
    path("sessions/<uuid:pk>/finish/", me.finish, name="finish"),
    path("sessions/<uuid:pk>/skip/", me.skip, name="skip"),
    path("sessions/<uuid:pk>/stop/", me.session_stop, name="stop"),
    path("sessions/<uuid:pk>/morning/", me.morning, name="morning"),
    path("sessions/<uuid:pk>/comments/", me.comments, name="comments"),
    path("history/", me.history, name="history"),
    path("ladder/", me.ladder, name="ladder"),
    path("signs/", me.signs, name="signs"),
    path("settings/", me.settings, name="settings"),
]

public_patterns = [path("<str:token>/", invite.join, name="join")]
