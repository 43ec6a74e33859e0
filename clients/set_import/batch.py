"""A few workouts written at once: which of their sets are new, and where they find a place."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from clients.models import Session, SessionItem, SetImport, SetLog, Side, Target
from clients.set_import.guessing import EACH, LEFT, RIGHT, TURNS, TURNS_RIGHT
from clients.set_import.workouts import Row, Workout
from exercises.models import Variation
from exercises.vocabulary import Implement

MOST_SETS = 20  # of a side of one item; what is more goes on in another item
AT_ONCE = 500
Exercise = tuple[UUID, bool]  # the variation, and whether its sets are held for time


def set_id(row: Row, side: str = "") -> UUID:
    """The right one of a line that stands for both sides has a name of its own."""
    return uuid5(row.uuid, side) if side else row.uuid


class Batch:
    """Writes workouts inside the scope of the practice. `added` and the others count what became of their sets."""

    def __init__(self, source: SetImport, variations: dict[str, Variation]) -> None:
        self.source, self.variations = source, variations
        self.here: dict[str, Any] = {"practice_id": source.practice_id}
        self.added = self.added_sessions = self.held = self.skipped = self.warm_ups = 0
        self.sessions: list[Session] = []
        self.items: list[SessionItem] = []
        self.targets: list[Target] = []
        self.sets: list[SetLog] = []
        self.item_ids: dict[tuple[UUID, Exercise], list[UUID]] = defaultdict(list)  # MOST_SETS in each but the last
        self.known_targets: set[tuple[UUID, str]] = set()
        self.taken: dict[tuple[UUID, Exercise, str], set[int]] = defaultdict(set)
        self.last_position: dict[UUID, int] = defaultdict(int)
        self.now = timezone.now()

    def write(self, workouts: list[Workout]) -> None:
        if not workouts:
            return
        new = self._new_rows(workouts)
        there = set(self._mine(Session).filter(pk__in=[each.session for each in new]).values_list("pk", flat=True))
        self._read_places(there)
        for workout in workouts:
            self.warm_ups += workout.warm_ups.total()
            rows = new.get(workout, [])
            if rows and workout.session not in there:
                there.add(workout.session)
                self.sessions.append(self._session(workout))
            for row in rows:
                self._place(workout, row)
        Session.objects.bulk_create(self.sessions, batch_size=AT_ONCE)
        SessionItem.objects.bulk_create(self.items, batch_size=AT_ONCE)
        Target.objects.bulk_create(self.targets, batch_size=AT_ONCE)
        SetLog.objects.bulk_create(self.sets, batch_size=AT_ONCE)
        self.added, self.added_sessions = len(self.sets), len(self.sessions)

    def _mine(self, model: Any) -> Any:
        return model.objects.filter(**self.here, client=self.source.client_id)

    def _new_rows(self, workouts: list[Workout]) -> dict[Workout, list[Row]]:
        """The sets to add, by workout; those that are there and those that are not wanted are counted.

        Where a set of a workout is, there the others belong, too: a restore may have called the session otherwise.
        """
        wanted = [(each, row) for each in workouts for row in each.rows if row.is_set]
        mapped = [(each, row) for each, row in wanted if row.line.exercise in self.variations]
        self.skipped += len(wanted) - len(mapped)
        held = dict(
            self._mine(SetLog).filter(uuid__in=[row.uuid for _, row in wanted]).values_list("uuid", "session_id")
        )
        for workout, row in wanted:
            workout.session = held.get(row.uuid, workout.session)
        new: dict[Workout, list[Row]] = defaultdict(list)
        for workout, row in mapped:
            if row.uuid in held:
                self.held += 1
            else:
                new[workout].append(row)
        return new

    def _read_places(self, sessions: set[UUID]) -> None:
        """What the sessions have already, when more of them is imported later."""
        if not sessions:
            return
        rows = Target.objects.filter(**self.here, item__session__in=sessions).select_related("item")
        place_of: dict[UUID, tuple[UUID, Exercise, int]] = {}
        for target in rows.order_by("item__position"):
            item = target.item
            self.known_targets.add((item.pk, target.side))
            self.last_position[item.session_id] = item.position
            if item.pk not in place_of:
                exercise = (target.variation_id, target.seconds is not None)
                ids = self.item_ids[item.session_id, exercise]
                place_of[item.pk] = (item.session_id, exercise, len(ids))
                ids.append(item.pk)
        places = SetLog.objects.filter(**self.here, session__in=sessions)
        for item_id, side, number in places.values_list("item_id", "side", "set_number"):
            if item_id in place_of:
                session_id, exercise, part = place_of[item_id]
                self.taken[session_id, exercise, side].add(part * MOST_SETS + number)

    # --- One set ------------------------------------------------------------------------------------------------

    def _place(self, workout: Workout, row: Row) -> None:
        variation = self.variations[row.line.exercise]
        rule = self.source.mapping[row.line.exercise][1]
        exercise = (variation.pk, row.line.reps is None)
        for side, uuid in _sides(row, rule):
            number = self._free(workout.session, exercise, side)
            item_id = self._item(workout, row, exercise, (number - 1) // MOST_SETS)
            self._target(item_id, row, side, variation)
            self.sets.append(self._set(workout, row, item_id, side, uuid, (number - 1) % MOST_SETS + 1))

    def _free(self, session_id: UUID, exercise: Exercise, side: str) -> int:
        """Behind the last of the side: what is done in turn keeps left and right of a pair under one number."""
        taken = self.taken[session_id, exercise, side]
        number = max(taken, default=0) + 1
        taken.add(number)
        return number

    def _item(self, workout: Workout, row: Row, exercise: Exercise, part: int) -> UUID:
        ids = self.item_ids[workout.session, exercise]
        while len(ids) <= part:
            ids.append(_item_id(workout.session, exercise, len(ids)))
            self.last_position[workout.session] += 1
            self.items.append(
                SessionItem(
                    **self.here,
                    id=ids[-1],
                    session_id=workout.session,
                    position=self.last_position[workout.session],
                    note=workout.notes.get(row.line.exercise, ""),
                    warm_up_sets=0 if part else workout.warm_ups[row.line.exercise],
                )
            )
        return ids[part]

    def _target(self, item_id: UUID, row: Row, side: str, variation: Variation) -> None:
        """Which exercise and side it was. Nothing was asked: no sets, no reps, no load."""
        if (item_id, side) in self.known_targets:
            return
        self.known_targets.add((item_id, side))
        level = variation.implement == Implement.BAND  # a weight in kg is no level of a band
        self.targets.append(
            Target(
                **self.here,
                item_id=item_id,
                side=side,
                variation=variation,
                implement=Implement.BODYWEIGHT if level else variation.implement,
                unit=row.line.unit or self.source.unit,
                sets=0,
                reps_low=0,
                reps_high=0,
                rest_s=0,
                seconds=row.line.seconds if row.line.reps is None else None,
            )
        )

    def _set(self, workout: Workout, row: Row, item_id: UUID, side: str, uuid: UUID, number: int) -> SetLog:
        line = row.line
        return SetLog(
            **self.here,
            client_id=self.source.client_id,
            uuid=uuid,
            session_id=workout.session,
            item_id=item_id,
            set_number=number,
            side=side,
            reps=line.reps,
            load=line.load,
            unit=line.unit or self.source.unit,
            seconds=line.seconds,
            rir=line.rir,
            performed_at=workout.start,
            received_at=self.now,
        )

    def _session(self, workout: Workout) -> Session:
        """It was trained as it was: nothing in it waits for a coach."""
        return Session(
            **self.here,
            id=workout.session,
            client_id=self.source.client_id,
            source=self.source.source,
            title=workout.title,
            due_on=workout.on,
            performed_on=workout.on,
            zone=self.source.client.time_zone,
            status=Session.Status.FINISHED,
            opened_at=workout.start,
            finished_at=workout.end,
            note=workout.note,
            reviewed_at=self.now,
            reviewed_by_id=self.source.made_by_id,
        )


def _sides(row: Row, rule: str) -> Iterator[tuple[str, UUID]]:
    """Which sides a line stands for."""
    if rule == EACH:
        yield Side.LEFT.value, set_id(row)
        yield Side.RIGHT.value, set_id(row, Side.RIGHT.value)
    elif rule in (TURNS, TURNS_RIGHT):
        first = (row.nth % 2 == 0) == (rule == TURNS)
        yield (Side.LEFT.value if first else Side.RIGHT.value), set_id(row)
    else:
        yield {LEFT: Side.LEFT.value, RIGHT: Side.RIGHT.value}.get(rule, Side.BOTH.value), set_id(row)


def _item_id(session_id: UUID, exercise: Exercise, part: int) -> UUID:
    return uuid5(session_id, f"item/{exercise[0]}/{'held' if exercise[1] else 'reps'}/{part}")
