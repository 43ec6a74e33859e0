"""The level of a band is an ordinal: it has no unit, and work with it is counted in reps."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client as Browser

from accounts.models import User
from clients.adjusting import Wish, adjust
from clients.card import card_of, items_for
from clients.evidence import evidence_of
from clients.history import read_history
from clients.models import Assignment, Client, Proposal, SessionItem, SetLog, Target
from clients.past import side_lines
from tests.clients.conftest import play
from tests.clients.rows import finished

FIRST, SECOND = dt.date(2026, 1, 5), dt.date(2026, 1, 8)


@pytest.fixture
def banded(training: Assignment, client_row: Client) -> Assignment:
    """Two sessions of 3 × 8 with band 2, the second after a change from kilograms to pounds."""
    for due_on, unit in ((FIRST, "kg"), (SECOND, "lb")):
        session = finished(training, due_on=due_on)
        Target.objects.filter(item__session=session).update(implement="band", load=2, unit=unit)
        session.sets.update(load=2, unit=unit)
    Client.objects.filter(pk=client_row.pk).update(unit="lb")
    return Assignment.objects.select_related("client").get(pk=training.pk)


def item_of(assignment: Assignment, user: User, due_on: dt.date) -> SessionItem:
    found: SessionItem = items_for(user).get(session__assignment=assignment, session__due_on=due_on)
    return found


def test_the_evidence_counts_reps(banded: Assignment) -> None:
    evidence = evidence_of(read_history(banded))
    assert evidence.chart_title == "Work per side, reps"
    assert [(side.load, side.asked_load) for row in evidence.rows for side in row.sides] == [(2, 2)] * 4


def test_the_evidence_counts_weights(training: Assignment) -> None:
    SetLog.objects.filter(session=finished(training, due_on=FIRST)).filter(set_number=1).update(load=Decimal(25))
    evidence = evidence_of(read_history(training))
    assert evidence.chart_title == "Work per side, reps × kg"
    assert evidence.chart is not None
    assert "560" in evidence.chart.label


def test_last_time_is_the_band_of_last_time(banded: Assignment, owner: User) -> None:
    card = card_of(item_of(banded, owner, SECOND))
    assert {place.before_words for place in card.places} == {"band 2 × 8"}


def test_a_summary_names_the_band_that_was_used(banded: Assignment, owner: User) -> None:
    SetLog.objects.filter(session__due_on=FIRST).update(unit="lb")
    item = item_of(banded, owner, FIRST)
    assert {line["text"] for line in side_lines(item)} == {"band 2 × 8, 8, 8"}


@pytest.fixture
def only_bands(training: Assignment, client_row: Client) -> Assignment:
    """A client with nothing but three bands, on rungs that are loaded with them."""
    training.progression.rungs.update(implements=["band"], start_percent=None, leave_percent=None)
    Client.objects.filter(pk=client_row.pk).update(inventory={"bands": [1, 2, 3]}, unit="lb")
    return Assignment.objects.select_related("client", "progression", "start_rung").get(pk=training.pk)


def test_what_comes_next_names_the_level(only_bands: Assignment, as_coach: Browser, as_client: Browser) -> None:
    session = play(only_bands, due_on=FIRST)
    proposal = Proposal.objects.get()

    assert {(side["load"], side["unit"]) for side in proposal.proposed.values()} == {(1, "band")}
    assert Target.objects.filter(unit="lb").count() == 2
    for page in (
        as_coach.get(f"/coach/review/{session.pk}/"),
        as_coach.get(f"/coach/clients/{only_bands.client_id}/"),
        as_client.get(f"/me/sessions/{session.pk}/"),
        as_coach.get("/coach/assign/", {"client": only_bands.client_id}),
    ):
        assert page.status_code == 200
        assert "band 1" in page.text.lower()
        assert "1 lb" not in page.text


def test_a_level_that_is_not_there_is_refused_in_words(only_bands: Assignment, owner: User) -> None:
    play(only_bands, due_on=FIRST)
    Proposal.objects.update(status="waiting", outcome=None, decided_at=None)
    wishes = {side: Wish(load=Decimal(7), reps=[8]) for side in ("left", "right")}

    with pytest.raises(ValidationError, match=r"cannot load band 7\. Nearest: 3"):
        adjust(Proposal.objects.get(), by=owner, wishes=wishes)
