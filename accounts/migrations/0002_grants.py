"""What requests may touch besides the practices' own tables: people, sign-in, sessions, tokens, the cache.

These rows belong to a person or to the machine, not to a practice: they are read before it is known who asks.
Groups, permissions and the admin's log are for support staff, who work as the owner (accounts/tenancy.py).
"""

from django.db import migrations

from accounts.tenancy import GrantToWebRole


class Migration(migrations.Migration):
    dependencies = (
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("allauth_idp_oidc", "0003_client_allow_uri_wildcards"),
    )
    operations = (
        GrantToWebRole(
            "accounts_user",
            "account_emailaddress",
            "account_emailconfirmation",
            "django_session",
            "allauth_idp_oidc_client",
            "allauth_idp_oidc_token",
            "kickstand_cache",
        ),
    )
