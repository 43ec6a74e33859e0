"""Addresses of clients' pages: the coach's desk, the client's phone, and the invitation that anyone may open."""

from django.urls import URLPattern, path

from clients.views import (
    assign,
    assign_program,
    client_log,
    coach,
    decide,
    exporting,
    importing,
    invite,
    leaving,
    moving,
    palette,
    pushing,
    review,
    roster,
    technique,
    threads,
    tried,
)
from clients.views import client as me

coach_patterns: list[URLPattern] = [
    path("review/", review.review, name="review"),
    path("review/<uuid:pk>/", review.review_item, name="review-item"),
    path("review/<uuid:pk>/decision/", decide.decide, name="decide"),
    path("review/list/", review.review_list, name="review-list"),
    path("review/filter/", review.review_filter, name="review-filter"),
    path("review/undo/", decide.undo, name="review-undo"),
    path("review/together/", decide.together, name="review-together"),
    path("review/<uuid:pk>/technique/", technique.technique, name="technique"),
    path("palette/", palette.palette, name="palette"),
    path("clients/", roster.clients, name="clients"),
    path("clients/tags/", roster.client_tags, name="client-tags"),
    path("clients/import/", importing.clients_import, name="clients-import"),
    path("clients/new/", coach.client_new, name="client-new"),
    path("clients/<uuid:pk>/", coach.client, name="client"),
    path("clients/<uuid:pk>/sessions/", client_log.client_sessions, name="client-sessions"),
    path("clients/<uuid:pk>/edit/", coach.client_edit, name="client-edit"),
    path("clients/<uuid:pk>/messages/", threads.client_messages, name="client-messages"),
    path("clients/<uuid:pk>/invitation/", coach.client_invite, name="client-invite"),
    path("clients/<uuid:pk>/pauses/", coach.client_pauses, name="client-pauses"),
    path("clients/<uuid:pk>/resumption/", coach.client_resumption, name="client-resumption"),
    path("clients/<uuid:pk>/end/", coach.client_end, name="client-end"),
    path("clients/<uuid:pk>/archive/", coach.client_archive, name="client-archive"),
    path("clients/<uuid:pk>/restore/", coach.client_restore, name="client-restore"),
    path("clients/<uuid:pk>/export/", exporting.client_export, name="client-export"),
    path("clients/<uuid:pk>/delete/", leaving.client_delete, name="client-delete"),
    path("assign/", assign.assign, name="assign"),
    path("assign/program/", assign_program.assign_a_program, name="assign-program"),
    path("progressions/<uuid:family>/followers/", moving.progression_followers, name="progression-followers"),
    path("programs/<uuid:family>/followers/", pushing.followers, name="program-followers"),
    path("progressions/<uuid:family>/outlook/", tried.progression_outlook, name="progression-outlook"),
    path("progressions/<uuid:family>/tried/", tried.progression_tried, name="progression-tried"),
]

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
    path("messages/", threads.own_messages, name="messages"),
    path("history/", me.history, name="history"),
    path("ladder/", me.ladder, name="ladder"),
    path("signs/", me.signs, name="signs"),
    path("settings/", me.settings, name="settings"),
]

public_patterns = [path("<str:token>/", invite.join, name="join")]
