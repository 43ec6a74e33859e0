"""The back-test: another rule, gate or coupling on what was really logged, beside what was decided."""

import datetime as dt
import json
from collections.abc import Callable
from copy import copy
from decimal import Decimal
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from clients.backtest import as_data, backtest_client, backtest_practice, difference_words
from clients.demo import cast, simulator
from clients.demo.cast import Day, Person
from clients.models import Assignment, Client, Proposal, Target
from clients.proposals import approve, hold
from clients.replay import Backtest, alike
from clients.what_if import Change
from programs.models import Gate, Progression, Rung
from tests.clients.conftest import play
from tests.clients.rows import finished
from tests.factories import (
    AssignmentFactory,
    ClientFactory,
    ExerciseFactory,
    GateFactory,
    ProgressionFactory,
    RungFactory,
    VariationFactory,
)

AS_IT_IS = Change()
STRICT = Change(sessions=4)
DAYS = [dt.date(2026, 1, day) for day in (5, 8, 12, 15, 19, 22)]  # Mondays and Thursdays
Train = Callable[..., None]


@pytest.fixture
def train(monday: Any) -> Train:
    """Sessions on the next due days; what waits is approved by `coach`, if one is given."""

    def sessions(assignment: Assignment, *reps: int, coach: User | None = None, **others: Any) -> None:
        done = assignment.sessions.count()
        for day, count in zip(DAYS[done:], reps, strict=False):
            monday.move_to(dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC))
            play(assignment, due_on=day, reps=count, **others)
            waiting = Proposal.objects.filter(assignment=assignment, status="waiting").first()
            if coach and waiting:
                approve(waiting, by=coach)

    return sessions


def positions(backtest: Backtest) -> dict[str, tuple[int, int]]:
    """Where each side stands, and where it would."""
    return {side: (path.stands.position, path.would_stand.position) for side, path in backtest.paths.items()}


def judged(backtest: Backtest) -> list[bool]:
    return [all(row.judged.values()) for row in backtest.rows]


# --- The ladder as it is --------------------------------------------------------------------------------------


def hurt_once(day: Day, target: Target, index: int) -> cast.Result:
    """Red pain in the fourth session; the coach looks and lets training go on."""
    return target.reps[index], target.rir, 7 if day.number == 3 and index == 2 else 0


def sore_twice(day: Day, target: Target, index: int) -> cast.Result:
    return target.reps[index], target.rir, 4 if day.number in (4, 5) else 0


@pytest.fixture
def rungs(db: None) -> Progression:
    """A ladder under the name that the cast climbs: the first rung with both feet, then three with a side each."""
    ladder = ProgressionFactory(slug="staggered-hip-thrust")
    both = VariationFactory(exercise=ExerciseFactory(laterality="bilateral"))
    GateFactory(rung=RungFactory(progression=ladder, position=1, variation=both))
    for position in (2, 3, 4):
        GateFactory(rung=RungFactory(progression=ladder, position=position, reps_high=10))
    return ladder


CAST = [
    (Person(name="Two Paces", rung=2, coupling="independent", way=cast.two_paces, weeks=4), "move_up"),
    (Person(name="Lighter Pounds", rung=1, mass="196", unit="lb", deload=2, weeks=4), "deload"),
    (Person(name="Long Away", rung=2, weeks=6, missed=(3, 4, 5, 6, 7)), "resume"),
    (Person(name="Red Pain", rung=2, way=hurt_once, weeks=3), "stop"),
    (Person(name="Amber Pain", rung=2, way=sore_twice, weeks=4), "move_down"),
    (Person(name="Leaves Gaps", rung=1, way=cast.forgetful, weeks=4, policy="all"), "hold"),
    (Person(name="One Ahead", rung=2, coupling="lead_capped", way=cast.weak_right, weeks=4), "add_reps"),
    (Person(name="Climbs", rung=1, way=cast.strong, weeks=5, policy="none"), "move_up"),
]


@pytest.mark.parametrize(("person", "shows"), CAST, ids=lambda each: getattr(each, "name", each))
def test_the_ladder_as_it_is_gives_every_answer_again(
    owner: User, rungs: Progression, person: Person, shows: str
) -> None:
    today = dt.date(2026, 6, 1)
    assignment = simulator.assign(person, simulator.make_client(person, coach=owner), coach=owner, today=today)
    assert assignment
    simulator.play(person, assignment, coach=owner, today=today)
    found = backtest_client(assignment, owner, edit=AS_IT_IS.edited)
    assert len(found.rows) == Proposal.objects.filter(assignment=assignment).values("session").distinct().count()
    assert [row.date for row in found.rows if not (row.would and alike(row.would, row.decided))] == []
    assert not any(row.changed_since or row.differs for row in found.rows)
    assert all(path.since is None and path.stands.pk == path.would_stand.pk for path in found.paths.values())
    assert shows in {side["action"] for each in Proposal.objects.all() for side in each.proposed.values()}


def test_a_session_after_a_late_opening_is_asked_for_that_day(training: Assignment, owner: User, monday: Any) -> None:
    play(training, due_on=DAYS[0])
    monday.move_to(dt.datetime(2026, 2, 5, 9, tzinfo=dt.UTC))
    play(training, due_on=dt.date(2026, 2, 5))
    first = backtest_client(training, owner, edit=AS_IT_IS.edited).rows[0]
    assert first.on == dt.date(2026, 2, 5)
    assert first.would
    assert first.would["left"]["action"] == "resume"


def test_what_a_coach_made_of_it_is_not_the_rule_s_doing(training: Assignment, owner: User, train: Train) -> None:
    train(training, 12, 12)
    hold(Proposal.objects.get(status="waiting"), by=owner)
    train(training, 12)
    found = backtest_client(training, owner, edit=AS_IT_IS.edited)
    assert [row.people for row in found.rows] == ["", "held", "waits"]
    assert found.rows[1].outcome != found.rows[1].decided
    assert found.first_difference is None
    assert positions(found) == {"left": (1, 1), "right": (1, 1)}


def test_what_nobody_decided_stood_until_the_next_session(training: Assignment, owner: User, train: Train) -> None:
    train(training, 12, 12, 12)
    second = backtest_client(training, owner, edit=AS_IT_IS.edited).rows[1]
    assert second.people == "undecided"
    assert second.decided
    assert second.decided["left"]["action"] == "move_up"


def test_what_was_changed_since_is_told_from_the_rule(training: Assignment, owner: User, train: Train) -> None:
    train(training, 8, 12)
    Client.objects.filter(pk=training.client_id).update(inventory={"bar": 20, "plates": [[5, 4]]})
    found = backtest_client(training, owner, edit=AS_IT_IS.edited)
    assert [row.changed_since for row in found.rows] == [False, False]
    Gate.objects.all().delete()
    found = backtest_client(training, owner, edit=AS_IT_IS.edited)
    assert [row.changed_since for row in found.rows] == [False, True]
    assert found.first_difference is None


# --- Another one ----------------------------------------------------------------------------------------------


def test_a_stricter_gate_leaves_them_lower(training: Assignment, owner: User, train: Train) -> None:
    train(training, 12, 12, 8, 9, coach=owner)
    found = backtest_client(training, owner, edit=STRICT.edited)
    assert positions(found) == {"left": (2, 1), "right": (2, 1)}
    assert found.since == DAYS[1]
    assert judged(found) == [True, True, False, False]
    assert [row.would is None for row in found.rows] == [False, False, True, True]
    assert [(each.date, each.after.position) for each in found.paths["left"].changes] == [(DAYS[1], 2)]
    assert found.paths["left"].would_changes == []
    first = found.first_difference
    assert first
    assert difference_words(found, first).startswith(
        "8 Jan: hold at 22.5 kg instead of move up to offset forward 20 cm"
    )
    assert "counts for the gate, 2 of 4: show it again before the load rises." in difference_words(found, first)


def test_an_easier_gate_goes_ahead_and_they_meet_again(training: Assignment, owner: User, train: Train) -> None:
    train(training, 12, 12, 9, 10, coach=owner)
    found = backtest_client(training, owner, edit=Change(sessions=1).edited)
    assert judged(found) == [True, False, True, True]
    assert [row.differs for row in found.rows] == [("left", "right"), (), (), ()]
    left = found.paths["left"]
    assert ([each.date for each in left.would_changes], [each.date for each in left.changes]) == ([DAYS[0]], [DAYS[1]])
    assert (left.since, positions(found)["left"]) == (None, (2, 2))


def test_load_every_time_differs_from_the_first_session(training: Assignment, owner: User, train: Train) -> None:
    train(training, 8, 9)
    found = backtest_client(training, owner, edit=Change(rule="linear").edited)
    first = found.first_difference
    assert first
    assert first.date == DAYS[0]
    assert difference_words(found, first) == (
        "5 Jan: add load: 25 kg instead of one more rep each."
        " Left 8, 8, 8 with 2 to spare, the rule is met: 25 kg next."
        " Right 8, 8, 8 with 2 to spare, the rule is met: 25 kg next."
    )
    assert found.since is None


def test_a_change_may_be_for_some_rungs_only(training: Assignment, owner: User, train: Train) -> None:
    train(training, 12, 12, 8, 9, coach=owner)
    found = backtest_client(training, owner, edit=Change(rule="linear", rungs=frozenset({2})).edited)
    assert [row.date for row in found.rows if row.differs] == [DAYS[2], DAYS[3]]
    assert judged(found) == [True, True, True, True]


def test_each_side_on_its_own_is_compared_by_side(training: Assignment, owner: User, train: Train) -> None:
    train(training, 8, left=10)
    found = backtest_client(training, owner, edit=AS_IT_IS.edited, coupling="independent")
    row = found.rows[0]
    assert row.differs == ("left",)
    assert row.would
    assert (row.would["left"]["reps"], row.would["right"]["reps"]) == ([11, 11, 11], [9, 9, 9])
    words = "5 Jan, left: 22.5 kg × 11, 11, 11 instead of 22.5 kg × 9, 9, 9. 10, 10, 10 with 2 to spare: one more rep"
    assert difference_words(found, row).startswith(words)


def test_a_side_that_stayed_is_judged_while_the_other_is_apart(training: Assignment, owner: User, train: Train) -> None:
    Assignment.objects.filter(pk=training.pk).update(coupling="independent")
    train(training, 8, 8, 9, left=12, coach=owner)
    found = backtest_client(training, owner, edit=STRICT.edited)
    assert positions(found) == {"left": (2, 1), "right": (1, 1)}
    assert found.rows[2].judged == {"left": False, "right": True}


def test_sides_that_move_together_are_judged_together(training: Assignment, owner: User, train: Train) -> None:
    Assignment.objects.filter(pk=training.pk).update(coupling="independent")
    train(training, 8, 8, 9, left=12, coach=owner)
    found = backtest_client(training, owner, edit=AS_IT_IS.edited, coupling="shared")
    assert positions(found) == {"left": (2, 1), "right": (1, 1)}
    assert found.rows[2].judged == {"left": False, "right": False}


def test_a_rung_that_was_taken_out_says_nothing(training: Assignment, owner: User, train: Train) -> None:
    train(training, 12, 12, 8, coach=owner)
    found = backtest_client(training, owner, edit=lambda ladder: ladder[1:])
    assert judged(found) == [False, False, True]
    assert positions(found) == {"left": (2, 2), "right": (2, 2)}


def test_a_ladder_that_is_still_a_draft_is_known_by_its_lineages(
    training: Assignment, owner: User, train: Train
) -> None:
    def draft(ladder: list[Rung]) -> list[Rung]:
        drawn = [copy(rung) for rung in STRICT.edited(ladder)]
        for rung in drawn:
            rung.pk = uuid4()
        return drawn

    train(training, 12, 12, 8, coach=owner)
    found = backtest_client(training, owner, edit=draft)
    assert positions(found) == {"left": (2, 1), "right": (2, 1)}
    assert judged(found) == [True, True, False]


def test_what_an_earlier_version_decided_is_still_read(training: Assignment, owner: User, train: Train) -> None:
    train(training, 12, 12, 8, coach=owner)
    newer = ProgressionFactory()
    for rung in training.progression.rungs.order_by("position"):
        GateFactory(rung=RungFactory(progression=newer, position=rung.position, lineage=rung.lineage))
    for target in Target.objects.select_related("rung"):
        Target.objects.filter(pk=target.pk).update(rung=newer.rungs.get(lineage=target.rung.lineage))
    start = newer.rungs.get(position=1)
    Assignment.objects.filter(pk=training.pk).update(progression=newer, start_rung=start)
    found = backtest_client(training, owner, edit=AS_IT_IS.edited)
    assert [(row.changed_since, row.differs) for row in found.rows] == [(False, ())] * 3
    assert positions(found) == {"left": (2, 2), "right": (2, 2)}


def test_before_the_first_session_nothing_is_compared(training: Assignment, owner: User) -> None:
    found = backtest_client(training, owner, edit=STRICT.edited)
    assert (found.rows, positions(found)) == ([], {"left": (1, 1), "right": (1, 1)})


# --- Who may, and what it costs -------------------------------------------------------------------------------


def test_another_practice_s_client_is_refused(training: Assignment, rival: User, client_user: User) -> None:
    for somebody in (rival, client_user):
        with pytest.raises(Assignment.DoesNotExist):
            backtest_client(training, somebody, edit=AS_IT_IS.edited)
        assert backtest_practice(somebody, edit=AS_IT_IS.edited) == []


def test_the_roster_is_everybody_who_trains_now(training: Assignment, owner: User) -> None:
    other = AssignmentFactory(client=ClientFactory(practice=training.practice, coach=owner, name="Aiko"))
    AssignmentFactory(client=ClientFactory(practice=training.practice, coach=owner, status="archived"))
    AssignmentFactory(client=ClientFactory(practice=training.practice, coach=owner), status="ended")
    roster = [each.assignment for each in backtest_practice(owner, edit=AS_IT_IS.edited)]
    assert roster == [other, training]
    one = backtest_practice(owner, edit=AS_IT_IS.edited, among=[other.progression_id])
    assert [each.assignment for each in one] == [other]


def test_queries_do_not_grow_and_nothing_is_written(training: Assignment, owner: User) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            backtest_practice(owner, edit=Change(rule="linear").edited)
        return [query["sql"] for query in seen.captured_queries]

    finished(training, due_on=DAYS[0])
    asked()  # who the user is, is asked once
    few = asked()
    for _ in range(3):
        other = AssignmentFactory(client=ClientFactory(practice=training.practice, coach=owner))
        for number in range(25):
            finished(other, due_on=DAYS[0] + dt.timedelta(days=3 * number))
    many = asked()
    assert len(many) == len(few)
    assert [sql for sql in many if not sql.startswith("SELECT")] == []


def test_a_change_leaves_the_ladder_alone(training: Assignment) -> None:
    ladder = list(Rung.objects.filter(progression=training.progression).as_ladder())
    edited = Change(rule="linear", sessions=3, symmetry=Decimal("0.9"), leave_percent=Decimal(40)).edited(ladder)
    assert [(rung.rule, rung.gate.sessions, rung.gate.symmetry) for rung in edited[:1]] == [
        ("linear", 3, Decimal("0.9"))
    ]
    assert [(rung.rule, rung.gate.sessions, rung.gate.symmetry) for rung in ladder[:1]] == [("double", 2, None)]
    assert not any(hasattr(rung, "gate") for rung in Change(no_gate=True).edited(ladder))
    assert all(rung.gate.sessions == 2 for rung in ladder)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change(rule="quick"), "rule"),
        (Change(sessions=5), "sessions"),
        (Change(sessions=0), "sessions"),
        (Change(window=13), "window"),
        (Change(symmetry=Decimal(0)), "symmetry"),
        (Change(symmetry=Decimal("NaN")), "symmetry"),
        (Change(leave_percent=Decimal(301)), "leave_percent"),
    ],
)
def test_a_change_out_of_bounds_names_its_field(training: Assignment, change: Change, field: str) -> None:
    ladder = list(Rung.objects.filter(progression=training.progression).as_ladder())
    with pytest.raises(ValidationError) as raised:
        change.edited(ladder)
    assert list(raised.value.message_dict) == [field]


# --- The command ----------------------------------------------------------------------------------------------


def said(*options: str) -> str:
    out = StringIO()
    call_command("backtest", *options, stdout=out)
    return out.getvalue()


def test_the_command_prints_a_table(training: Assignment, owner: User, train: Train) -> None:
    train(training, 12, 12, 8, coach=owner)
    lines = said("--client", str(training.client_id), "--gate-sessions", "4").splitlines()
    assert lines[0] == f"Client {training.client_id}, {training.progression.slug}"
    assert lines[1].split() == ["date", "rung", "decided", "would", "have"]
    assert lines[3].startswith(
        "*  2026-01-08  1     Move up to offset forward 20 cm, 22.5 kg (approved)  Hold at 22.5 kg"
    )
    assert lines[4].startswith("   2026-01-12  2 ")
    assert lines[4].endswith("cannot be judged")
    assert lines[5].startswith("First difference: 8 Jan: hold at 22.5 kg")
    assert lines[6] == "Left: rung 2, would stand on 1, apart since 2026-01-08."
    assert training.client.name not in "".join(lines)


def test_the_command_gives_json(training: Assignment, owner: User, train: Train) -> None:
    train(training, 12, 12, 8, coach=owner)
    (data,) = json.loads(said("--practice", str(training.practice_id), "--gate-sessions", "4", "--json"))
    assert data == as_data(backtest_client(training, owner, edit=STRICT.edited))
    assert data["elsewhere_since"] == "2026-01-08"
    assert data["sides"]["right"]["changes"] == [{"date": "2026-01-08", "from": 1, "to": 2}]
    assert data["rows"][1]["differs"] == ["left", "right"]
    assert data["rows"][2]["judged"] == {"left": False, "right": False}
    assert data["rows"][2]["would_rung"] == {"left": 1, "right": 1}
    assert data["rows"][2]["would"] is None


def test_the_command_without_a_change_says_so(training: Assignment, train: Train) -> None:
    train(training, 8)
    assert "No difference." in said("--client", str(training.client_id))


@pytest.mark.parametrize(
    "options",
    [
        ["--rule", "two_for_two"],
        ["--coupling", "independent", "--no-gate"],
        ["--gate-symmetry", "none", "--gate-window", "6", "--gate-sign-off", "no"],
        ["--min-load", "110", "--rungs", "1,2"],
    ],
)
def test_the_command_takes_every_option(training: Assignment, train: Train, options: list[str]) -> None:
    train(training, 8, 12)
    slug = training.progression.slug
    found = json.loads(said("--client", str(training.client_id), "--progression", slug, "--json", *options))
    assert [len(each["rows"]) for each in found] == [2]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rule", "quick"], "--rule is one of: double, linear"),
        (["--coupling", "loose"], "--coupling is one of: shared"),
        (["--gate-sessions", "two"], "--gate-sessions is a whole number"),
        (["--gate-sessions", "9"], "must fit in the window, 1 to 4"),
        (["--gate-window", "99"], "The window is 1 to 12 sessions"),
        (["--gate-symmetry", "90"], "Symmetry is over 0"),
        (["--gate-symmetry", "0,9"], "--gate-symmetry is a number with a point, or none"),
        (["--gate-sign-off", "perhaps"], "--gate-sign-off is yes or no"),
        (["--min-load", "NaN"], "The leaving load is over 0"),
        (["--rungs", "7,eight"], "--rungs is a whole number"),
        (["--rungs", "40"], "There is no rung 40"),
        (["--progression", "nowhere"], "There is no progression nowhere"),
    ],
)
def test_a_bad_option_is_said(training: Assignment, options: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        said("--client", str(training.client_id), *options)


def test_the_command_takes_every_version_of_the_progression_that_is_named(training: Assignment, owner: User) -> None:
    followed = training.progression
    Progression.objects.filter(pk=followed.pk).update(superseded_at=timezone.now())
    newer = ProgressionFactory(
        practice=followed.practice, family=followed.family, version=2, slug=followed.slug, rungs=1
    )
    on_newer = AssignmentFactory(
        client=ClientFactory(practice=training.practice, coach=owner, name="Zoe"), progression=newer
    )
    AssignmentFactory(client=ClientFactory(practice=training.practice, coach=owner))  # on a progression of another name
    found = json.loads(said("--practice", str(training.practice_id), "--progression", followed.slug, "--json"))
    assert {each["assignment"] for each in found} == {str(training.pk), str(on_newer.pk)}
    assert "No difference." in said("--client", str(training.client_id), "--progression", followed.slug)


def test_whom_it_does_not_know_is_said(training: Assignment, other_client: Client) -> None:
    with pytest.raises(CommandError, match="--client is an id like"):
        said("--client", "maya")
    with pytest.raises(CommandError, match="There is no client"):
        said("--client", str(uuid4()))
    with pytest.raises(CommandError, match="There is no practice"):
        said("--practice", str(uuid4()))
    with pytest.raises(CommandError, match="no progression running"):
        said("--client", str(other_client.pk))
