"""Whoever does exactly what is asked leaves every rung of the built-in progressions, with any usual equipment."""

import datetime as dt
from decimal import Decimal

import pytest

from clients.history import trainee_of
from clients.inventory import default_inventory, default_inventory_lb
from clients.models import Client
from programs.engine import Start, parse_case, project
from programs.models import Progression
from programs.prescribing import engine_prescription

FIRST = dt.date(2026, 1, 5)
SESSIONS = 300
MASSES = [Decimal(mass) for mass in (45, "58.5", 70, "93.4", 120)]
RACKS = {"kg": default_inventory(), "lb": default_inventory_lb()}


@pytest.fixture
def progressions(library):
    return list(Progression.objects.filter(practice=None).with_rungs())


def rungs_of(progression, client):
    ladder = list(progression.rungs.all())
    trainee = trainee_of(client)
    cases = [
        engine_prescription(rung, ladder=ladder, trainee=trainee, sides=rung.sides, coupling="shared")
        for rung in ladder
    ]
    return [parse_case({"prescription": each, "history": []})[0] for each in cases]


@pytest.mark.parametrize("unit", RACKS)
def test_exactly_the_target_leads_up_every_rung(progressions, unit):
    dates = [FIRST + dt.timedelta(days=3 * place) for place in range(SESSIONS)]
    stuck = {}
    for progression in progressions:
        for mass in MASSES:
            client = Client(name="Maya", unit=unit, inventory=RACKS[unit], body_mass_kg=mass)
            ladder = rungs_of(progression, client)
            start = Start(rung=0)
            changes = project(ladder=ladder, left=start, right=start, dates=dates).rung_changes
            climbed = [change.rung for change in changes if change.side != "right"]
            if climbed != list(range(1, len(ladder))):
                stuck[progression.slug, mass] = climbed

    assert len(progressions) >= 3
    assert stuck == {}
