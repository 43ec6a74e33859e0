"""Where other people's tools ask: the names are the sign-in library's, the addresses are ours."""

from django.urls import include, path

from accounts import oauth

_endpoints = [
    path("authorization/", oauth.AuthorizationView.as_view(), name="authorization"),
    path("token/", oauth.TokenView.as_view(), name="token"),
    path("revocation/", oauth.RevocationView.as_view(), name="revoke"),
]
urlpatterns = [
    path("oauth/", include(([path("", include((_endpoints, "oidc")))], "idp"))),
    path(".well-known/oauth-authorization-server", oauth.metadata, name="oauth-metadata"),
]
