"""Exports of Hevy and Strong, as those apps write them, from one plain list of workouts."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

FIRST = dt.datetime(2024, 3, 4, 18, 30)
FORMATS = ("hevy_kg", "hevy_lb", "strong_a", "strong_b", "strong_c")
HEVY = (
    "title start_time end_time description exercise_title superset_id exercise_notes set_index set_type {weight} reps"
    " {distance} duration_seconds rpe"
)
STRONG = {
    "strong_a": "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,"
    "Notes,Workout Notes,RPE",
    "strong_b": "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;"
    "Notes;Workout Notes;Workout Duration",
    "strong_c": '"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";"Weight (kg)";"Reps";'
    '"RPE";"Distance (meters)";"Seconds";"Notes";"Workout Notes"',
}


@dataclass
class Set:
    exercise: str
    weight: Any = 60
    reps: Any = 8
    rpe: Any = ""
    seconds: Any = ""
    kind: str = "normal"  # normal, warmup, dropset, failure; Strong alone: note, rest
    note: str = ""


@dataclass
class Workout:
    title: str = "Lower body"
    start: dt.datetime = FIRST
    sets: list[Set] = field(default_factory=list)
    note: str = ""


def export(kind: str, workouts: Iterable[Workout], *, comma: bool = False) -> bytes:
    """The file. `comma`: decimals as German phones write them."""
    out = io.StringIO()
    if kind.startswith("hevy"):
        _hevy(out, kind, workouts)
    else:
        _strong(out, kind, workouts)
    text = out.getvalue()
    return ("\ufeff" + text if comma else text).encode()


def _figure(value: Any, comma: bool = False) -> str:
    return str(value).replace(".", ",") if comma else str(value)


def _hevy(out: io.StringIO, kind: str, workouts: Iterable[Workout]) -> None:
    pounds = kind == "hevy_lb"
    heads = HEVY.format(
        weight="weight_lbs" if pounds else "weight_kg", distance="distance_miles" if pounds else "distance_km"
    )
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(heads.split())
    for workout in workouts:
        seen: dict[str, int] = {}
        for each in workout.sets:
            index = seen.setdefault(each.exercise, 0)
            seen[each.exercise] += 1
            end = workout.start + dt.timedelta(minutes=55)
            head = (workout.title, _said(workout.start), _said(end), workout.note, each.exercise, "", each.note, index)
            writer.writerow([*head, each.kind, each.weight, each.reps, "", each.seconds, each.rpe])


def _said(moment: dt.datetime) -> str:
    """`4 Mar 2024, 18:30`"""
    return f"{moment.day} {moment:%b %Y, %H:%M}"


def _strong(out: io.StringIO, kind: str, workouts: Iterable[Workout]) -> None:
    out.write(STRONG[kind] + "\n")
    writer = csv.writer(out, delimiter="," if kind == "strong_a" else ";")
    for count, workout in enumerate(workouts, start=1):
        for order, each in _orders(workout):
            cells = {
                "Workout #": count, "Date": f"{workout.start:%Y-%m-%d %H:%M:%S}", "Workout Name": workout.title,
                "Duration": "55m", "Duration (sec)": 3300, "Workout Duration": "55m", "Exercise Name": each.exercise,
                "Set Order": order, "Weight": each.weight, "Weight (kg)": each.weight, "Weight Unit": "kg",
                "Reps": each.reps, "RPE": each.rpe, "Distance": 0, "Distance (meters)": "", "Distance Unit": "",
                "Seconds": each.seconds or 0, "Notes": each.note, "Workout Notes": workout.note,
            }  # fmt: skip
            heads = STRONG[kind].replace('"', "").replace(";", ",").split(",")
            writer.writerow(
                [
                    _figure(cells[head], kind != "strong_a") if head.startswith("Weight") else cells[head]
                    for head in heads
                ]
            )


def _orders(workout: Workout) -> Iterator[tuple[str, Set]]:
    words = {"warmup": "W", "dropset": "D", "failure": "F", "note": "Note", "rest": "Rest Timer"}
    seen: dict[str, int] = {}
    for each in workout.sets:
        if each.kind == "normal":
            seen[each.exercise] = seen.get(each.exercise, 0) + 1
        yield words.get(each.kind) or str(seen[each.exercise]), each


def years(rows: int, exercises: Iterable[str], *, per_workout: int = 25) -> Iterator[Workout]:
    """So many rows of plain training, a workout every other day, five sets an exercise."""
    names = list(exercises)
    for number, first in enumerate(range(0, rows, per_workout)):
        count = min(per_workout, rows - first)
        sets = [
            Set(
                names[(number + place // 5) % len(names)],
                weight=40 + (number + place) % 60 + 0.5,
                reps=5 + place % 6,
                rpe=8,
            )
            for place in range(count)
        ]
        hours = dt.timedelta(hours=12 * number)
        yield Workout(title=f"Day {number % 4 + 1}", start=dt.datetime(2018, 1, 2, 7) + hours, sets=sets)
