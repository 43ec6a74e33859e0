from django.urls import path

from accounts import views

coach_patterns = [
    path("settings/", views.coach_settings, name="settings"),
    path("settings/tokens/", views.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revocation/", views.token_revoke, name="token-revoke"),
]
client_patterns = [
    path("settings/tokens/", views.own_tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revocation/", views.own_token_revoke, name="token-revoke"),
]
