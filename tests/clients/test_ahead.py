"""Sessions to come: as they would be opened, and nothing of it kept. And the list of what a phone keeps."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.ahead import read_ahead
from clients.freezing import Blocked
from clients.models import Assignment, Client, Proposal, Session, SessionItem
from clients.services import open_session
from tests.api import queries_of
from tests.clients.conftest import play
from tests.clients.programs import DAYS, assigned, exercises, saved

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 1, 5)
THURSDAY, NEXT_MONDAY, NEXT_THURSDAY = (MONDAY + dt.timedelta(days=n) for n in (3, 7, 10))
KEEP = {"Kickstand-Purpose": "keep"}


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def figures(items: Any) -> list[Any]:
    return [
        (item.pk, item.position, target.side, target.rung_id, target.load, target.sets, target.reps, target.rest_s)
        for item in items
        for target in sorted(item.targets.all(), key=lambda target: target.side)
    ]


def rows() -> tuple[int, int, int]:
    return Session.objects.count(), SessionItem.objects.count(), Proposal.objects.count()


def foreseen(user: User, client: Client, day: dt.date) -> tuple[Any, list[Any]]:
    before = rows()
    found = read_ahead(user, client, due_on=day)
    assert found is not None
    assert rows() == before
    return found.session.pk, figures(card.item for card in found.cards)


def test_what_is_foreseen_is_what_is_opened(
    training: Assignment, client_row: Client, client_user: User, monday: Any
) -> None:
    """Three sessions ahead, the ones before done as they were asked: each opens as it was foreseen."""
    play(training, due_on=MONDAY)
    told = {day: foreseen(client_user, client_row, day) for day in (THURSDAY, NEXT_MONDAY, NEXT_THURSDAY)}
    assert len({str(each) for each in told.values()}) == 3
    for day, (session_id, asked) in told.items():
        monday.move_to(at(day))
        session = open_session(training, due_on=day)
        assert session.pk == session_id
        assert figures(session.items.all()) == asked
        target = session.items.get().targets.first()
        as_asked = {"reps": target.reps[0], "rir": target.rir}
        assert len(set(target.reps)) == 1
        play(training, due_on=day, **as_asked)


def test_todays_session_before_it_is_opened_and_while_it_is(
    training: Assignment, client_row: Client, client_user: User, monday: Any
) -> None:
    told = foreseen(client_user, client_row, MONDAY)
    ahead = foreseen(client_user, client_row, THURSDAY)
    session = open_session(training, due_on=MONDAY)
    assert (session.pk, figures(session.items.all())) == told
    assert foreseen(client_user, client_row, MONDAY) == told
    assert foreseen(client_user, client_row, THURSDAY) == ahead


def test_a_whole_day_of_a_program(client_row: Client, client_user: User, owner: User, monday: Any) -> None:
    exercises(client_row.practice)
    block = assigned(saved(owner, DAYS), client_row, owner)
    told = foreseen(client_user, client_row, MONDAY)
    later = foreseen(client_user, client_row, THURSDAY)
    session = open_session(block, due_on=MONDAY)
    assert (session.pk, figures(session.items.order_by("position"))) == told
    assert len({line[0] for line in later[1]}) > 1


def test_where_a_stop_waits_nothing_is_foreseen(
    training: Assignment, client_row: Client, client_user: User, as_client: Browser, monday: Any
) -> None:
    play(training, due_on=MONDAY, pain=7)
    found = read_ahead(client_user, client_row, due_on=THURSDAY)
    assert found is not None
    assert found.cards == []
    assert "Training waits for" in as_client.get(reverse("me:ahead", args=[THURSDAY])).content.decode()
    monday.move_to(at(THURSDAY))
    with pytest.raises(Blocked):
        open_session(training, due_on=THURSDAY)


# --- The pages -------------------------------------------------------------------------------------------------


def test_the_page_shows_it_and_its_forms_name_the_session(
    training: Assignment, as_client: Browser, client_row: Client, client_user: User
) -> None:
    session_id, asked = foreseen(client_user, client_row, THURSDAY)
    answer = as_client.get(reverse("me:ahead", args=[THURSDAY]))
    text = answer.content.decode()
    assert "Thursday’s session" in text
    for name, value in (
        ("session", session_id), ("assignment", training.pk), ("due_on", "2026-01-08"), ("item", asked[0][0]),
    ):  # fmt: skip
        assert f'name="{name}" value="{value}"' in text
    assert (answer["X-Offline"], answer["Kickstand-User"]) == ("keep", str(client_user.pk))
    assert not Session.objects.exists()


def test_the_next_one_can_be_done_today_where_today_is_free(
    training: Assignment, as_client: Browser, monday: Any
) -> None:
    play(training, due_on=MONDAY)
    monday.move_to(at(MONDAY + dt.timedelta(days=1)))
    text = as_client.get(reverse("me:today")).content.decode()
    assert reverse("me:ahead", args=[THURSDAY]) in text
    assert "Do it today" in as_client.get(reverse("me:ahead", args=[THURSDAY])).content.decode()
    assert "Do it today" not in as_client.get(reverse("me:ahead", args=[NEXT_MONDAY])).content.decode()


@pytest.mark.parametrize("day", ["2026-01-09", "2026-02-05", "2026-13-40"])
def test_other_days_have_no_page(training: Assignment, as_client: Browser, day: str) -> None:
    assert as_client.get(f"/me/sessions/{day}/").status_code == 404


@pytest.mark.parametrize("day", [MONDAY, MONDAY - dt.timedelta(days=4)])
def test_on_its_day_and_after_it_today_is_the_page(training: Assignment, as_client: Browser, day: dt.date) -> None:
    assert as_client.get(reverse("me:ahead", args=[day]))["Location"] == reverse("me:today")


def test_a_page_that_is_only_kept_opens_nothing(
    training: Assignment, as_client: Browser, client_row: Client, client_user: User
) -> None:
    session_id, _ = foreseen(client_user, client_row, MONDAY)
    for header in (KEEP, {"Sec-Purpose": "prefetch;prerender"}):
        answer = as_client.get(reverse("me:today"), headers=header)
        assert f'name="session" value="{session_id}"' in answer.content.decode()
        assert answer["X-Offline"] == "keep"
    assert not Session.objects.exists()
    as_client.get(reverse("me:today"))
    assert Session.objects.get().pk == session_id


# --- What is on the phone --------------------------------------------------------------------------------------


def kept(browser: Browser, **headers: str) -> Any:
    return browser.get(reverse("me:offline"), headers=headers)


def test_the_list_names_today_the_next_three_and_the_last_five(
    training: Assignment, as_client: Browser, client_user: User, monday: Any
) -> None:
    for n in range(6):
        day = MONDAY + dt.timedelta(days=7 * n)
        monday.move_to(at(day))
        play(training, due_on=day)
    answer = kept(as_client)
    urls = [each["url"] for each in answer.json()["pages"]]
    assert urls[0] == "/me/today/"
    assert urls[1:4] == [f"/me/sessions/2026-02-{day:02}/" for day in (12, 16, 19)]
    assert len([url for url in urls if url.startswith("/me/sessions/") and len(url) > 40]) == 5
    assert {"/me/signs/", "/me/messages/", "/me/history/", "/me/ladder/", "/me/settings/", "/offline/"} < set(urls)
    assert any(url.startswith("/library/") for url in urls)
    for url in urls:
        assert as_client.get(url, headers=KEEP).status_code == 200, url
    assert answer["Kickstand-User"] == str(client_user.pk)


def test_unchanged_it_is_a_304_and_a_set_changes_it(training: Assignment, as_client: Browser) -> None:
    first = kept(as_client)
    assert kept(as_client, **{"If-None-Match": first["ETag"]}).status_code == 304
    marks = {each["url"]: each["mark"] for each in first.json()["pages"]}
    play(training, due_on=MONDAY)
    again = kept(as_client, **{"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    changed = {each["url"] for each in again.json()["pages"] if marks.get(each["url"]) != each["mark"]}
    assert "/me/today/" in changed
    assert "/me/signs/" not in changed


def test_the_list_asks_as_much_with_many_sessions_as_with_one(
    training: Assignment, as_client: Browser, monday: Any
) -> None:
    play(training, due_on=MONDAY)
    few = queries_of(lambda: kept(as_client))
    for n in range(1, 7):
        day = MONDAY + dt.timedelta(days=7 * n)
        monday.move_to(at(day))
        play(training, due_on=day)
    assert queries_of(lambda: kept(as_client)) == few <= 24


def test_somebody_who_follows_nothing_keeps_what_there_is(client_row: Client, as_client: Browser) -> None:
    urls = {each["url"] for each in kept(as_client).json()["pages"]}
    assert {"/me/today/", "/me/signs/", "/offline/"} < urls
