"""The client's ladders: where each side stands, since when, and so much of so much for the next rung."""

import datetime as dt
import re
from typing import Any

from django.test import Client as Browser

from clients.models import Assignment, SetLog, Target
from tests.clients.rows import finished
from tests.factories import AssignmentFactory

MONDAY = dt.date(2026, 1, 5)
URL = "/me/ladder/"


def text(browser: Browser) -> str:
    html = browser.get(URL).content.decode()
    return " ".join(re.sub(r"<[^>]+>", "", html[html.index("<main") : html.index("</main>")]).split())


def on_rung(training: Assignment, position: int, week: int, *sides: str) -> Any:
    made = finished(training, due_on=MONDAY + dt.timedelta(weeks=week))
    rung = training.progression.rungs.get(position=position)
    Target.objects.filter(item__session=made, side__in=sides or ("left", "right")).update(
        rung=rung, variation=rung.variation
    )
    made.proposals.update(status="superseded")  # where one trained last is where one stands
    return made


def test_both_sides_on_one_rung_say_since_when_and_what_is_missing(as_client: Browser, training: Assignment) -> None:
    on_rung(training, 1, 0)
    for week in (1, 2):
        made = on_rung(training, 2, week)
    SetLog.objects.filter(session=made).update(reps=12)
    said = text(as_client)
    top = said[: said.index("opens after")]
    assert "Rung 2 of 3" in top
    assert "since 12 Jan" in top
    assert "1 of 2 sessions at the top, open" in top
    assert "pain" not in top  # that is met: it stands on the ladder, not among what is missing
    assert "passed 5 Jan" in said


def test_sides_apart_stand_on_a_rung_each(as_client: Browser, training: Assignment) -> None:
    Assignment.objects.update(coupling="independent")
    on_rung(training, 1, 0)
    on_rung(training, 2, 1, "left")
    html = as_client.get(URL).content.decode()
    assert html.count('class="footing"') == 2
    assert html.index("Rung 1 of 3") < html.index("Rung 2 of 3")
    assert "Left on rung 2, right on rung 1, of 3" in html


def test_before_the_first_session_nothing_has_a_date(as_client: Browser, training: Assignment) -> None:
    said = text(as_client)
    assert "Rung 1 of 3" in said
    assert "since" not in said
    assert "passed" not in said


def test_it_costs_the_same_after_a_long_time(
    as_client: Browser, training: Assignment, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    on_rung(training, 1, 0)
    as_client.get(URL)
    with django_assert_max_num_queries(24) as few:
        as_client.get(URL)
    for week in range(1, 12):
        on_rung(training, 1, week)
    with django_assert_num_queries(len(few.captured_queries)):
        as_client.get(URL)


# --- Learn ----------------------------------------------------------------------------------------------------


def test_the_library_begins_with_what_the_client_is_assigned(
    as_client: Browser, training: Assignment, other_client: Any
) -> None:
    AssignmentFactory(client=other_client)
    on_rung(training, 2, 0)
    html = as_client.get("/library/").content.decode()
    rungs = list(training.progression.rungs.select_related("variation__exercise").order_by("position"))
    own = html[html.index("Your exercises") : html.index("</section>", html.index("Your exercises"))]
    places = [own.index(f"/library/{rungs[n].variation.exercise.slug}/") for n in (1, 0, 2)]
    assert places == sorted(places)  # what is done now, then the others up the ladder
    assert own.count('class="library-row"') == 3
    assert f"?variation={rungs[1].variation.code}" in own
    assert "You do it now: Offset forward 20 cm" in own


def test_who_searches_finds_only_what_fits(as_client: Browser, training: Assignment) -> None:
    assert "Your exercises" not in as_client.get("/library/?q=thrust").content.decode()


def test_a_coach_has_no_exercises_of_their_own_there(as_coach: Browser, training: Assignment) -> None:
    assert "Your exercises" not in as_coach.get("/library/").content.decode()


def test_a_client_is_offered_nothing_of_the_coachs(as_client: Browser, training: Assignment) -> None:
    exercise = training.start_rung.variation.exercise
    exercise.practice = training.practice
    exercise.save()
    for page in ("/library/", f"/library/{exercise.slug}/"):
        html = as_client.get(page).content.decode()
        assert not re.search(r"/coach/|/copies/|New exercise|Make it mine", html)
    assert "Your coach’s</span>" in as_client.get("/library/").content.decode()


def test_the_library_of_a_client_asks_no_more_for_a_longer_past(
    as_client: Browser, training: Assignment, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    on_rung(training, 1, 0)
    with django_assert_max_num_queries(16) as few:
        as_client.get("/library/")
    for week in range(1, 8):
        on_rung(training, 1, week)
    with django_assert_num_queries(len(few.captured_queries)):
        as_client.get("/library/")
