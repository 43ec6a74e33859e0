"""Where a rung starts that was trained before: one step back from what each side last did there."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from clients import services
from clients.history import read_history
from clients.inventory import default_inventory_lb
from clients.models import Assignment, Client, Proposal, Session
from clients.moving import move, preview_move
from clients.proposals import current_proposal
from clients.services import SetFacts
from programs.drafting import begin
from programs.models import Draft, Rung
from programs.versions import content_of, save_version
from tests.factories import AssignmentFactory, ProgressionFactory

MONDAY = dt.date(2026, 1, 5)
Train = Callable[..., Session]
Asked = dict[str, tuple[int, Decimal]]


class Trains:
    """A client who trains one session after another, Mondays and Thursdays. Every proposal goes through."""

    def __init__(self, assignment: Assignment, clock: Any) -> None:
        self.assignment, self.clock, self.number = assignment, clock, 0
        Assignment.objects.filter(pk=assignment.pk).update(policy="none")
        assignment.refresh_from_db()

    def __call__(self, *, times: int = 1, **facts: Any) -> Asked:
        """So many sessions. `load` and `reps` are a figure or one a side; the target's load and 8 otherwise."""
        for _ in range(times):
            self._session(**facts)
        return self.asked()

    def asked(self) -> Asked:
        """What was decided for the next session: position and load by side."""
        outcome = Proposal.objects.filter(assignment=self.assignment).latest_first()[0].outcome
        assert outcome
        return {side: (values["position"], Decimal(str(values["load"]))) for side, values in outcome.items()}

    def rest(self, weeks: int) -> None:
        self.number += 2 * weeks

    def _session(self, *, load: Any = None, reps: Any = 8, pain: int | None = None) -> None:
        weeks, later = divmod(self.number, 2)
        self.number += 1
        due_on = MONDAY + dt.timedelta(weeks=weeks, days=3 * later)
        self.clock.move_to(dt.datetime.combine(due_on, dt.time(8, 30), tzinfo=dt.UTC))
        session = services.open_session(self.assignment, due_on=due_on)
        item = session.items.get()
        for target in item.targets.all():
            figures = {
                "reps": reps[target.side] if isinstance(reps, dict) else reps,
                "load": Decimal(str(load[target.side] if isinstance(load, dict) else load or target.load)),
            }
            for number in range(1, target.sets + 1):
                place = {"uuid": uuid4(), "set_number": number, "side": target.side, "unit": target.unit}
                services.log_set(item, SetFacts(**place, **figures, performed_at=self.clock_now(), rir=2, pain=pain))
        services.finish_session(session)

    def clock_now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)


@pytest.fixture
def train(training: Assignment, monday: Any) -> Trains:
    return Trains(training, monday)


def test_the_first_time_a_rung_starts_at_its_share_of_body_mass(train: Trains) -> None:
    assert train(times=2, reps=12) == {"left": (2, Decimal("22.5")), "right": (2, Decimal("22.5"))}


def test_down_is_a_step_back_from_what_was_done_there_and_so_is_up_again(train: Trains) -> None:
    train(times=2, reps=12)
    assert train(times=2, load=40, pain=4) == {"left": (1, Decimal(20)), "right": (1, Decimal(20))}
    assert train(times=2, reps=12) == {"left": (2, Decimal(35)), "right": (2, Decimal(35))}


def test_in_pounds_the_steps_are_pounds(train: Trains, client_row: Client) -> None:
    Client.objects.filter(pk=client_row.pk).update(unit="lb", inventory=default_inventory_lb())
    train.assignment.refresh_from_db()
    train(times=2, reps=12, load=65)
    assert train(times=2, load=95, pain=4)["left"] == (1, Decimal(55))
    assert train(times=2, reps=12)["left"] == (2, Decimal(85))


def test_two_sides_together_start_at_the_smaller_figure(train: Trains) -> None:
    train(times=2, reps=12)
    train(times=2, load={"left": 45, "right": 40}, pain=4)
    assert train(times=2, reps=12) == {"left": (2, Decimal(35)), "right": (2, Decimal(35))}


def test_a_side_alone_starts_where_it_was_itself(train: Trains) -> None:
    Assignment.objects.update(coupling="independent")
    train.assignment.refresh_from_db()
    train(times=2, reps=12)
    train(times=2, load={"left": 40, "right": 45}, pain=4)
    train(times=2, reps={"left": 8, "right": 12})  # the right side goes up alone
    asked = train(times=2, reps={"left": 12, "right": 8})
    assert asked["left"] == (2, Decimal(35))


def test_a_rung_new_to_one_side_starts_no_heavier_than_usual(train: Trains) -> None:
    Assignment.objects.update(coupling="independent")
    train.assignment.refresh_from_db()
    train(times=2, reps={"left": 12, "right": 8})
    train(times=2, load={"left": 40, "right": 20}, pain=4)
    asked = train(times=2, reps=12)
    assert asked["right"] == (2, Decimal("22.5"))


def test_what_was_done_long_ago_counts(train: Trains) -> None:
    train(times=2, reps=12)
    train(times=2, load=40, pain=4)
    train(times=24, reps=10, load=20)
    assert train(times=2, reps=12)["left"] == (2, Decimal(35))


def test_after_a_break_the_load_comes_from_the_rung_itself(train: Trains, training: Assignment) -> None:
    train(times=2, reps=12)
    train(load=50)
    later = MONDAY + dt.timedelta(days=3 + 4 + 21)
    history = read_history(training)
    resumed = current_proposal(history, on=later, now=dt.datetime.combine(later, dt.time(9), tzinfo=dt.UTC))
    assert {(each["action"], each["position"], each["load"]) for each in resumed.proposed.values()} == {
        ("resume", 2, 45)
    }


@pytest.fixture
def one_leg_and_two(client_row: Client, monday: Any) -> Trains:
    """Both legs on the first and the third rung, each leg on the second."""
    progression = ProgressionFactory(rungs=3)
    for rung in progression.rungs.exclude(position=2):
        rung.variation.exercise.laterality = "bilateral"
        rung.variation.exercise.save()
    return Trains(AssignmentFactory(client=client_row, progression=progression), monday)


def test_from_both_legs_to_each_and_back(one_leg_and_two: Trains) -> None:
    train = one_leg_and_two
    assert train(times=2, reps=12, load=60) == {"left": (2, Decimal("22.5")), "right": (2, Decimal("22.5"))}
    assert train(times=2, load={"left": 40, "right": 30}, pain=4) == {"both": (1, Decimal("52.5"))}
    assert train(times=2, reps=12) == {"left": (2, Decimal(25)), "right": (2, Decimal(25))}
    assert train(times=2, reps=12) == {"both": (3, Decimal("22.5"))}
    assert train(times=2, pain=4) == {"left": (2, Decimal("22.5")), "right": (2, Decimal("22.5"))}


def test_the_rung_a_client_started_on_remembers_too(train: Trains, training: Assignment) -> None:
    Assignment.objects.update(start_rung=Rung.objects.get(progression=training.progression, position=2), start_load=50)
    train.assignment = Assignment.objects.get(pk=training.pk)
    assert train(times=2, pain=4)["left"] == (1, Decimal(20))  # never trained: from its usual start
    assert train(times=2, reps=12)["left"] == (2, Decimal(45))


def test_a_rung_that_goes_puts_its_climbers_a_step_back_from_what_they_did_below(
    train: Trains, training: Assignment, coach: Any
) -> None:
    train(times=2, reps=12)
    train(load=40)
    content = content_of(training.progression)
    content["order"].pop(1)
    content["copied_from"] = str(training.progression_id)
    kind = Draft.Kind.PROGRESSION
    saved = save_version(begin(by=coach, kind=kind, family=Draft().family, base=None, content=content), by=coach)

    foreseen = preview_move(training, saved)
    assert move([training], saved, by=coach) == 1

    training.refresh_from_db()
    assert {(each["position"], each["load"]) for each in foreseen.then.values()} == {(1, 20)}
    assert (training.start_rung, training.start_load) == (saved.rungs.get(position=1), Decimal(20))
