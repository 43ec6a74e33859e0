"""Files of sets as they get broken on their way: saved by a spreadsheet, cut off, put together by hand."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from clients import jobs
from clients.models import Client, DataExport, DataRestore, Session, SetImport, SetLog
from clients.set_import.formats import Unreadable, lines_of
from clients.set_import.preview import confirm, read_sets
from clients.set_import.writing import bad_rows, bad_rows_csv, import_sets
from exercises.models import Variation
from tests.clients.set_files import STRONG, Set, Workout, export, years
from tests.clients.test_set_import import ours, taken
from tests.working import queued

HEVY = export("hevy_kg", [Workout(title="Körper", sets=[Set("Hip thrust", 62.5, 8)])]).decode()
STRONG_A = STRONG["strong_a"] + "\n"
A_DAY = "2024-03-04 18:30:00"


@pytest.fixture
def thrust(db: None) -> Variation:
    return ours("Hip thrust")


def strong(order: int = 1, *, weight: str = "60", note: str = "", at: str = A_DAY) -> str:
    return f"{at},Legs,55m,Hip thrust,{order},{weight},8,0,0,{note},,\n"


def test_one_file_however_it_was_saved() -> None:
    """Every encoding and line end that spreadsheets write says the same; the number of the line, too."""
    plain = HEVY.replace("\r\n", "\n")
    for name, data in {
        "UTF-8": plain.encode(),
        "UTF-8 with a mark": plain.encode("utf-8-sig"),
        "UTF-16": plain.encode("utf-16"),
        "UTF-16, the other way round": "\ufeff".encode("utf-16-be") + plain.encode("utf-16-be"),
        "Latin-1": plain.encode("latin-1"),
        "CRLF": HEVY.encode(),
        "lone CR": plain.replace("\n", "\r").encode(),
        "tabs": plain.replace('","', '"\t"').encode(),
    }.items():
        layout, lines = lines_of(data)
        [line] = lines
        assert (layout.source, layout.unit) == ("hevy", "kg"), name
        assert (line.number, line.title, line.load, line.reps, line.bad) == (2, "Körper", Decimal("62.5"), 8, None), (
            name
        )


def test_what_is_no_export_at_all_says_so(client_row: Client) -> None:
    heads = HEVY.splitlines()[0]
    for data, words in (
        (HEVY.encode("utf-16-le"), "not a CSV file"),
        (HEVY.encode("utf-32"), "not a CSV file"),
        (b"\xef\xbb\xbf", "nothing in the file"),
        (b" \r\n\r\n", "nothing in the file"),
        (heads.encode(), "no sets under them"),
        (b"," * 1_000_000 + b"x", "not that of a Hevy or Strong"),
        ((heads.replace('"weight_kg",', "") + "\n").encode(), "no column weight_kg"),
        ((heads.replace('"reps",', "").replace('"set_index",', "") + "\n").encode(), "no column set_index, reps"),
        (STRONG_A.replace(",Weight", "").encode(), "no column Weight"),
        (STRONG_A.replace("Date,", "").encode(), "no column Date"),
    ):
        with pytest.raises(Unreadable, match=words):
            read_sets(client_row, data, by=client_row.coach)


def test_a_quotation_mark_swallows_no_rows() -> None:
    """A cell that is not closed would take the rows after it along, up to the next mark or the end."""
    for place, rows in {
        4: [strong(1), strong(2), strong(3, note='"to the end'), strong(4)[:20]],
        3: [strong(1), strong(2, note='"hurt'), strong(3), strong(4, note='5"'), strong(5)],
        2: [strong(1, note='"two'), strong(2, note='"')],
    }.items():
        with pytest.raises(Unreadable, match=f"out of place near line {place}"):
            list(lines_of((STRONG_A + "".join(rows)).encode())[1])
    fine = strong(1, note='"first,\nthen ""slow""\nand, at last, heavy"') + strong(2, note='5" box')
    first, second = lines_of((STRONG_A + fine).encode())[1]
    assert (first.note, second.number, second.note) == ('first, then "slow" and, at last, heavy', 3, '5" box')


def test_of_two_columns_of_one_kind_the_first_is_read_with_its_unit() -> None:
    both = HEVY.replace('"weight_kg"', '"weight_lbs","weight_kg"').replace('"62.5"', '"135","61.2"')
    layout, lines = lines_of(both.encode())
    [line] = lines
    assert (layout.unit, line.unit, line.load) == ("lb", "lb", Decimal(135))


def test_figures_and_dates_that_are_none(client_row: Client, thrust: Variation) -> None:
    weights = ["NaN", "1e308", "-1e308", "inf", "9" * 400, "٦٠", "0x10", "1_0", "=60", "62,5"]
    dates = ["2024-03-04", "4/3/2024 18:30", "2024-02-30 10:00:00", "2024-03-04 25:00:00", "9999-12-31 23:59:59"]
    dates += ["0001-01-01 00:00:00", "2024-03-04T18:30:00+99:00", "", "'2024-03-04 18:30:00"]
    rows = [strong(weight=each) for each in weights] + [strong(at=each) for each in dates] + [strong(7)]
    row = taken(client_row, (STRONG_A + "".join(rows)).encode(), {"Hip thrust": (thrust, "both")}, unit="lb")
    assert (row.added, row.bad_rows) == (1, len(weights) + len(dates))
    told = {each["line"]: each["reason"] for each in bad_rows(row, 50)}
    assert sorted(told) == list(range(2, 2 + row.bad_rows))
    assert all(told.values())
    kept = SetLog.objects.get()
    assert (kept.unit, kept.load, kept.load_kg) == ("lb", 60, Decimal("27.2155"))


def test_hours_that_a_clock_skips_or_has_twice(client_row: Client, thrust: Variation) -> None:
    """By the clock where it was done: one session each, the same at the second import, on the day that it says."""
    Client.objects.update(time_zone="Europe/London")
    client_row.refresh_from_db()
    times = ["2024-03-31 01:30:00", "2024-10-27 01:30:00", "2024-10-27T01:30:00+01:00", "2024-10-27T01:30:00Z"]
    data = (STRONG_A + "".join(strong(at=each) for each in times)).encode()
    only = {"Hip thrust": (thrust, "both")}
    assert taken(client_row, data, only).added == 4
    assert taken(client_row, data, only).added == 0
    sessions = Session.objects.order_by("opened_at")
    assert [each.performed_on.isoformat() for each in sessions] == ["2024-03-31"] + ["2024-10-27"] * 3
    assert [each.opened_at.astimezone(dt.UTC).hour for each in sessions] == [1, 0, 0, 1]


def test_no_cell_of_what_was_refused_runs(client_row: Client, thrust: Variation) -> None:
    signs = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]
    sets = [Set(f"{sign} thrust", sign, note=sign) for sign in signs] + [Set("Hip thrust")]
    day = Workout(title="=cmd|' /C calc'!A0", sets=sets)
    row = taken(client_row, export("hevy_kg", [day]), {"Hip thrust": (thrust, "both")})
    text = bad_rows_csv(row).decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    assert row.bad_rows == 6
    assert "'=cmd|' /C calc'!A0" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_rows_that_were_mended_find_their_workout(client_row: Client, thrust: Variation) -> None:
    """The file of what was refused comes in as it went out: with an apostrophe before what began a formula."""
    day = Workout(title="-Legs-", sets=[Set("Hip thrust", 60, 8), Set("Hip thrust", "heavy", 7, note="=sore")])
    only = {"Hip thrust": (thrust, "both")}
    row = taken(client_row, export("hevy_kg", [day]), only)
    mended = bad_rows_csv(row).replace(b"heavy", b"70")
    again = taken(client_row, mended, only)
    assert (again.added, again.held, again.added_sessions) == (1, 0, 0)
    session = Session.objects.get()
    assert [(each.set_number, each.reps) for each in session.sets.order_by("set_number")] == [(1, 8), (2, 7)]


class Killed(BaseException):
    """The worker is no more: nothing of it runs to its end."""


@contextmanager
def ending_at(count: int, end: BaseException) -> Iterator[None]:
    """What becomes of the worker before so many batches of sets are written."""
    left = [count]

    def execute(run: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "clients_setlog"'):
            left[0] -= 1
            if left[0] < 0:
                raise end
        return run(sql, *rest)

    with connection.execute_wrapper(execute):
        yield


def confirmed(client: Client, thrust: Variation, rows: int) -> SetImport:
    row = read_sets(client, export("hevy_kg", years(rows, ["Hip thrust"])), by=client.coach)
    return confirm(row, mapping={"Hip thrust": (str(thrust.pk), "both")}, by=client.coach)


def test_what_a_killed_worker_has_left_goes_on(client_row: Client, thrust: Variation) -> None:
    row = confirmed(client_row, thrust, 2500)
    with ending_at(3, Killed()), pytest.raises(Killed):
        import_sets(row.practice_id, row.pk)
    row.refresh_from_db()
    assert (row.state, row.done_rows, row.added, SetLog.objects.count()) == ("running", 1000, 1000, 1000)
    import_sets(row.practice_id, row.pk)
    row.refresh_from_db()
    assert (row.state, row.done_rows, row.added, row.held, row.added_sessions) == ("done", 2500, 2500, 0, 100)
    assert SetLog.objects.count() == 2500


def test_what_breaks_says_that_it_stopped(client_row: Client, thrust: Variation) -> None:
    row = confirmed(client_row, thrust, 1500)
    with ending_at(2, OperationalError("away")), pytest.raises(OperationalError):
        import_sets(row.practice_id, row.pk)
    row.refresh_from_db()
    assert (row.state, row.done_rows, bytes(row.content), SetLog.objects.count()) == ("failed", 1000, b"", 1000)


def test_what_no_job_knows_of_is_taken_up(client_row: Client, thrust: Variation) -> None:
    """Lost: the database went away before the job was queued, or before it could say how it ended."""
    here, long_ago = {"practice": client_row.practice}, timezone.now() - dt.timedelta(minutes=11)
    row = confirmed(client_row, thrust, 1)
    SetImport.objects.update(state=SetImport.State.RUNNING, created_at=long_ago)
    DataExport.objects.create(**here, created_at=long_ago)
    DataExport.objects.create(**here)
    DataRestore.objects.create(**here, created_at=long_ago)
    DataRestore.objects.create(**here, created_at=long_ago, state=DataRestore.State.DONE)
    jobs.take_up_lost(0)
    names = [job["task_name"].rpartition(".")[2] for job in queued()]
    assert names == ["import_set_file", "export_data", "restore_data"]
    import_sets(row.practice_id, row.pk)
    assert SetImport.objects.get().state == SetImport.State.DONE
