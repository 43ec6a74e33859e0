"""Progressions to read: the list, a progression, its versions, archived ones, and who is drafting."""

from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from programs.models import Progression
from tests.factories import ProgressionFactory


def page(browser: Browser, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_every_progression_has_a_card(as_coach: Browser, library: None) -> None:
    html = page(as_coach, "/coach/progressions/")
    for progression in Progression.objects.all():
        assert progression.name in html
        assert f"/coach/progressions/{progression.slug}/" in html
    assert "Ladder of 12 rungs" in html


def test_without_a_library_the_list_says_so(as_coach: Browser) -> None:
    assert "No progressions yet" in page(as_coach, "/coach/progressions/")


def test_every_rung_with_its_prescription_and_its_gate(as_coach: Browser, library: None) -> None:
    html = page(as_coach, "/coach/progressions/staggered-hip-thrust/")
    assert html.count('class="rung-no"') == 12
    assert html.index("Single-leg hip thrust") < html.index("Glute bridge, both feet")
    assert "35 to 50\u00a0% of body mass" in html
    assert "2 of 4 sessions at the top of the range, pain 2 or less" in html
    assert "symmetry 90\u00a0%" in html
    assert html.count("Opens the next rung:") == 11
    assert "What is from the source and what is ours" in html
    assert "lower 3 s, pause 3 s" in html


def test_other_practices_and_archived_ones_are_not_found(as_coach: Browser, rival: User) -> None:
    ProgressionFactory(practice=rival.memberships.get().practice, rungs=1, slug="secret")
    ProgressionFactory(rungs=1, slug="old", archived_at=timezone.now())
    for slug in ("secret", "old", "nothing"):
        assert as_coach.get(f"/coach/progressions/{slug}/").status_code == 404
    assert "secret" not in page(as_coach, "/coach/progressions/")


def test_a_practices_own_comes_before_the_built_in_one(as_coach: Browser, coach: User) -> None:
    ProgressionFactory(rungs=1, slug="bridge", name="Built-in bridge")
    ProgressionFactory(rungs=1, slug="bridge", name="Own bridge", practice=coach.memberships.get().practice)
    assert "Own bridge" in page(as_coach, "/coach/progressions/bridge/")


def test_the_list_costs_the_same_for_two_and_for_twelve(
    as_coach: Browser, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(2):
        ProgressionFactory(rungs=2)
    with django_assert_max_num_queries(20) as few:
        page(as_coach, "/coach/progressions/")
    for _ in range(10):
        ProgressionFactory(rungs=3)
    with django_assert_num_queries(len(few.captured_queries)):
        page(as_coach, "/coach/progressions/")


@pytest.mark.parametrize(
    "url", ["/coach/progressions/", "/coach/programs/", "/coach/progressions/staggered-hip-thrust/"]
)
def test_clients_find_no_desk(as_client: Browser, library: None, url: str) -> None:
    assert as_client.get(url).status_code == 404
