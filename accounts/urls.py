from django.urls import path

from accounts import views

coach_patterns = [
    path("settings/", views.coach_settings, name="settings"),
    path("settings/tokens/", views.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revocation/", views.token_revoke, name="token-revoke"),
    path("settings/tools/", views.tools, name="tools"),
    path("settings/tools/<str:pk>/removal/", views.tool_remove, name="tool-remove"),
    path("settings/access/<str:pk>/revocation/", views.access_revoke, name="access-revoke"),
]
client_patterns = [
    path("settings/tokens/", views.own_tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revocation/", views.own_token_revoke, name="token-revoke"),
    path("settings/access/<str:pk>/revocation/", views.own_access_revoke, name="access-revoke"),
]
