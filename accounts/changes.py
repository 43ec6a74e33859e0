"""What has changed, in an order in which nothing comes in later: for tools that keep a copy.

Transactions commit in another order than they write, so neither a time nor a counter can be read from where one
stopped: a row written before may become visible after. Each change carries the number of its transaction, and is told
only when no transaction of that number or a lower one is still at work. Then nothing can come in before it any more.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection, migrations
from django.db.models import Q
from django.utils import timezone

from accounts.models import Change

KEPT = dt.timedelta(days=30)
# A change is dated when its transaction began, which may be before the cursor that has to see it was made.
SLACK = dt.timedelta(days=1)
LAST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Up to where a reader has read. `server` is the database that counts so, `made_at` when they were up to date."""

    server: str
    transaction: int
    change: int
    made_at: dt.datetime

    @property
    def is_gone(self) -> bool:
        """Changes after this place may have been swept, or are counted otherwise (restored into another server)."""
        return self.made_at < timezone.now() - KEPT or self.server != _server()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    changes: list[Change]
    place: Place
    more: bool


def here() -> Place:
    """Where someone stands who now reads everything."""
    return Place(server=_server(), transaction=_settled() - 1, change=LAST, made_at=timezone.now())


def read(user: Any, since: Place, *, kinds: Collection[str], limit: int) -> Page:
    """What changed after `since`, each row once, as it was last; and the place to go on from."""
    settled, now = _settled(), timezone.now()
    after = Q(transaction__gt=since.transaction) | Q(transaction=since.transaction, pk__gt=since.change)
    rows = Change.objects.for_user(user).filter(after, transaction__lt=settled, transaction__gte=since.transaction)
    found = list(rows.filter(kind__in=kinds).order_by("transaction", "pk")[: limit + 1])
    if len(found) <= limit:
        # At its end, the place is all that is settled, seen by this reader or not.
        place = Place(server=since.server, transaction=settled - 1, change=LAST, made_at=now)
        return Page(changes=_last_of_each(found), place=place, more=False)
    last = found[limit - 1]
    place = Place(server=since.server, transaction=last.transaction, change=last.pk, made_at=since.made_at)
    return Page(changes=_last_of_each(found[:limit]), place=place, more=True)


def forget_old() -> None:
    Change.objects.filter(at__lt=timezone.now() - KEPT - SLACK).delete()


def _last_of_each(changes: list[Change]) -> list[Change]:
    last = {(change.kind, change.row): change for change in changes}
    return [change for change in changes if last[change.kind, change.row] is change]


# The transactions at work are those of the whole server. One that is known to be at work in another database cannot
# write here; whatever is not known counts. (Both views are open to everybody; a lock names a transaction by 32 bits.)
SETTLED = """
SELECT coalesce((
    SELECT min(one::text::bigint) FROM pg_snapshot_xip(now_at_work) AS one WHERE NOT EXISTS (
        SELECT FROM pg_locks AS held JOIN pg_stat_activity AS backend USING (pid)
        WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
            AND held.transactionid::text::bigint = one::text::bigint & 4294967295
            AND backend.datname <> current_database()
    )
), pg_snapshot_xmax(now_at_work)::text::bigint)::text
FROM pg_current_snapshot() AS now_at_work
"""


def _settled() -> int:
    """The lowest number of a transaction that is still at work here: all below are done, for good or ill.

    Rows have to be read by another query after this one: what was done meanwhile is seen by that.
    """
    return int(_ask(SETTLED))


def _server() -> str:
    return _ask("SELECT system_identifier::text FROM pg_control_system()")


def _ask(query: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])


class TellChanges(migrations.RunSQL):
    """Migration operation: triggers that note what changes in `table`, once a statement.

    `client` says whose row it is, `row` which id the API knows it by; both are SQL about the changed rows, `r`. A table
    that is shown as a part of another names the join to that one, `of`, as `p`: then `row` and `client` are about `p`,
    it is `p` that has changed, and when `p` goes too nothing is told.
    """

    def __init__(
        self,
        table: str,
        kind: str,
        *,
        row: str = "r.id",
        client: str = "NULL::uuid",
        of: str = "",
        coaches_only: bool = False,
    ) -> None:
        name, practice = f"kickstand_tell_{table}", "p.practice_id" if of else "r.practice_id"
        deleted = "false" if of else "TG_OP = 'DELETE'"
        triggers = "".join(
            f"CREATE TRIGGER tell_{event.lower()} AFTER {event} ON {table} REFERENCING {which} TABLE AS changed"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}();"
            for event, which in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
        )
        super().__init__(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN"
            ' INSERT INTO accounts_change (transaction, practice, client, coaches_only, kind, "row", deleted, at)'
            f" SELECT DISTINCT pg_current_xact_id()::text::bigint, {practice}, {client}, {coaches_only}, '{kind}',"
            f" {row}, {deleted}, now() FROM changed r {of};"
            f" RETURN NULL; END $$; {triggers}",
            "".join(f"DROP TRIGGER tell_{event} ON {table};" for event in ("insert", "update", "delete"))
            + f"DROP FUNCTION {name}();",
        )


class ForgetWhose(migrations.RunSQL):
    """Migration operation: of a client who goes, and of what was theirs, only the ids of what is gone stay, for the
    tools that keep copies. Whose it was is not known any more.
    """

    def __init__(self, table: str) -> None:
        name = f"kickstand_forget_whose_{table}"
        super().__init__(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$ BEGIN"
            " DELETE FROM accounts_change WHERE client IN (SELECT id FROM changed) AND NOT deleted;"
            " UPDATE accounts_change SET client = NULL, coaches_only = true WHERE client IN (SELECT id FROM changed);"
            " RETURN NULL; END $$;"
            # Triggers fire by name: this one after that which tells of the deletion.
            f"CREATE TRIGGER tell_later_forget AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}();",
            f"DROP TRIGGER tell_later_forget ON {table}; DROP FUNCTION {name}();",
        )
