"""The two sides compared: capacity per session, what is left out and why, noise, verdict."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from programs.engine.asymmetry import Asymmetry, BothSides, Compared, SideWork, compare_sides, is_widening, noise
from programs.engine.measures import LoadedSet


def work(text: str, load: str = "40", *, held: bool = False, asked: str = "", rir: str = "2") -> SideWork:
    """`9@2 8@?`: reps and RIR of each set. `asked`: the reps asked for, at the same load."""
    return SideWork(
        sets=tuple(_set(each, load) for each in text.split()),
        asked=tuple(LoadedSet(reps=int(reps), load=Decimal(load)) for reps in asked.split()),
        held=held,
        rir=Decimal(rir),
    )


def _set(text: str, load: str) -> LoadedSet:
    reps, _, rir = text.partition("@")
    return LoadedSet(reps=int(reps), load=Decimal(load), rir=None if rir == "?" else Decimal(rir))


def percent_apart(percent: str | int) -> BothSides:
    """Right weaker by so many per cent; a negative figure makes left the weaker."""
    share = Decimal(100) - abs(Decimal(percent))
    strong, weak = work("8@2", "100"), work("8@2", str(share))
    return BothSides(left=strong, right=weak) if Decimal(percent) >= 0 else BothSides(left=weak, right=strong)


def verdict_of(*percents: str | int) -> tuple[str, str | None]:
    found = compare_sides([percent_apart(each) for each in percents])
    return found.verdict, found.direction


def short(value: Decimal | None, places: int = 1) -> Decimal:
    assert value is not None
    return round(value, places)


def only(session: BothSides) -> Compared:
    return compare_sides([session]).sessions[0]


PRIYA = [
    BothSides(left=work("9@2 9@2 8@2"), right=work("10@2 10@2 10@2", "35")),
    BothSides(left=work("9@2 9@2 9@2"), right=work("8@2 8@2 8@2", "37.5")),
    BothSides(left=work("10@2 10@2 10@2"), right=work("9@2 8@2 8@2", "37.5")),
    BothSides(left=work("9@2 8@2 8@2", "42.5"), right=work("9@2 9@2 8@2", "37.5")),
]


# --- The figures --------------------------------------------------------------------------------------------------


def test_four_sessions_with_right_behind() -> None:
    found = compare_sides(PRIYA)
    assert [short(each.difference) for each in found.sessions] == [
        Decimal("10.4"),
        Decimal("8.5"),
        Decimal("8.5"),
        Decimal("11.8"),
    ]
    assert (found.verdict, found.direction, found.n, found.comparable) == ("possible", "right", 4, 4)
    assert (short(found.mean), short(found.noise), short(found.lsi)) == (
        Decimal("9.8"),
        Decimal("5.8"),
        Decimal("90.2"),
    )


def test_the_table_in_the_documentation_is_true() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "progression.md").read_text()
    dose = r"([0-9.]+) kg: ([0-9, ]+)"
    rows = re.findall(rf"^\| {dose} \| {dose} \| ([0-9.]+) \| ([0-9.]+) \| ([0-9.]+) % \|$", page, flags=re.MULTILINE)
    assert len(rows) == 4
    for left_load, left, right_load, right, *figures in rows:
        at_two = [" ".join(f"{reps}@2" for reps in reps.split(", ")) for reps in (left, right)]
        found = only(BothSides(left=work(at_two[0], left_load), right=work(at_two[1], right_load)))
        assert [short(found.left), short(found.right), short(found.difference)] == [Decimal(each) for each in figures]


@pytest.mark.parametrize(("sessions", "percent"), [(1, "11.64"), (4, "5.82"), (6, "4.75")])
def test_the_noise_shrinks_with_the_root_of_the_sessions(sessions: int, percent: str) -> None:
    assert short(noise(sessions), 2) == Decimal(percent)


def test_the_best_set_of_each_side_is_compared() -> None:
    found = only(BothSides(left=work("8@2 10@2 9@2"), right=work("8@2 8@2 8@2")))
    assert (found.left, short(found.right, 2)) == (56, Decimal("53.33"))
    assert short(found.difference, 2) == Decimal("4.76")
    assert found.weaker == "right"


def test_under_zero_left_is_the_weaker() -> None:
    found = compare_sides([percent_apart(-10)]).sessions[0]
    assert (short(found.difference), found.weaker) == (Decimal("-10.0"), "left")


def test_equal_sides_have_no_weaker_one() -> None:
    found = only(BothSides(left=work("8@2"), right=work("8@2")))
    assert (found.difference, found.weaker) == (0, None)


# --- Verdicts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percents", "verdict", "direction"),
    [
        ([], "not_enough_data", None),
        ([30, 30, 30], "not_enough_data", "right"),
        ([6, 6, 6, 6], "possible", "right"),
        ([-6, -6, -6, -6], "possible", "left"),
        ([5, 5, 5, 5], "none", "right"),
        ([30, 30, 30, -1], "none", None),
        ([30, 30, 30, 0], "none", None),
        ([-4, 8, 8, 8, 8], "possible", "right"),
        ([30, 30, 30, 30, 30], "possible", "right"),
        ([10, 10, 10, 10, 10, 10], "consistent", "right"),
        ([-10, -10, -10, -10, -10, -10], "consistent", "left"),
        ([9, 9, 9, 9, 9, 9], "possible", "right"),
        ([9, 9, 9, 9, 9, 14], "possible", "right"),
        ([20, 20, 10, 10, 4, 4], "consistent", "right"),
        ([-1, 11, 12, 12, 12, 12], "possible", "right"),
        ([0, 11, 12, 12, 12, 12], "possible", "right"),
        ([-1, 11, 12, 12, 12, 12, 12], "consistent", "right"),
        ([20, 20, 10, 10, 10, -1], "none", None),
        ([20, 20, 20, 20, 2, 2, 2, 2], "none", "right"),
    ],
)
def test_verdicts(percents: list[int], verdict: str, direction: str | None) -> None:
    assert verdict_of(*percents) == (verdict, direction)


def test_a_consistent_mean_has_the_noise_of_six() -> None:
    found = compare_sides([percent_apart(12)] * 7)
    assert (found.n, short(found.mean), short(found.noise, 2)) == (6, Decimal("12.0"), Decimal("4.75"))
    assert found.comparable == 7


def test_the_mean_of_too_few_is_of_those_there_are() -> None:
    found = compare_sides([percent_apart(4), percent_apart(8)])
    assert (found.n, short(found.mean), short(found.noise, 2)) == (2, Decimal("6.0"), Decimal("8.23"))


@pytest.mark.parametrize(
    ("baseline", "newest", "wider"),
    [
        ([2, 2, 2, 2], [12, 12, 12, 12], True),
        ([2, 2, 2, 2], [9, 9, 9, 9], False),  # 7 of 8.2 that two means of four stray by chance
        ([-2, -2, -2, -2], [-12, -12, -12, -12], True),
        ([12, 12, 12, 12], [2, 2, 2, 2], False),
        ([-12, -12, -12, -12], [2, 2, 2, 2], False),  # the other side, but closer
        ([2] * 8, [11, 11, 11, 10], True),  # a longer baseline strays less: 8.75 of 7.1
        ([2, 2, 2], [20, 20, 20, 20], False),  # too short a baseline
    ],
)
def test_wider_than_ones_own_baseline(baseline: list[int], newest: list[int], wider: bool) -> None:
    assert is_widening(compare_sides([percent_apart(each) for each in (*baseline, *newest)])) is wider


def test_no_session_has_no_figures() -> None:
    found = compare_sides([])
    assert (found.n, found.mean, found.noise, found.lsi, found.cv) == (0, None, None, None, Decimal("4.2"))


def test_ten_per_cent_is_ten_per_cent_at_any_load() -> None:
    """Thirds of a kilogram leave a last digit over: it does not move the verdict."""
    for tenths in range(210, 900, 3):
        load = Decimal(tenths) / 10
        for reps in ("5@2", "8@2", "9@1"):
            session = BothSides(left=work(reps, str(load)), right=work(reps, str(load * 9 / 10)))
            assert compare_sides([session] * 6).verdict == "consistent"


# --- The limb symmetry index --------------------------------------------------------------------------------------


def test_the_index_is_weaker_over_stronger() -> None:
    assert short(compare_sides([percent_apart(12)] * 4).lsi) == Decimal("88.0")
    assert short(compare_sides([percent_apart(-12)] * 4).lsi) == Decimal("88.0")


def test_with_an_involved_side_it_stands_above_the_line() -> None:
    sessions = [percent_apart(20)] * 4
    assert short(compare_sides(sessions, involved="right").lsi) == Decimal("80.0")
    assert short(compare_sides(sessions, involved="left").lsi) == Decimal("125.0")


# --- This client's own noise --------------------------------------------------------------------------------------


def test_whoever_varies_more_has_more_noise() -> None:
    def day(load: str) -> BothSides:
        return BothSides(left=work("8@2", load), right=work("8@2", "90"))

    found = compare_sides([day("100"), day("120"), day("100"), day("120")])
    # Steps of 20, −20, 20: spread 23.09, over √2 16.33, of a mean of 110.
    assert short(found.cv, 2) == Decimal("14.85")
    assert (found.verdict, found.direction) == ("none", "right")
    assert short(found.noise, 2) == Decimal("20.57")


def test_the_side_that_varies_more_counts() -> None:
    swings = [BothSides(left=work("8@2", "90"), right=work("8@2", load)) for load in ("100", "120", "100", "120")]
    assert short(compare_sides(swings).cv, 2) == Decimal("14.85")


def test_steady_progress_is_no_noise() -> None:
    climbing = [
        BothSides(left=work("8@2", str(40 + 5 * n)), right=work("8@2", str(36 + Decimal("4.5") * n))) for n in range(8)
    ]
    assert compare_sides(climbing).cv == Decimal("4.2")


def test_three_sessions_are_too_few_for_a_noise_of_ones_own() -> None:
    swings = [BothSides(left=work("8@2", load), right=work("8@2", load)) for load in ("50", "100", "50")]
    assert compare_sides(swings).cv == Decimal("4.2")


# --- What is left out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "why"),
    [
        (work(""), "not_logged"),
        (work("8@2", "0"), "no_load"),
        (work("0@2"), "no_reps"),
        (work("8@?"), "rir_unknown"),
        (work("8@4"), "rir_over_3"),
        (work("11@2"), "reps_over_12"),
        (work("8@? 8@4"), "rir_over_3"),
        (work("13@0 8@?"), "reps_over_12"),
    ],
)
def test_a_side_without_capacity_says_why(right: SideWork, why: str) -> None:
    found = only(BothSides(left=work("8@2"), right=right))
    assert (found.right, found.right_why, found.difference, found.why) == (None, why, None, why)
    assert found.left is not None
    assert found.left_why is None


def test_a_session_names_the_first_thing_that_is_missing() -> None:
    assert only(BothSides(left=work("8@4"), right=work("8@?"))).why == "rir_unknown"
    assert only(BothSides(left=work(""), right=work("8@?"))).why == "not_logged"


def test_one_good_set_is_enough() -> None:
    found = only(BothSides(left=work("8@2"), right=work("8@? 8@4 8@2 20@0")))
    assert (found.right_why, found.difference) == (None, 0)


def test_a_lighter_week_is_left_out() -> None:
    found = compare_sides([*PRIYA[:3], replace(PRIYA[3], lighter=True)])
    assert (found.verdict, found.comparable, found.sessions[3].why) == ("not_enough_data", 3, "lighter_week")
    assert found.sessions[3].left is None


def test_what_is_left_out_ends_no_run() -> None:
    gap = BothSides(left=work("8@?"), right=work("8@2"))
    found = compare_sides([*PRIYA[:2], gap, *PRIYA[2:]])
    assert (found.verdict, found.comparable, len(found.sessions)) == ("possible", 4, 5)


@pytest.mark.parametrize(
    ("held", "why"),
    [
        (work("8@3", held=True, asked="8"), "capped"),
        (work("7@3", held=True, asked="8"), "capped"),
        (work("8@?", held=True, asked="8"), "capped"),
        (work("8@3 8@3", held=True, asked="8 8"), "capped"),
        (work("8@2", held=True, asked="8"), None),
        (work("8@1", held=True, asked="8"), None),
        (work("9@3", held=True, asked="8"), None),
        (work("8@3", asked="8"), None),
        (work("8@3", held=True), None),
        (work("8@3", held=True, asked="8", rir="3"), None),
        (work("8@3 8@2", held=True, asked="8 8"), None),
        (work("8@2", "0", held=True, asked="8"), "no_load"),
    ],
)
def test_a_set_that_shows_the_coupling_is_left_out(held: SideWork, why: str | None) -> None:
    assert only(BothSides(left=held, right=work("8@2"))).left_why == why


def test_more_load_than_asked_shows_the_strength() -> None:
    heavier = SideWork(
        sets=(LoadedSet(reps=8, load=Decimal("42.5"), rir=Decimal(3)),),
        asked=(LoadedSet(reps=8, load=Decimal(40)),),
        held=True,
        rir=Decimal(2),
    )
    assert only(BothSides(left=heavier, right=work("8@2"))).left_why is None


def test_a_capped_set_leaves_the_others() -> None:
    found = only(BothSides(left=work("8@3 8@2", held=True, asked="8 8"), right=work("8@2")))
    assert (found.left, found.right) == (found.right, found.left)


# --- What holds for any sessions ----------------------------------------------------------------------------------

usual = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
some_sets = st.builds(
    LoadedSet,
    reps=st.integers(0, 14),
    load=st.sampled_from([Decimal(0), Decimal(20), Decimal("37.5"), Decimal(40), Decimal("42.5")]),
    rir=st.sampled_from([None, Decimal(0), Decimal(2), Decimal(3), Decimal(4)]),
)
good_sets = st.builds(
    LoadedSet, reps=st.integers(5, 10), load=st.sampled_from([Decimal(36), Decimal(40)]), rir=st.just(Decimal(2))
)
some_work = st.builds(
    SideWork,
    sets=st.lists(st.one_of(good_sets, some_sets), max_size=2).map(tuple),
    asked=st.lists(st.one_of(st.none(), some_sets), max_size=2).map(tuple),
    held=st.booleans(),
    rir=st.just(Decimal(2)),
)
good_work = st.builds(SideWork, sets=st.lists(good_sets, min_size=1, max_size=2).map(tuple))
sessions = st.lists(
    st.one_of(
        st.builds(BothSides, left=good_work, right=good_work),
        st.builds(BothSides, left=some_work, right=some_work, lighter=st.booleans()),
    ),
    max_size=8,
)
OTHER = {"left": "right", "right": "left", None: None}


def swapped(history: list[BothSides]) -> list[BothSides]:
    return [replace(each, left=each.right, right=each.left) for each in history]


def scaled(each: SideWork, factor: int) -> SideWork:
    return replace(
        each,
        sets=tuple(replace(one, load=one.load * factor) for one in each.sets),
        asked=tuple(one and replace(one, load=one.load * factor) for one in each.asked),
    )


def same(one: Decimal | None, other: Decimal | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < Decimal("1e-15")


@usual
@given(sessions)
def test_swapping_the_sides_mirrors_the_answer(history: list[BothSides]) -> None:
    found, mirrored = compare_sides(history, involved="left"), compare_sides(swapped(history), involved="right")
    assert (mirrored.verdict, mirrored.direction) == (found.verdict, OTHER[found.direction])
    assert same(mirrored.mean, None if found.mean is None else -found.mean)
    assert same(mirrored.lsi, found.lsi)
    assert same(mirrored.noise, found.noise)
    assert [each.left_why for each in mirrored.sessions] == [each.right_why for each in found.sessions]


@usual
@given(sessions, st.sampled_from([2, 3, 7, 10]))
def test_the_unit_changes_no_percentage(history: list[BothSides], factor: int) -> None:
    bigger = [replace(each, left=scaled(each.left, factor), right=scaled(each.right, factor)) for each in history]
    found, other = compare_sides(history), compare_sides(bigger)
    assert (other.verdict, other.direction) == (found.verdict, found.direction)
    for one, two in ((found.mean, other.mean), (found.noise, other.noise), (found.lsi, other.lsi)):
        assert same(one, two)


@usual
@given(st.lists(st.integers(4, 14).map(percent_apart), min_size=4, max_size=8), sessions)
def test_what_a_verdict_claims_is_so(history: list[BothSides], before: list[BothSides]) -> None:
    found = compare_sides([*before, *history])
    assume(found.verdict in ("possible", "consistent"))
    newest = [each for each in found.sessions if each.difference is not None][-found.n :]
    assert found.direction is not None
    assert {each.weaker for each in newest} == {found.direction}
    assert abs(found.mean) > found.noise
    assert found.lsi < 100


@usual
@given(sessions)
def test_figures_stay_in_their_bounds(history: list[BothSides]) -> None:
    found: Asymmetry = compare_sides(history)
    assert found.cv >= Decimal("4.2")
    assert len(found.sessions) == len(history)
    for each in found.sessions:
        assert (each.left is None) is (each.left_why is not None)
        assert each.difference is None or -100 < each.difference < 100


@usual
@given(sessions, st.integers(0, 10))
def test_sessions_that_are_not_comparable_change_no_verdict(history: list[BothSides], place: int) -> None:
    silent = BothSides(left=work("8@2"), right=work("8@?"))
    more = [*history[:place], silent, *history[place:]]
    found, other = compare_sides(history), compare_sides(more)
    assert (other.verdict, other.mean, other.noise, other.n) == (found.verdict, found.mean, found.noise, found.n)
