"""Row-level security: a request's transaction runs as a role that owns nothing, for one practice.

The policies read two transaction settings: `app.practice_id` (whose rows) and `app.user_id` (who asks, for the one
table that says which practice a user belongs to). Unset, they are null and no row matches.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, migrations, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

ROLE = "kickstand_web"
OWN_PRACTICE = "NULLIF(current_setting('app.practice_id', true), '')::uuid"
OWN_USER = "NULLIF(current_setting('app.user_id', true), '')::uuid"


ENTER = (
    "SELECT set_config('role', %s, true), set_config('app.practice_id', %s, true), set_config('app.user_id', %s, true)"
)
# What was set is read before anything is set: the outer rows are made of the inner one.
ENTER_FROM = f"""
WITH before AS MATERIALIZED (
    SELECT current_setting('role') AS role, current_setting('app.practice_id', true) AS practice_id,
        current_setting('app.user_id', true) AS user_id
)
{ENTER}, before.role, before.practice_id, before.user_id FROM before
"""


@contextmanager
def practice_scope(practice_id: UUID | None, user_id: UUID | None = None) -> Iterator[None]:
    """Run the block in a transaction that sees only this practice's rows (None: no rows).

    On leaving, the role and settings found on entry are put back, so that scopes nest and a test's outer
    transaction goes on as it was.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(ENTER_FROM, [ROLE, str(practice_id or ""), str(user_id or "")])
            before = cursor.fetchone()[3:]
        yield
        with connection.cursor() as cursor:
            cursor.execute(ENTER, [value or "" for value in before])


class TenantMiddleware:
    """Opens the scope directly around the view, for who is signed in or whose token the call brings.

    An outer middleware would see a view's exception as a response, and commit. Support staff in the admin work as
    the database owner: they look after every practice.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        from accounts.access import membership_of
        from accounts.tokens import brought_by

        if request.path in ("/healthz", "/readyz"):
            return None
        user = request.user
        if request.path.startswith("/admin/") and user.is_authenticated and user.is_staff:
            return None
        if request.path.startswith("/api/") and (token := brought_by(request)):
            user = token.user
        membership = membership_of(user)
        practice_id = membership.practice_id if membership else None
        with practice_scope(practice_id, user.pk if user.is_authenticated else None):
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()  # a lazy template would run its queries after the scope
            return response


class CreateWebRole(migrations.RunSQL):
    """Migration operation: the role that requests run as. A cluster has it once, however many databases there are."""

    def __init__(self) -> None:
        super().__init__(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}')"
            f" THEN CREATE ROLE {ROLE} NOLOGIN;"
            " END IF; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"
            # From PostgreSQL 16 on, who makes a role is its member but may not SET ROLE to it before this grant.
            f"DO $$ BEGIN IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN"
            f" EXECUTE format('GRANT {ROLE} TO %I', current_user); END IF;"
            " EXCEPTION WHEN insufficient_privilege OR unique_violation THEN NULL; END $$;"
            f"GRANT USAGE ON SCHEMA public TO {ROLE};",
            migrations.RunSQL.noop,
        )


class EnableTenantPolicy(migrations.RunSQL):
    """Migration operation: only rows of the current practice are visible to, and writable by, the web role.

    `shared`: rows without a practice (the built-in library) can be read by everyone and written by nobody.
    `own_user`: a user also sees the rows that are about themselves (their memberships), to learn their practice.
    """

    def __init__(self, table: str, column: str = "practice_id", *, shared: bool = False, own_user: str = "") -> None:
        own = f"{column} = {OWN_PRACTICE}"
        readable = own
        if shared:
            readable = f"({column} IS NULL OR {own})"
        if own_user:
            readable = f"({own} OR {own_user} = {OWN_USER})"
        super().__init__(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"CREATE POLICY practice_read ON {table} FOR SELECT TO {ROLE} USING ({readable});"
            f"CREATE POLICY practice_insert ON {table} FOR INSERT TO {ROLE} WITH CHECK ({own});"
            f"CREATE POLICY practice_update ON {table} FOR UPDATE TO {ROLE} USING ({own}) WITH CHECK ({own});"
            f"CREATE POLICY practice_delete ON {table} FOR DELETE TO {ROLE} USING ({own});"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {ROLE};",
            f"DROP POLICY practice_read ON {table}; DROP POLICY practice_insert ON {table};"
            f"DROP POLICY practice_update ON {table}; DROP POLICY practice_delete ON {table};"
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
        )


class GrantToWebRole(migrations.RunSQL):
    """Migration operation: a table that belongs to no practice (users, sessions, cache) and that requests write."""

    def __init__(self, *tables: str) -> None:
        names = ", ".join(tables)
        super().__init__(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {names} TO {ROLE};"
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {ROLE};",
            f"REVOKE ALL ON {names} FROM {ROLE};",
        )
