from django.urls import path

from hooks import views

coach_patterns = [
    path("settings/webhooks/", views.webhooks, name="webhooks"),
    path("settings/webhooks/<uuid:pk>/", views.webhook, name="webhook"),
    path("settings/webhooks/<uuid:pk>/switch/", views.webhook_switch, name="webhook-switch"),
    path("settings/webhooks/<uuid:pk>/secret/", views.webhook_rotate, name="webhook-rotate"),
    path("settings/webhooks/<uuid:pk>/test/", views.webhook_test, name="webhook-test"),
    path("settings/webhooks/<uuid:pk>/removal/", views.webhook_remove, name="webhook-remove"),
    path("settings/webhooks/deliveries/<uuid:pk>/replay/", views.webhook_replay, name="webhook-replay"),
]
