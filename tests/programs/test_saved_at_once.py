"""Two coaches save at the same moment: one version is made, and whoever waited is shown it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from programs import ladder_values, program_values, program_versions, versions
from programs.models import Program, Progression
from tests.factories import MembershipFactory, PracticeFactory, ProgressionFactory


def wait_until_blocked(late):
    """Until some connection waits for the one that asks; or the other is done without having waited."""
    with connection.cursor() as cursor:
        blocked = 0
        while not blocked and not late.done():
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            [blocked] = cursor.fetchone()


def second(save, begun):
    try:
        begun.wait(20)
        return save("Second")
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_is_shown_what_was_saved():
    coach = MembershipFactory(practice=PracticeFactory(), role="owner")
    ladder = ProgressionFactory(practice=coach.practice, rungs=1)
    block = program_values.add_program({"name": "Block", "weeks": 1, "days_a_week": 1}, by=coach.user)
    for conflict, model, save in (
        (
            versions.Conflict,
            Progression,
            lambda name: ladder_values.save_progression(ladder, {"name": name}, by=coach.user),
        ),
        (
            program_versions.Conflict,
            Program,
            lambda name: program_values.save_program(block, {"name": name}, by=coach.user),
        ),
    ):
        begun = Event()
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                first = save("First")
                late = pool.submit(second, save, begun)
                begun.set()
                wait_until_blocked(late)
            with pytest.raises(conflict) as refused:
                late.result(20)
        assert refused.value.theirs == first
        assert list(model.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
