"""Plays a person's training day by day through the services, at the times it would have happened."""

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID, uuid5

from accounts.models import User
from clients import proposals, services
from clients.assigning import Plan, assign_progression
from clients.body_mass import weigh
from clients.demo.cast import Day, Person, hurt
from clients.demo.program import as_written, assign_written
from clients.history import in_unit
from clients.models import KG_PER_LB, Assignment, BodyMass, Client, Proposal, Session, SessionItem, Target
from clients.notes import write_note
from clients.people import add_client
from clients.schedule import ONE_DAY, schedule_of
from programs.models import Progression

NAMESPACE = UUID("5b3c0c2e-6f0a-4f0e-9a58-8a1c6a6d0001")
HOUR = dt.time(7, 30)
UNREVIEWED_DAYS = 4


def make_client(person: Person, *, coach: User) -> Client:
    facts = person.facts()
    if person.unit == "lb" and person.body_mass is not None:
        facts["body_mass_kg"] = round(person.body_mass * KG_PER_LB, 2)
    return add_client(coach=coach, name=person.name, unit=person.unit, **facts)


def write_down(person: Person, client: Client, *, coach: User, today: dt.date) -> None:
    """What the coach noted, and what the client weighed every four weeks until they were asked last."""
    for back, text in person.jotted.items():
        write_note(client, author=coach, text=text, now=at(today - dt.timedelta(days=back), client, 60 * 11))
    if client.body_mass_kg is None:
        return
    gained = in_unit(Decimal(person.drift), person.unit, "kg")
    BodyMass.objects.filter(client=client).update(measured_on=today - dt.timedelta(days=1))
    for ago in range(1, person.weeks // 4 + 1):
        weigh(client, kg=client.body_mass_kg - ago * gained, on=today - dt.timedelta(days=1 + 28 * ago))


def assign(person: Person, client: Client, *, coach: User, today: dt.date) -> Assignment | None:
    weekdays = [(today.weekday() + offset) % 7 for offset in person.weekdays]
    if person.program:
        start = today - dt.timedelta(days=7 * person.weeks)
        return assign_written(client, by=coach, start=start, weekdays=weekdays)
    if person.rung is None:
        return None
    progression = Progression.objects.with_rungs().get(practice=None, slug=person.progression)
    rung = next(rung for rung in progression.rungs.all() if rung.position == person.rung)
    start = today - dt.timedelta(days=7 * person.weeks)
    plan = Plan(
        client=client,
        progression=progression,
        start_rung=rung,
        start_date=start,
        start_load=_load(person),
        weekdays=weekdays,
        coupling=person.coupling,
        policy=person.policy,
        deload_every_weeks=person.deload,
    )
    assignment = assign_progression(plan, by=coach)
    Assignment.objects.filter(pk=assignment.pk).update(created_at=at(start, client))
    return assignment


def _load(person: Person) -> Decimal | None:
    return Decimal(person.start_load) if person.start_load else None


def at(day: dt.date, client: Client, minutes: int = 0) -> dt.datetime:
    """A moment of the client's own morning, `minutes` after half past seven."""
    return dt.datetime.combine(day, HOUR, tzinfo=client.zone) + dt.timedelta(minutes=minutes)


def play(person: Person, assignment: Assignment, *, coach: User, today: dt.date) -> None:
    """Every due day up to yesterday; today's session is left to be done."""
    days = schedule_of(assignment).between(assignment.start_date, today - ONE_DAY)
    trained = [day for back, day in zip(range(len(days), 0, -1), days, strict=True) if back not in person.missed]
    chance = Random(person.name)  # a story, not a secret: the same every time
    for number, day in enumerate(trained):
        back = len(days) - days.index(day)
        _play_day(
            person,
            assignment,
            day,
            Day(number=number, left=len(trained) - number - 1, chance=chance),
            back,
            coach=coach,
            today=today,
        )


def _play_day(
    person: Person, assignment: Assignment, day: dt.date, story: Day, back: int, *, coach: User, today: dt.date
) -> None:
    client = assignment.client
    try:
        session = services.open_session(assignment, due_on=day, now=at(day, client))
    except services.Blocked as stop:
        if stop.proposal is not None:
            proposals.clear(stop.proposal, by=coach)
        session = services.open_session(assignment, due_on=day, now=at(day, client))
    if back in person.skipped:
        services.skip_session(session, reason=person.skipped[back], now=at(day, client, 1))
        _review(session, day, coach, today)
        return
    _log(person, session, story)
    proposal = services.finish_session(
        session, effort=5 + story.number % 4, note=person.notes.get(back, ""), now=at(day, client, 35)
    )
    answered = story.number % 4 == 0 if story.left else person.morning is not None
    if answered:
        pain = 0 if story.left else person.morning
        proposal = (
            services.answer_morning(session, pain=pain or 0, now=at(day + dt.timedelta(days=1), client)) or proposal
        )
    _coach_reads(session, proposal, day, story, coach, today)


def _log(person: Person, session: Session, story: Day) -> None:
    minutes = 2
    for item in session.items.prefetch_related("targets").order_by("position"):
        targets = sorted(item.targets.all(), key=lambda target: target.side == "left")
        for index in range(targets[0].sets if targets else 0):
            for place, target in enumerate(targets):
                _log_set(person, session, item, target, index, story, minutes + index * 6 + place * 2)
        minutes += 8


def _log_set(
    person: Person, session: Session, item: SessionItem, target: Target, index: int, story: Day, minutes: int
) -> None:
    figures = as_written(target, index) if target.rung_id is None else _figures(person, target, index, story)
    if figures is None:
        return
    facts: dict[str, Any] = {
        "uuid": uuid5(NAMESPACE, f"{session.pk}-{item.position}-{target.side}-{index}"),
        "set_number": index + 1,
        "side": target.side,
        "performed_at": at(session.due_on, session.client, minutes),
        "unit": target.unit,
    }
    services.log_set(item, services.SetFacts(**facts | figures))


def _figures(person: Person, target: Target, index: int, story: Day) -> dict[str, Any] | None:
    result = person.way(story, target, index)
    if result is None:
        return {"kind": "stopped", "pain": 7} if person.way is hurt else None
    reps, rir, pain = result
    return {"reps": reps, "load": target.load, "rir": rir, "pain": pain}


def _coach_reads(
    session: Session, proposal: Proposal | None, day: dt.date, story: Day, coach: User, today: dt.date
) -> None:
    """The coach decides what waits by the evening of the next day, but for the newest session; that one is for you."""
    evening = at(day, session.client, 60 * 30)
    if story.left and proposal is not None and proposal.status == Proposal.Status.WAITING:
        proposals.approve(proposal, by=coach, now=evening)
    _review(session, day, coach, today)


def _review(session: Session, day: dt.date, coach: User, today: dt.date) -> None:
    waiting = Proposal.objects.filter(session=session, status=Proposal.Status.WAITING).exists()
    session.refresh_from_db()
    if not waiting and (today - day).days > UNREVIEWED_DAYS:
        proposals.mark_reviewed(session, by=coach, now=at(day, session.client, 60 * 30))
