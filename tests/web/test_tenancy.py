"""Row-level security behind every gate: the database itself shows and takes only rows of the asker's practice."""

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client as Browser
from django.urls import path

from accounts.models import Membership, Practice, uuid7
from accounts.tenancy import ROLE
from clients.models import Client
from exercises.models import Exercise
from tests.factories import ExerciseFactory

# Tables without a policy, and why that is right.
EXEMPT = {
    "accounts_user": "Signing in looks a person up before it is known who asks; a person may belong to two practices.",
    "accounts_user_groups": "Support staff only; the web role has no rights here.",
    "accounts_user_user_permissions": "Support staff only; the web role has no rights here.",
    "account_emailaddress": "Belongs to a person, not to a practice; read while signing in.",
    "account_emailconfirmation": "Belongs to an e-mail address; read while confirming it.",
    "accounts_apiuse": "Counts of calls by what called; no people's data, gone within the hour.",
    "allauth_idp_oidc_client": "Programs that may ask for tokens; no people's data.",
    "allauth_idp_oidc_token": "Belongs to a person; read to learn who asks.",
    "auth_group": "Support staff only; the web role has no rights here.",
    "auth_group_permissions": "Support staff only; the web role has no rights here.",
    "auth_permission": "Names of permissions.",
    "django_admin_log": "Support staff only; the web role has no rights here.",
    "django_content_type": "Names of models.",
    "django_session": "Found by its secret key alone; read before it is known who asks.",
}
COMMANDS = {"SELECT", "INSERT", "UPDATE", "DELETE"}


def tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy}


def guarded() -> set[str]:
    """Tables with row-level security on and a policy of the web role for each command."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, cmd FROM pg_policies JOIN pg_tables USING (schemaname, tablename)"
            " WHERE rowsecurity AND permissive = 'PERMISSIVE' AND roles = ARRAY[%s]::name[]",
            [ROLE],
        )
        found: dict[str, set[str]] = {}
        for table, command in cursor.fetchall():
            found.setdefault(table, set()).add(command)
    return {table for table, commands in found.items() if commands == COMMANDS}


def test_every_table_of_peoples_data_has_a_policy(db):
    assert tables() - guarded() - EXEMPT.keys() == set()


def test_the_exempt_tables_are_there_and_have_none(db):
    assert EXEMPT.keys() <= tables()
    assert EXEMPT.keys() & guarded() == set()


def test_every_policy_reads_the_practice_setting(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies")
        assert [table for table, text in cursor.fetchall() if "app.practice_id" not in text] == []


def test_the_web_role_owns_nothing_and_is_held_to_the_policies(db):
    powers = "rolsuper, rolbypassrls, rolcanlogin, rolcreatedb, rolcreaterole"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {powers} FROM pg_roles WHERE rolname = %s", [ROLE])
        assert cursor.fetchone() == (False,) * 5
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [ROLE])
        assert cursor.fetchone() == (0,)


def whoami(request: HttpRequest) -> JsonResponse:
    """What the database shows without any gate."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text, current_setting('app.practice_id', true)")
        role, practice = cursor.fetchone()
    return JsonResponse(
        {
            "role": role,
            "practice": practice,
            "clients": sorted(Client.objects.values_list("name", flat=True)),
            "practices": sorted(Practice.objects.values_list("name", flat=True)),
            "members": Membership.objects.count(),
        }
    )


def plant(request: HttpRequest) -> HttpResponse:
    """Writes a client into whatever practice the address names."""
    Client.objects.create(practice_id=request.GET["practice"], coach_id=request.user.pk, name="Planted")
    return HttpResponse("planted")


def move(request: HttpRequest) -> JsonResponse:
    """Tries to hand every client to the practice in the address."""
    return JsonResponse({"moved": Client.objects.update(practice_id=request.GET["practice"])})


def wipe(request: HttpRequest) -> JsonResponse:
    Client.objects.update(goal="touched")
    changed = Exercise.objects.update(name="Defaced")
    return JsonResponse({"exercises": changed, "gone": Exercise.objects.all().delete()[0]})


def torn(request: HttpRequest) -> HttpResponse:
    Client.objects.update(goal="half done")
    raise RuntimeError("after the write")


urlpatterns = [
    path("whoami/", whoami),
    path("plant/", plant),
    path("move/", move),
    path("wipe/", wipe),
    path("torn/", torn),
]


@pytest.mark.urls(__name__)
class TestRequest:
    def test_runs_as_the_web_role_and_sees_its_own_practice(self, as_coach, practice, client_row, rival_client):
        seen = as_coach.get("/whoami/").json()
        assert seen == {
            "role": ROLE,
            "practice": str(practice.pk),
            "clients": [client_row.name],
            "practices": [practice.name],
            "members": 2,
        }

    def test_of_a_stranger_sees_nothing(self, as_stranger, client_row, rival_client):
        seen = as_stranger.get("/whoami/").json()
        assert seen == {"role": ROLE, "practice": "", "clients": [], "practices": [], "members": 0}

    def test_puts_the_role_back_so_that_the_test_sees_all(self, as_coach, client_row, rival_client):
        as_coach.get("/whoami/")
        assert Client.objects.count() == 2
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user = session_user, coalesce(current_setting('app.practice_id', true), '')")
            assert cursor.fetchone() == (True, "")

    def test_cannot_write_into_another_practice(self, owner, browser_of, rival_client):
        browser = browser_of(owner)
        browser.raise_request_exception = False
        assert browser.get("/plant/", {"practice": rival_client.practice_id}).status_code == 500
        assert browser.get("/plant/", {"practice": uuid7()}).status_code == 500
        assert not Client.objects.filter(name="Planted").exists()

    def test_cannot_move_its_rows_into_another_practice(self, owner, browser_of, client_row, rival_client):
        browser = browser_of(owner)
        browser.raise_request_exception = False
        assert browser.get("/move/", {"practice": rival_client.practice_id}).status_code == 500
        client_row.refresh_from_db()
        assert client_row.practice_id != rival_client.practice_id

    def test_writing_without_a_gate_touches_its_own_rows_only(self, as_coach, client_row, rival_client):
        ExerciseFactory(name="Hip thrust")  # of the built-in library
        assert as_coach.get("/wipe/").json() == {"exercises": 0, "gone": 0}
        assert list(Client.objects.order_by("goal").values_list("goal", flat=True)) == ["", "touched"]
        assert Exercise.objects.get().name == "Hip thrust"

    def test_that_breaks_leaves_nothing_and_puts_the_role_back(self, owner, browser_of, client_row):
        browser: Browser = browser_of(owner)
        browser.raise_request_exception = False
        assert browser.get("/torn/").status_code == 500
        client_row.refresh_from_db()
        assert client_row.goal == ""
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user = session_user")
            assert cursor.fetchone() == (True,)
