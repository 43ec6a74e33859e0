"""The rows of an export put back: what is there is left as it is, what is new is added, in one transaction.

No id of a file reaches a row of another practice: the web role sees none, and what a row refers to has to be visible,
too. People are found among the members by their e-mail; a file lets nobody in.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts.models import Membership, Practice, Role, User
from clients.deletions import marks
from clients.models import Attachment, Client
from clients.takeout.archive import Archive, Refused
from clients.takeout.clips import ClipKeeper
from clients.takeout.tables import NEW, TABLES, Table, built_in
from exercises.models import Exercise

AT_ONCE = 500
UNIQUE = "23505"  # how PostgreSQL calls a place that is taken
IDS = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SHARED_IDS = ("family", "lineage")  # what versions and copies have in common
Row = dict[str, Any]
Report = dict[str, dict[str, int]]


def restore(archive: Archive, *, practice_id: UUID, by: UUID) -> Report:
    """{table: {rows, added, held, left}}. `left`: what could not be placed, for what it refers to is not here.

    Raises Refused, and then nothing was changed.
    """
    archive.check()
    work = _Restore(archive, practice_id, by)
    try:
        with transaction.atomic():
            report = {table.name: work.table(table) for table in TABLES}
            _check_all()
        return report
    except BaseException:
        work.clips.take_back()
        raise


class _Restore:
    def __init__(self, archive: Archive, practice_id: UUID, by: UUID) -> None:
        self.archive, self.practice_id, self.by = archive, practice_id, by
        self.present: dict[type[models.Model], set[UUID]] = {}
        self.first_ids: dict[UUID, UUID] = {}  # of clients, by what they are called here
        self.renamed = self._library()
        if archive.practice_id != practice_id:
            self.renamed |= self._new_ids()
        self.clips = ClipKeeper(archive, self._renamed, is_own=archive.practice_id == practice_id)
        self.people = self._people()
        self.members = dict(Membership.objects.filter(practice_id=practice_id).values_list("user_id", "role"))
        self.trains = set(Client.objects.filter(practice_id=practice_id).values_list("user_id", flat=True))
        self.gone = {self._renamed(mark.client) for mark in marks()}  # who left stays away, whatever a file says

    # --- Which id is which here -----------------------------------------------------------------------------------

    def _library(self) -> dict[bytes, bytes]:
        """The built-in rows of the file, by what they are called here; and those that are here."""
        here: dict[tuple[str, str], tuple[Any, ...]] = {}
        for name, rows in built_in().items():
            model = next(table.model for table in TABLES if table.name == name)
            for pk, *key in rows:
                also = key.pop() if name.startswith("programs.") else None
                here[name, json.dumps(key)] = (pk, also)
                self.present.setdefault(model, set()).add(pk)
        found: dict[bytes, bytes] = {}
        for row in self._read("library"):
            ours = here.get((str(row.get("table")), json.dumps(row.get("key"))))
            for theirs, mine in zip((row.get("id"), row.get("also")), ours or (), strict=False):
                if theirs and mine and str(theirs) != str(mine):
                    found[str(theirs).encode()] = str(mine).encode()
        return found

    def _new_ids(self) -> dict[bytes, bytes]:
        """Another practice's rows get ids of this one's, the same each time."""
        known = set(self.renamed) | {str(each).encode() for ids in self.present.values() for each in ids}
        for row in self._read("library"):
            known.add(str(row.get("also")).encode())
        found = {}
        for table in TABLES:
            for row in self._read(table.name):
                for name in ("id", *SHARED_IDS):
                    old = str(row.get(name) or "").encode()
                    if old and old not in known:
                        found[old] = str(uuid5(self.practice_id, old.decode())).encode()
                if table.model is Client:
                    self._note_first(row)
        return found

    def _note_first(self, row: Row) -> None:
        """A client is called otherwise here; what was imported for them is known by what they were called first."""
        with suppress(ValueError):  # told when the row itself is read
            first = UUID(str(row.get("id")))
            self.first_ids[uuid5(self.practice_id, str(row["id"]))] = first

    def _people(self) -> dict[str, UUID]:
        members = User.objects.filter(pk__in=Membership.objects.filter(practice_id=self.practice_id).values("user"))
        here = {email.casefold(): pk for pk, email in members.values_list("pk", "email")}
        return {
            str(row["id"]): here[email]
            for row in self._read("people")
            if (email := str(row.get("email", "")).casefold()) in here and "id" in row
        }

    def _renamed(self, pk: Any) -> UUID:
        text = str(pk)
        return UUID(self.renamed.get(text.encode(), text.encode()).decode())

    # --- Reading rows ---------------------------------------------------------------------------------------------

    def _read(self, name: str, *, rename: bool = False) -> Iterator[Row]:
        for number, line in enumerate(self.archive.lines(name), start=1):
            if rename and self.renamed:
                line = IDS.sub(lambda found: self.renamed.get(found[0], found[0]), line)
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise _wrong(name, number) from error
            if not isinstance(row, dict):
                raise _wrong(name, number)
            yield row

    def _rows(self, table: Table) -> Iterator[Row]:
        """Rows with values as the fields have them."""
        names = {each.attname for each in table.fields}
        new = {
            name: then
            for version in NEW
            if version > self.archive.version
            for name, then in NEW[version].get(table.name, {}).items()
        }
        for number, row in enumerate(self._read(table.name, rename=True), start=1):
            row = new | row
            if set(row) != names:
                raise _wrong(table.name, number, ", ".join(sorted(set(row) ^ names)))
            for each in table.fields:
                try:
                    row[each.attname] = _value(each, row[each.attname])
                except (ValidationError, ValueError, TypeError, ArithmeticError, AttributeError) as error:
                    raise _wrong(table.name, number, each.name) from error
            yield row

    # --- Writing rows ---------------------------------------------------------------------------------------------

    def table(self, table: Table) -> dict[str, int]:
        count = {"rows": 0, "added": 0, "held": 0, "left": 0}
        self.present.setdefault(table.model, set())
        for batch in self._batches(table):
            count["rows"] += len(batch)
            try:
                self._keep(table, batch, count)
            except (IntegrityError, DataError, ValueError, ValidationError) as error:
                raise _broken(table.name, error) from error
        return count

    def _batches(self, table: Table) -> Iterator[list[Row]]:
        """Where rows refer to rows of their own table, what is referred to comes a batch before."""
        own = [each.attname for each in _references(table) if each.related_model is table.model]
        if not own:
            batch: list[Row] = []
            for row in self._rows(table):
                batch.append(row)
                if len(batch) == AT_ONCE:
                    yield batch
                    batch = []
            yield batch
            return
        waiting = list(self._rows(table))
        while waiting:
            to_come = {row["id"] for row in waiting}
            ready = [row for row in waiting if not any(row[name] in to_come for name in own)] or waiting
            yield from (ready[place : place + AT_ONCE] for place in range(0, len(ready), AT_ONCE))
            done = {row["id"] for row in ready}
            waiting = [row for row in waiting if row["id"] not in done]

    def _keep(self, table: Table, batch: list[Row], count: dict[str, int]) -> None:
        mine = table.model._default_manager.filter(practice_id=self.practice_id)
        ids = [row["id"] for row in batch]
        held = set(mine.filter(pk__in=ids).values_list("pk", flat=True))
        count["held"] += len(held)
        rows = [row for row in batch if row["id"] not in held and self._is_placed(table, row, batch)]
        made = [row for row in (self._made(table, row) for row in rows) if row is not None]
        _insert(table.model, made)
        added = set(mine.filter(pk__in=[row.pk for row in made]).values_list("pk", flat=True))
        count["added"] += len(added)
        count["left"] += len(batch) - len(held) - len(added)
        self.present[table.model] |= held | added

    def _is_placed(self, table: Table, row: Row, batch: list[Row]) -> bool:
        """Whether what the row refers to is here. A reference that may be empty is emptied."""
        if table.model is Client and row["id"] in self.gone:
            return False
        for each in _references(table):
            value = row[each.attname]
            if value is None:
                continue
            if each.related_model is User:
                row[each.attname] = self._person(table, each, value)
            elif not self._is_here(each.related_model, value, [other[each.attname] for other in batch]):
                row[each.attname] = None
            else:
                continue
            if row[each.attname] is None and not _may_be_emptied(each):
                return False
        return True

    def _person(self, table: Table, each: Any, value: UUID) -> UUID | None:
        found = self.people.get(str(value))
        if table.model is not Client:
            return found
        role = self.members.get(found) if found else None
        if each.name == "coach":
            return found if role in (Role.COACH, Role.OWNER) else self.by
        if role != Role.CLIENT or found in self.trains:
            return None
        self.trains.add(found)
        return found

    def _is_here(self, model: Any, value: UUID, all_of_batch: Iterable[Any]) -> bool:
        """Looked up for the whole batch, when first asked."""
        known = self.present.setdefault(model, set())
        if value not in known:
            wanted = {each for each in all_of_batch if each} - known
            rows = model._default_manager.filter(practice_id=self.practice_id, pk__in=wanted)
            known.update(rows.values_list("pk", flat=True))
        return value in known

    def _made(self, table: Table, row: Row) -> Any:
        made = table.model(practice_id=self.practice_id, **row)
        if isinstance(made, Client) and made.pk in self.first_ids:
            made.imported_as = made.imported_as or self.first_ids[made.pk].hex
        if isinstance(made, Exercise):
            made.clean()  # pages rely on the shape of its sections
        if isinstance(made, Attachment) and not self.clips.keep(made):
            return None
        return made


# --- The database ----------------------------------------------------------------------------------------------


def _insert(model: Any, made: list[Any]) -> None:
    """A row whose place is taken is not kept. Where a table checks that late, rows are tried one by one."""
    if not any(getattr(each, "deferrable", None) for each in model._meta.constraints):
        model._default_manager.bulk_create(made, batch_size=AT_ONCE, ignore_conflicts=True)
        return
    for row in made:
        try:
            with transaction.atomic():
                model._default_manager.bulk_create([row])
        except IntegrityError as error:
            if getattr(error.__cause__, "sqlstate", "") != UNIQUE:
                raise


def _check_all() -> None:
    """What is checked at the end of a transaction is checked now, while somebody can be told."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        raise _broken("", error) from error


# --- Fields ----------------------------------------------------------------------------------------------------


def _references(table: Table) -> list[Any]:
    return [each for each in table.fields if isinstance(each, models.ForeignKey) and each.related_model is not Practice]


def _may_be_emptied(each: Any) -> bool:
    return bool(each.null and each.remote_field.on_delete is models.SET_NULL)


def _value(each: Any, value: Any) -> Any:
    """As the field has it. Raises ValidationError or another error of values."""
    if value is None:
        if not each.null:
            raise ValidationError("empty")
        return None
    if isinstance(each, models.FileField):
        return str(value)
    if isinstance(each, models.JSONField):
        return _document(each, value)
    found = (each.target_field if isinstance(each, models.ForeignKey) else each).to_python(value)
    if isinstance(each, models.DateTimeField) and timezone.is_naive(found):
        raise ValidationError("no offset")
    if isinstance(each, models.CharField) and each.choices and found and found not in dict(each.flatchoices):
        raise ValidationError("unknown")
    if hasattr(each, "base_field"):
        found = [each.base_field.to_python(one) for one in found]
    return found


def _document(each: Any, value: Any) -> Any:
    kind = each.default if each.default in (dict, list) else None
    if kind is not None and not isinstance(value, kind):
        raise ValidationError("another shape")
    for check in each.validators:
        check(value)
    return value


def _wrong(name: str, number: int, what: str = "") -> Refused:
    if what:
        return Refused("field_unreadable", name=name, number=number, what=what[:80])
    return Refused("row_unreadable", name=name, number=number)


def _broken(name: str, error: Exception) -> Refused:
    """`name`: the table, "" where only the database knows which."""
    told = getattr(error.__cause__, "diag", None)
    name = name or getattr(told, "table_name", "") or ""
    rule = getattr(told, "constraint_name", "") or ""
    return Refused("rule_broken", name=name, rule=rule) if rule else Refused("values_wrong", name=name)
