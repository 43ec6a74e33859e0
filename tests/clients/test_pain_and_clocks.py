"""What must never be talked away: pain that was told, a stop, the day something was done."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser

from accounts.models import User
from clients import proposals, services
from clients.history import read_history
from clients.inventory import default_inventory, validate_inventory
from clients.models import Assignment, Client, Proposal, Session
from clients.people import accept_invitation, invite
from clients.services import SetFacts
from tests.clients.conftest import play

MONDAY, THURSDAY, NEXT_MONDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8), dt.date(2026, 1, 12)


def at(day: dt.date, hour: int = 8) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 30), tzinfo=dt.UTC)


def actions(proposal: Proposal | None) -> set[str]:
    assert proposal
    return {side["action"] for side in proposal.proposed.values()}


def log(session: Session, **facts: Any) -> None:
    item = session.items.get()
    for target in item.targets.order_by("side"):
        values = {"reps": 8, "load": target.load, "rir": 2, "performed_at": at(session.due_on)} | facts
        services.log_set(item, SetFacts(uuid=uuid4(), set_number=1, side=target.side, **values))


def hurt(training: Assignment) -> Session:
    session = services.open_session(training, due_on=MONDAY, now=at(MONDAY))
    log(session, pain=7)
    services.finish_session(session, now=at(MONDAY, 9))
    return session


def test_what_was_cleared_does_not_excuse_what_is_told_later(training: Assignment, coach: User) -> None:
    session = hurt(training)
    stop = Proposal.objects.waiting().get()
    assert "stop" not in actions(proposals.clear(stop, by=coach))

    assert actions(services.answer_morning(session, pain=9, now=at(THURSDAY))) == {"stop"}


def test_a_warning_sign_after_the_clearance_stops_again(training: Assignment, coach: User) -> None:
    session = hurt(training)
    proposals.clear(Proposal.objects.waiting().get(), by=coach)
    session.refresh_from_db()

    assert actions(services.finish_session(session, red_flag=True, now=at(MONDAY, 10))) == {"stop"}


def test_the_client_cannot_lift_a_stop_by_answering_again(training: Assignment) -> None:
    session = services.open_session(training, due_on=MONDAY, now=at(MONDAY))
    log(session)
    services.finish_session(session, red_flag=True, now=at(MONDAY, 9))
    assert actions(services.finish_session(session, red_flag=False, now=at(MONDAY, 10))) == {"stop"}

    services.answer_morning(session, pain=8, now=at(THURSDAY))
    services.answer_morning(session, pain=0, now=at(THURSDAY))
    session.refresh_from_db()
    assert session.next_day_pain == 8


def test_pain_is_heard_when_every_set_was_skipped(training: Assignment) -> None:
    session = services.open_session(training, due_on=MONDAY, now=at(MONDAY))
    log(session, kind="skipped", skip_reason="pain", reps=None, load=None, pain=8)
    assert actions(services.finish_session(session, now=at(MONDAY, 9))) == {"stop"}


def test_a_set_after_a_red_morning_is_kept(training: Assignment, as_client: Browser) -> None:
    first = services.open_session(training, due_on=MONDAY, now=at(MONDAY))
    log(first)
    services.finish_session(first, now=at(MONDAY, 9))
    second = services.open_session(training, due_on=THURSDAY, now=at(THURSDAY))
    services.answer_morning(first, pain=8, now=at(THURSDAY))

    log(second)
    assert second.sets.count() == 2
    assert as_client.get(f"/me/sessions/{second.pk}/finish/").status_code == 200


@pytest.mark.parametrize("clock", [dt.datetime(2099, 1, 1, tzinfo=dt.UTC), dt.datetime(2001, 1, 1, tzinfo=dt.UTC)])
def test_abuse_32_a_wrong_clock_dates_no_session(training: Assignment, clock: dt.datetime) -> None:
    session = services.open_session(training, due_on=MONDAY, now=at(MONDAY))
    log(session, performed_at=clock)
    services.open_session(training, due_on=THURSDAY, now=at(THURSDAY))
    session.refresh_from_db()
    assert session.status == Session.Status.FINISHED
    assert session.performed_on in (MONDAY, THURSDAY)


def test_the_day_is_that_of_the_sets_not_of_the_button(training: Assignment) -> None:
    session = services.open_session(training, due_on=MONDAY, now=at(MONDAY))
    log(session)
    services.finish_session(session, now=at(MONDAY + dt.timedelta(days=1), 1))
    assert session.performed_on == MONDAY


def test_an_approval_holds_for_a_session_that_was_only_looked_at(
    training: Assignment, coach: User, monday: Any
) -> None:
    Assignment.objects.filter(pk=training.pk).update(policy="all")
    training.refresh_from_db()
    play(training, due_on=MONDAY)
    monday.move_to(at(THURSDAY))
    looked_at = services.open_session(training, due_on=THURSDAY, now=at(THURSDAY))
    before = looked_at.items.get().targets.order_by("side")[0].reps
    proposals.approve(Proposal.objects.waiting().get(), by=coach)

    again = services.open_session(training, due_on=THURSDAY, now=at(THURSDAY, 18))
    assert again.pk == looked_at.pk
    assert again.items.get().targets.order_by("side")[0].reps != before


def test_a_running_break_counts_as_the_rest_it_is(training: Assignment, monday: Any) -> None:
    play(training, due_on=MONDAY)
    assert read_history(training).weeks_since_deload(MONDAY + dt.timedelta(days=10)) == 1
    assert read_history(training).weeks_since_deload(MONDAY + dt.timedelta(days=20)) == 0


def test_a_coach_who_joins_as_a_client_keeps_their_own_practice(client_row: Client, rival: User, coach: User) -> None:
    Client.objects.filter(pk=client_row.pk).update(user=None, email=rival.email)
    client_row.refresh_from_db()
    invitation = invite(client_row, by=coach, link_base="http://testserver")
    with pytest.raises(ValidationError, match="belongs to a practice"):
        accept_invitation(invitation, user=rival)


def test_an_archived_client_is_not_invited(client_row: Client, coach: User) -> None:
    client_row.status, client_row.user = Client.Status.ARCHIVED, None
    with pytest.raises(ValidationError, match="archived"):
        invite(client_row, by=coach, link_base="http://testserver")


def test_a_rack_with_countless_loads_is_refused() -> None:
    plates = [[weight, 20] for weight in (0.01, 0.21, 4.41, 9.26, 19.44)]
    with pytest.raises(ValidationError, match="too many"):
        validate_inventory(default_inventory() | {"plates": plates})
    with pytest.raises(ValidationError, match="two decimals"):
        validate_inventory(default_inventory() | {"dumbbells": [0.001]})


def test_abuse_59_a_decimal_comma_in_the_equipment_is_a_decimal(as_coach: Browser, client_row: Client) -> None:
    page = as_coach.get(f"/coach/clients/{client_row.pk}/edit/")
    data = {name: field.value() or "" for name, field in ((f.name, f) for f in page.context["form"])}
    as_coach.post(f"/coach/clients/{client_row.pk}/edit/", data | {"plates": "1,25×2, 2,5×2", "dumbbells": "2,5, 5"})
    client_row.refresh_from_db()
    assert client_row.inventory["plates"] == [[1.25, 2], [2.5, 2]]
    assert client_row.inventory["dumbbells"] == [2.5, 5]


def test_abuse_60_another_unit_keeps_the_same_body_and_rack(as_coach: Browser, client_row: Client) -> None:
    Client.objects.filter(pk=client_row.pk).update(body_mass_kg=Decimal("72.25"))
    page = as_coach.get(f"/coach/clients/{client_row.pk}/edit/")
    data = {name: field.value() or "" for name, field in ((f.name, f) for f in page.context["form"])}
    as_coach.post(f"/coach/clients/{client_row.pk}/edit/", data | {"unit": "lb"})
    client_row.refresh_from_db()
    assert (client_row.unit, client_row.body_mass_kg) == ("lb", Decimal("72.25"))


def test_a_name_is_one_line(as_coach: Browser, coach: User) -> None:
    data = {"display_name": "Ruth\r\nBcc: e@x.test", "time_zone": "Europe/London", "unit": "kg"}
    assert as_coach.post("/coach/settings/", data).status_code == 422
    coach.refresh_from_db()
    assert "\n" not in coach.display_name


def test_why_says_who_decided(training: Assignment, coach: User, monday: Any, as_client: Browser) -> None:
    Assignment.objects.filter(pk=training.pk).update(policy="all")
    training.refresh_from_db()
    play(training, due_on=MONDAY)
    monday.move_to(at(THURSDAY))
    assert "Your coach decides about the next step." in as_client.get("/me/today/").content.decode()

    proposals.hold(Proposal.objects.waiting().get(), by=coach)
    assert "Your coach chose this for you." in as_client.get("/me/today/").content.decode()
