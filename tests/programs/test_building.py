"""A program is built line by line, day by day, week by week; every step gives new content and leaves the old alone."""

import copy
from decimal import Decimal

import pytest

from programs.building import (
    EMPTY,
    CannotBuild,
    WeeklyChange,
    add_line,
    changed_line,
    clear_day,
    day_of,
    edit_line,
    every_item,
    insert_week,
    lines_of,
    move_item,
    name_day,
    paste_day,
    paste_week,
    remove_item,
    remove_week,
    repeat_item,
    repeat_week,
    resize,
)

THRUST, SQUAT, ROW = "hip thrust 3x8-12 @RIR2 90s", "back squat 5,5,5 @100kg", "follow staggered hip thrust from rung 4"


@pytest.fixture
def built():
    """Two exercises on the first day, one on the second."""
    return add_line(add_line(add_line(EMPTY, "1.1", THRUST), "1.1", SQUAT), "1.2", ROW)


def lines(content, at):
    return [item["line"] for item in day_of(content, at)["items"]]


def item(content, line):
    return next(item["id"] for _, _, item in every_item(content) if item["line"] == line)


def test_a_step_leaves_what_was_there_alone(built):
    before = copy.deepcopy(built)

    add_line(built, "1.1", ROW)
    move_item(built, item(built, THRUST), "1.2", 0)
    assert built == before


def test_a_line_goes_to_the_end_or_where_it_is_told(built):
    assert lines(add_line(built, "1.1", ROW), "1.1") == [THRUST, SQUAT, ROW]
    assert lines(add_line(built, "1.1", ROW, position=1), "1.1") == [THRUST, ROW, SQUAT]


def test_a_line_is_changed_removed_and_repeated(built):
    squat = item(built, SQUAT)

    assert lines(edit_line(built, squat, "front squat 3x5"), "1.1") == [THRUST, "front squat 3x5"]
    assert lines(remove_item(built, squat), "1.1") == [THRUST]
    assert lines(repeat_item(built, item(built, THRUST)), "1.1") == [THRUST, THRUST, SQUAT]


@pytest.mark.parametrize(
    ("to", "position", "first_day", "second_day"),
    [
        ("1.1", 1, [SQUAT, THRUST], [ROW]),
        ("1.2", 0, [SQUAT], [THRUST, ROW]),
        ("1.2", 9, [SQUAT], [ROW, THRUST]),
    ],
)
def test_an_item_moves_within_its_day_and_to_another(built, to, position, first_day, second_day):
    moved = move_item(built, item(built, THRUST), to, position)

    assert (lines(moved, "1.1"), lines(moved, "1.2")) == (first_day, second_day)


def test_a_pasted_day_holds_the_same_under_new_ids(built):
    pasted = paste_day(built, "1.1", "2.1")

    assert lines(pasted, "2.1") == [THRUST, SQUAT]
    assert len({each["id"] for _, _, each in every_item(pasted)}) == 5


def test_a_pasted_week_replaces_what_was_there(built):
    pasted = paste_week(add_line(built, "2.3", ROW), 1, 2)

    assert [lines(pasted, at) for at in ("2.1", "2.2", "2.3")] == [[THRUST, SQUAT], [ROW], []]


def test_a_repeated_week_changes_by_so_much_each_time(built):
    change = WeeklyChange(reps=1, rir=Decimal(-1), load=Decimal("2.5"))
    repeated = repeat_week(built, 1, 3, change)

    assert lines(repeated, "2.1") == ["hip thrust 3x9-13 @RIR1 90s", "back squat 6,6,6 @102.5kg"]
    assert lines(repeated, "3.1") == ["hip thrust 3x10-14 @RIR0 90s", "back squat 7,7,7 @105kg"]
    assert lines(repeated, "3.2") == [ROW]


@pytest.mark.parametrize(
    ("line", "change", "changed"),
    [
        ("hip thrust 20x8", WeeklyChange(sets=5), "hip thrust 20x8"),
        ("hip thrust 3x8 @70%", WeeklyChange(percent=Decimal("2.5")), "hip thrust 3x8 @75%1RM"),
        ("hip thrust 3x8 @RIR1", WeeklyChange(rir=Decimal(-2)), "hip thrust 3x8 @RIR0"),
        ("plank 3x30s", WeeklyChange(reps=2), "plank 3x30s"),
        ("not a line", WeeklyChange(reps=2), "not a line"),
    ],
)
def test_a_change_keeps_to_the_bounds_and_to_what_the_line_says(line, change, changed):
    assert changed_line(line, change, times=2) == changed


def test_weeks_are_inserted_and_removed(built):
    inserted = insert_week(paste_week(built, 1, 2), 1)
    assert (inserted["weeks"], lines(inserted, "2.1"), lines(inserted, "3.1")) == (5, [], [THRUST, SQUAT])

    removed = remove_week(inserted, 1)
    assert (removed["weeks"], lines(removed, "1.1"), lines(removed, "2.1")) == (4, [], [THRUST, SQUAT])


def test_what_is_not_empty_does_not_fall_away(built):
    with pytest.raises(CannotBuild, match="Week 1, day 2"):
        resize(built, weeks=4, days_a_week=1)
    assert resize(built, weeks=1, days_a_week=2)["weeks"] == 1


def test_an_emptied_day_leaves_no_trace(built):
    assert clear_day(built, "1.2")["days"].keys() == {"1.1"}
    assert remove_item(built, item(built, ROW))["days"].keys() == {"1.1"}
    assert name_day(EMPTY, "1.1", title="", note="") == EMPTY


def test_a_day_has_a_name_and_a_note(built):
    named = name_day(built, "1.3", title="Glutes", note="Short on time? Leave out the last.")

    assert day_of(named, "1.3")["title"] == "Glutes"


@pytest.mark.parametrize("at", ["5.1", "1.4", "0.1", "1", "x.y", "1.1.1", "", "².1", "999999.1"])
def test_a_day_outside_the_program_is_refused(built, at):
    with pytest.raises(CannotBuild):
        add_line(built, at, THRUST)


def test_an_item_that_is_gone_is_refused(built):
    with pytest.raises(CannotBuild, match="not here any more"):
        edit_line(built, "gone", THRUST)


def test_a_day_holds_only_so_many():
    day = EMPTY
    for _ in range(30):
        day = add_line(day, "1.1", THRUST)
    with pytest.raises(CannotBuild, match="30"):
        add_line(day, "1.1", THRUST)
    assert len(lines_of(day)) == 30
