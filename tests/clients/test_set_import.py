"""Sets from Hevy and Strong: read, mapped, imported once, and what they count for."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.bests import bests_of
from clients.history import read_history
from clients.models import Client, ReviewCard, Session, SetImport, SetLog
from clients.over_time import over_time
from clients.set_import import figures
from clients.set_import.figures import Bad
from clients.set_import.formats import Unreadable, lines_of
from clients.set_import.guessing import guesses, side_of
from clients.set_import.preview import confirm, read_sets
from clients.set_import.writing import bad_rows, bad_rows_csv, import_sets
from clients.summary import summary_of
from exercises.models import Variation
from tests.clients.rows import finished
from tests.clients.set_files import FIRST, FORMATS, STRONG, Set, Workout, export, years
from tests.factories import AssignmentFactory, ExerciseFactory, VariationFactory

HEVY_HEADS = export("hevy_kg", [])
PLAIN = {"placement": "", "offset_direction": "", "offset_cm_low": None, "offset_cm_high": None, "heel": ""}


def ours(name: str, laterality: str = "bilateral", **facts: Any) -> Variation:
    exercise = ExerciseFactory(name=name, laterality=laterality)
    return VariationFactory(exercise=exercise, name=f"{name}, {facts.get('implement', 'barbell')}", **PLAIN, **facts)


@pytest.fixture
def thrust(db: None) -> Variation:
    return ours("Hip thrust")


@pytest.fixture
def split(db: None) -> Variation:
    return ours("Split squat", "single_leg", implement="dumbbell")


def taken(client: Client, data: bytes, sides: dict[str, tuple[Variation, str]], **facts: Any) -> SetImport:
    """Read, confirmed and done, in one go."""
    row = read_sets(client, data, by=client.coach, **facts)
    confirm(row, mapping={name: (str(each.pk), side) for name, (each, side) in sides.items()}, by=client.coach)
    import_sets(client.practice_id, row.pk)
    row.refresh_from_db()
    assert row.state == SetImport.State.DONE
    return row


def sides_of(client: Client) -> list[tuple[str, int, int | None]]:
    rows = SetLog.objects.filter(client=client).order_by("item__position", "set_number", "side")
    return [(row.side, row.set_number, row.reps) for row in rows]


def test_every_format_says_the_same(client_row: Client, thrust: Variation) -> None:
    day = Workout(sets=[Set("Hip thrust", 62.5, 8, 8), Set("Hip thrust", 60, 10, "8.5")], note="Slept well.")
    at = dt.datetime(2024, 3, 4, 18, 30, tzinfo=dt.UTC)
    for kind in FORMATS:
        SetLog.objects.all().delete()
        Session.objects.all().delete()
        data = export(kind, [day], comma=kind != "strong_a")
        row = taken(client_row, data, {"Hip thrust": (thrust, "both")}, unit="kg")
        assert (row.added, row.added_sessions, row.bad_rows, row.content) == (2, 1, 0, b""), kind
        assert [
            (each.load, each.reps, each.rir, each.side, each.set_number, each.performed_at, each.unit)
            for each in SetLog.objects.order_by("set_number")
        ] == [
            (Decimal("62.50"), 8, 2, "both", 1, at, "lb" if kind == "hevy_lb" else "kg"),
            (Decimal("60.00"), 10, 1, "both", 2, at, "lb" if kind == "hevy_lb" else "kg"),
        ], kind
        session = Session.objects.get()
        assert (session.source, session.title, session.note) == (kind.split("_")[0], "Lower body", "Slept well.")
        assert session.finished_at == at + dt.timedelta(minutes=55)
        assert (session.assignment, session.performed_on) == (None, dt.date(2024, 3, 4))


def test_a_second_import_adds_only_what_is_new(client_row: Client, thrust: Variation, split: Variation) -> None:
    day = Workout(sets=[Set("Hip thrust", reps=8), Set("Hip thrust", reps=7), Set("Split squat", reps=6)])
    only = {"Hip thrust": (thrust, "both")}
    taken(client_row, export("hevy_kg", [day]), only)
    SetLog.objects.filter(reps=7).update(reps=9)  # a correction
    day.sets = [Set("Hip thrust", reps=1), *day.sets[1:], Set("Hip thrust", reps=5)]  # edited, and one more
    later = Workout(start=FIRST + dt.timedelta(days=2), sets=[Set("Hip thrust", reps=4)])
    row = taken(client_row, export("hevy_kg", [later, day]), only | {"Split squat": (split, "each")})
    assert (row.added, row.held, row.added_sessions) == (4, 2, 1)
    first = Session.objects.get(performed_on=FIRST.date())
    assert [(each.item.position, each.side, each.set_number, each.reps) for each in first.sets.order_by(
        "item__position", "set_number", "side")] == [
        (1, "both", 1, 8), (1, "both", 2, 9), (1, "both", 3, 5), (2, "left", 1, 6), (2, "right", 1, 6),
    ]  # fmt: skip
    again = taken(client_row, export("hevy_lb", [later, day]), only | {"Split squat": (split, "left")})
    assert (again.added, again.held) == (0, 5)


def test_a_rule_says_which_side(client_row: Client, split: Variation) -> None:
    day = Workout(sets=[Set("Split squat", reps=reps) for reps in (8, 7, 6, 5)])
    for rule, sides in {
        "left": [("left", 1, 8), ("left", 2, 7), ("left", 3, 6), ("left", 4, 5)],
        "turns": [("left", 1, 8), ("right", 1, 7), ("left", 2, 6), ("right", 2, 5)],
        "turns_right": [("left", 1, 7), ("right", 1, 8), ("left", 2, 5), ("right", 2, 6)],
        "both": [("both", 1, 8), ("both", 2, 7), ("both", 3, 6), ("both", 4, 5)],
        "each": [(side, n, reps) for n, reps in enumerate((8, 7, 6, 5), 1) for side in ("left", "right")],
    }.items():
        Session.objects.all().delete()
        taken(client_row, export("strong_b", [day]), {"Split squat": (split, rule)})
        assert sides_of(client_row) == sides, rule


def test_names_of_two_sides_share_an_exercise(client_row: Client, split: Variation) -> None:
    names = ("Split squat (left)", "Split squat R")
    day = Workout(sets=[Set(name, reps=reps) for reps in (8, 7) for name in names])
    row = read_sets(client_row, export("hevy_kg", [day]), by=client_row.coach)
    assert {(each["name"], each["to"], each["side"]) for each in row.names} == {
        (names[0], str(split.pk), "left"),
        (names[1], str(split.pk), "right"),
    }
    taken(client_row, export("hevy_kg", [day]), {names[0]: (split, "left"), names[1]: (split, "right")})
    assert sides_of(client_row) == [("left", 1, 8), ("right", 1, 8), ("left", 2, 7), ("right", 2, 7)]
    assert Session.objects.get().items.count() == 1


def test_kinds_of_sets(client_row: Client, thrust: Variation) -> None:
    sets = [
        Set("Hip thrust", 20, 10, kind="warmup"),
        Set("Hip thrust", 60, 8, note="Toes up"),
        Set("Hip thrust", "", "", kind="note", note="Bench moved"),
        Set("Hip thrust", "", "", kind="rest", seconds=90),
        Set("Hip thrust", 60, 6, kind="failure"),
        Set("Hip thrust", 40, 12, kind="dropset"),
    ]
    row = taken(client_row, export("strong_a", [Workout(sets=sets)]), {"Hip thrust": (thrust, "both")}, unit="lb")
    rows = SetLog.objects.order_by("set_number")
    assert [(each.reps, each.rir, each.unit) for each in rows] == [(8, None, "lb"), (6, 0, "lb"), (12, None, "lb")]
    item = rows[0].item
    assert (row.warm_ups, item.warm_up_sets, item.note) == (1, 1, "Toes up")


def test_holds_many_sets_and_two_runs_of_one_time(client_row: Client, thrust: Variation, split: Variation) -> None:
    """Two runs with the same head are two workouts; the 21st set goes on in another item."""
    hold = Workout(sets=[Set("Plank", "", "", seconds=45)])
    other = Workout(title="Between", start=FIRST + dt.timedelta(hours=3), sets=[Set("Hip thrust")] * 21)
    data = export("hevy_kg", [hold, other, hold])
    taken(client_row, data, {"Plank": (split, "both"), "Hip thrust": (thrust, "both")})
    held = SetLog.objects.filter(reps=None)
    assert [(each.seconds, each.load) for each in held] == [(45, 0), (45, 0)]
    assert held[0].session_id != held[1].session_id
    many = Session.objects.get(title="Between")
    assert [item.sets.count() for item in many.items.all()] == [20, 1]


def test_bad_rows_are_told_and_the_others_taken(client_row: Client, thrust: Variation) -> None:
    sets = [
        Set("Hip thrust", "=1+1", 8),
        Set("Hip thrust", 60, 8),
        Set("Hip thrust", 60, "8.5"),
        Set("Hip thrust", 1001),
    ]
    sets += [Set("Hip thrust", 60, ""), Set("Hip thrust", -20), Set("Hip thrust", rpe=11), Set("", 60, 8)]
    sets += [Set("Hip thrust", "", "", seconds=7200), Set("Hip thrust", kind="huge")]
    tomorrow = Workout(start=dt.datetime(2099, 1, 1), sets=[Set("Hip thrust")])
    row = taken(client_row, export("hevy_kg", [Workout(sets=sets), tomorrow]), {"Hip thrust": (thrust, "both")})
    assert (row.rows, row.added, row.bad_rows) == (11, 1, 10)
    told = {each["line"]: each["reason"] for each in bad_rows(row, 50)}
    assert told == {
        2: "The weight is not a figure: =1+1",
        4: "The number of reps is not a whole number: 8.5",
        5: "The weight is not between 0 and 1,000: 1001",
        6: "There are neither reps nor a time",
        7: "The weight is less than nothing: help by a machine is not kept",
        8: "The RPE is not between 1 and 10: 11",
        9: "The exercise has no name",
        10: "The time is longer than an hour: such a set is not kept",
        11: "The kind of set is not known: huge",
        12: "The date has not come yet",
    }
    assert b",'=1+1," in bad_rows_csv(row)


def test_a_file_that_cannot_be_read_says_why(client_row: Client) -> None:
    many = [Set(f"Lift {n}") for n in range(401)]
    for data, words in (
        (b"", "nothing in the file"),
        (b"name,email\nMaya,m@example.org\n", "not that of a Hevy or Strong export"),
        (b"PK\x03\x04\x00\x00,\x00\n\x00", "not a CSV file"),
        (HEVY_HEADS, "no sets under them"),
        (HEVY_HEADS + b'"Legs\x00","4 Mar 2024, 18:30"\n', "not a CSV file"),
        (HEVY_HEADS + b'"' + b"x" * 200_000, "quotation mark is out of place near line 2"),
        (b"x" * 20_000_001, "larger than 20 MB"),
        (export("hevy_kg", [Workout(sets=many)]), "more than 400 exercises"),
    ):
        with pytest.raises(Unreadable, match=words):
            read_sets(client_row, data, by=client_row.coach)


def test_what_imported_sets_count_for(client_row: Client) -> None:
    """History, bests, charts and suggestions know them; no ladder moves, nothing waits for the coach."""
    assignment = AssignmentFactory(client=client_row)
    session = finished(assignment, due_on=assignment.start_date)
    thrust = session.items.get().targets.all()[0].variation
    before = [each.date for each in read_history(assignment).past]
    cards = set(ReviewCard.objects.values_list("pk", flat=True))
    day = Workout(start=dt.datetime(2026, 1, 20, 18), sets=[Set("Thrust", 90, 5)])
    heavier = Workout(start=dt.datetime(2026, 1, 22, 18), sets=[Set("Thrust", 95, 5)])
    taken(client_row, export("hevy_kg", [day, heavier]), {"Thrust": (thrust, "left")})
    assert [each.date for each in read_history(assignment).past] == before
    assert set(ReviewCard.objects.values_list("pk", flat=True)) == cards
    over = over_time(read_history(assignment, look_back=None))
    assert over.said[-1] == "Thu 22 Jan 2026: left 95 kg · from Hevy"
    assert over.sessions == 1
    assert over_time(read_history(assignment), metric="e1rm").chart
    newest = Session.objects.get(performed_on=dt.date(2026, 1, 22))
    summary = summary_of(newest, client_row.user)
    assert [best.text for best in summary.cards[0].bests] == [
        "Most load here so far, 95 kg for 5 reps (90 kg on 20 January)."
    ]
    assert bests_of(newest, summary.cards, client_row.user)
    assert summary.nothing_next == "Taken over from Hevy. Nothing follows from it."


def test_the_mapping_is_checked(client_row: Client, thrust: Variation, rival_client: Client) -> None:
    data = export("hevy_kg", [Workout(sets=[Set("Hip thrust")])])
    row = read_sets(client_row, data, by=client_row.coach)
    foreign = VariationFactory(exercise=ExerciseFactory(practice=rival_client.practice))
    for mapping in (
        {"Hip thrust": (str(foreign.pk), "both")},
        {"Hip thrust": ("", "both")},
        {"Hip thrust": (str(thrust.pk), "up")},
        {"Bench": (str(thrust.pk), "both")},
        {"Hip thrust": (str(thrust.pk), "skip")},
        {},
    ):
        with pytest.raises(ValidationError):
            confirm(row, mapping=mapping, by=client_row.coach)
    confirm(row, mapping={"Hip thrust": (str(thrust.pk), "both")}, by=client_row.coach)
    with pytest.raises(ValidationError, match="already"):
        confirm(row, mapping={"Hip thrust": (str(thrust.pk), "both")}, by=client_row.coach)


def test_guesses(library: None, coach: Any) -> None:
    known = {
        "Hip Thrust (Barbell)": ("Hip thrust, barbell", "both"),
        "Bulgarian Split Squat (left)": ("Rear-foot elevated split squat, dumbbell", "left"),
        "Squat (Barbell)": ("Back squat, barbell", "both"),
        "Single Leg Hip Thrust L": ("Single-leg hip thrust, bodyweight", "left"),
        "Zercher carry": (None, "skip"),
    }
    found = guesses(list(known), coach)
    assert [(each.variation and each.variation.full_name, each.side) for each in found] == list(known.values())


def test_a_name_may_end_with_its_side() -> None:
    sides = {
        "Lunge (left)": "left", "Lunge - R": "right", "Lunge, rechts": "right", "Lunge L": "left",
        "Curl": "", "R": "", "Leg curl": "", "Left": "",
    }  # fmt: skip
    assert {name: side_of(name)[0] for name in sides} == sides


def test_figures_and_dates_as_tools_write_them() -> None:
    for text, comma, value in (
        ("62,5", False, "62.50"), ("62.5", True, "62.50"), ("62,505", True, "62.51"), ("132.2772", False, "132.28"),
        ("1.000,00", True, "1000.00"), ("999.5 kg", False, "999.50"), ("", False, "0"),
    ):  # fmt: skip
        assert figures.load(text, decimal_comma=comma) == Decimal(value), text
    evening = dt.datetime(2025, 6, 30, 19, 56)
    for text in (
        "30 Jun 2025, 19:56", "30. Juni 2025, 19:56", "Jun 30, 2025, 7:56 PM", "2025-06-30 19:56:00",
        "2025-06-30T19:56", "30.06.2025, 19:56",
    ):  # fmt: skip
        assert figures.moment(text) == evening, text
    for text in ("31 Feb 2025, 10:00", "30/06/2025", "1 Jan 1999, 10:00", "²0 Jun 2025, 10:00", "soon", ""):
        with pytest.raises(Bad):
            figures.moment(text)
    lengths = {"1h 5m": 3900, "45m": 2700, "01:05:00": 3900, "3900": 3900, "2h": 7200, "long": None, "": None}
    assert {text: figures.length(text) for text in lengths} == lengths


TOLD = ("W", "D", "F", "Note", "1", "2.0", "-3", "1e9", "NaN", "62,5", "4 Mar 2024, 18:30", "2024-03-04 18:30:00")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    heads=st.sampled_from([HEVY_HEADS, *(f"{heads}\n".encode() for heads in STRONG.values())]),
    rows=st.lists(st.lists(st.one_of(st.text(max_size=12), st.sampled_from(TOLD)), max_size=16), max_size=8),
    junk=st.binary(max_size=40),
)
def test_no_file_breaks_the_reader(heads: bytes, rows: list[list[str]], junk: bytes) -> None:
    """Whatever stands in it: lines with a reason, or words about the file."""
    separator = b";" if b";" in heads else b","
    body = b"\n".join(separator.join(cell.encode() for cell in row) for row in rows)
    for data in (heads + body, heads + body + junk, junk):
        lines = []
        with suppress(Unreadable):
            lines = list(lines_of(data)[1])
        assert all(line.bad or line.start for line in lines)


def test_five_thousand_rows_come_in_batches(client_row: Client, thrust: Variation) -> None:
    """The short form of tests/bench/set_import.py."""
    data = export("hevy_kg", years(5000, ["Hip thrust"]))
    row = taken(client_row, data, {"Hip thrust": (thrust, "both")})
    assert (row.added, row.added_sessions, row.done_rows) == (5000, 200, 5000)
    assert taken(client_row, data, {"Hip thrust": (thrust, "both")}).added == 0
