"""A word that nobody marked for translation fails here: every page of a client in a language of brackets."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client as Browser
from django.urls import reverse
from django.utils import translation

from accounts.tokens import make_token, tokens_of
from clients.body_mass import weigh
from clients.digest import mail_digest
from clients.models import Assignment, Attachment, AttachmentNote, Client, PushSubscription, SessionItem
from clients.services import open_session
from clients.talking import comment_on
from programs.models import Progression
from tests.clients.conftest import play
from tests.factories import AssignmentFactory
from tests.pseudo import bracketed, unmarked
from tests.web.test_routes import ROUTES, World

MONDAY = dt.datetime(2026, 1, 5, 8, 30, tzinfo=dt.UTC)
SAID = {"Bench was taken, all good.", "Knees looked fine.", "Heel down", "Wrist watch"}  # what people of the cast wrote
PLAIN = {"Kickstand", "Deutsch", "English", "kg", "lb", "min", "RIR", "cm", "MB", "KB", "GB", "Spam", "Coach"}
FILES = {"me:clip-file", "me:export-file"}
PAGES = sorted(name for name in ROUTES if name.startswith(("me:", "library:")) and name not in FILES)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with bracketed(monkeypatch):
        yield


@pytest.fixture
def world(client_row: Client, library: None) -> Iterator[World]:
    """The client of the cast on the built-in ladder: two sessions behind them, one open, a clip, messages."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        ladder = Progression.objects.get(slug="staggered-hip-thrust", superseded_at=None)
        rung = ladder.rungs.get(position=6)
        assignment = AssignmentFactory(client=client_row, progression=ladder, start_rung=rung)
        first = play(assignment, due_on=dt.date(2026, 1, 5), reps=rung.reps_high, pain=1)
        comment_on(first, author=client_row.user, text="Bench was taken, all good.")
        comment_on(first, author=client_row.coach, text="Knees looked fine.")
        clip = Attachment.objects.create(
            practice=client_row.practice, client=client_row, session=first, set=first.sets.first(), kind="video",
            content_type="video/mp4", file="ab/c", size=4,
        )  # fmt: skip
        note = AttachmentNote.objects.create(
            practice=client_row.practice, attachment=clip, text="Heel down", at_ms=1200, author=client_row.coach
        )
        mass = weigh(client_row, kg=Decimal("70.5"))
        clock.move_to(MONDAY + dt.timedelta(days=3))
        assignment.refresh_from_db()
        second = play(assignment, due_on=dt.date(2026, 1, 8), reps=rung.reps_low, left=rung.reps_high, pain=4)
        clock.move_to(MONDAY + dt.timedelta(days=7))
        session = open_session(Assignment.objects.get(pk=assignment.pk), due_on=dt.date(2026, 1, 12))
        device = PushSubscription.objects.create(
            practice=client_row.practice, client=client_row, user=client_row.user, endpoint="https://push.example.org/1"
        )
        make_token(client_row.user, name="Wrist watch", scopes=["read", "log"], days=7)
        nothing: Any = None
        yield World(
            client=client_row, batch=nothing, session=second, set=second.sets.first(), clip=clip, note=note,
            assignment=assignment, own_variation=rung.variation, program=nothing, progression=ladder, swap=nothing,
            jotting=nothing, mass=mass, sets=nothing, exercise_slug=str(session.pk), device=device,
            token=tokens_of(client_row.user).get(),
        )  # fmt: skip


def known(client: Client) -> set[str]:
    """Names, what people wrote, and signs that are the same in every language."""
    people = {client.name, client.first_name, client.coach.name, client.coach.name.split(" ")[0], client.practice.name}
    return people | {client.user.email, client.email} | SAID | PLAIN


def read(browser: Browser, address: str, method: str = "get", data: Any = None, language: str = "de") -> Any:
    return getattr(browser, method)(address, data or {}, headers={"accept-language": language})


def left_of(response: Any, more: set[str], client: Client) -> list[str]:
    html = response.content.decode()
    html = re.sub(r"<select[^>]*name=\"time_zone\".*?</select>", "", html, flags=re.S)  # places have their own names
    return unmarked(html, known(client) | more)


def pages_of(browser: Browser, world: World, method: str) -> Iterator[tuple[str, Any]]:
    """Every page of a client with its answer; what a request changed is put back, so one world serves them all."""
    for name in PAGES:
        with transaction.atomic():
            response = read(browser, reverse(name, args=ROUTES[name](world)), method)
            if response.status_code == 302:
                response = read(browser, response["Location"])
            transaction.set_rollback(True)
        if response.status_code not in {204, 302, 405} and "html" in response.get("Content-Type", ""):
            yield name, response


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_page_of_a_client_is_marked(method: str, world: World, as_client: Browser, german: None) -> None:
    """GET as it is read, and POST of nothing: the form with what is wrong at its fields."""
    more = {*world.own_variation.exercise.aliases, "B-stance", "kickstand hip thrust", "Europe/London"}
    read(as_client, "/me/today/", language="en")  # what a process keeps of a page is not for readers of one language
    found = {name: left_of(response, more, world.client) for name, response in pages_of(as_client, world, method)}
    assert len(found) > len(PAGES) / 3
    assert {name: words for name, words in found.items() if words} == {}


DRAWN = ("x", "y", "cx", "cy", "r", "rx", "width", "height", "x1", "x2", "y1", "y2", "d", "transform", "viewbox", "max")


def test_no_page_writes_a_day_in_one_languages_order() -> None:
    """`4 Mar 2024` is `4. Mär 2024`: the filters of days ask the translator. Machines read `c`, `U` and `Y-m-d`."""
    wrong = [
        f"{path}: {found}"
        for path in sorted(Path("templates").rglob("*.html"))
        for found in re.findall(r"\|(?:date|time):.([^\"']*)", path.read_text())
        if found not in ("c", "U", "Y-m-d", "H:i", "H:i:s")
    ]
    assert wrong == []


def test_drawings_and_scripts_read_points_in_german(world: World, as_client: Browser) -> None:
    """A comma in a coordinate, in the steps of a stepper or in what a slider says to readers would break them."""
    wrong = {name: with_commas(response.content.decode()) for name, response in pages_of(as_client, world, "get")}
    assert {name: found for name, found in wrong.items() if found} == {}


def with_commas(html: str) -> list[tuple[str, str]]:
    drawn = re.findall(rf' ({"|".join(DRAWN)}|data-[a-z-]+|aria-value(?:now|min|max))="([^"]*)"', html)
    drawn = [each for each in drawn if each[0] != "data-tracks"]  # points in pairs
    return [(each, text[:60]) for each, text in drawn if re.search(r"(^|[\s(])-?\d+,\d+($|[\s)])", text)]


def test_figures_and_days_are_german(world: World, as_client: Browser) -> None:
    page = read(as_client, f"/me/sessions/{world.session.pk}/").content.decode()
    assert "Donnerstag, 8. Januar" in page
    today = read(as_client, "/me/today/").content.decode()
    assert "Montag, 12. Januar" in today
    body = read(as_client, "/me/settings/body/").content.decode()
    assert "70,5 kg" in body


@pytest.mark.parametrize("typed", ["27,5", "27.5"])
def test_a_load_is_typed_with_either_mark(world: World, as_client: Browser, typed: str) -> None:
    item = SessionItem.objects.get(session=world.exercise_slug)
    row = {"item": item.pk, "uuid": uuid4(), "set_number": 1, "side": "left", "unit": "kg", "load": typed, "reps": 8}
    as_client.post("/me/sets/", {**row, "rir": 2}, headers={"accept-language": "de"})
    held = item.sets.get()
    assert held.load == Decimal("27.5")
    page = read(as_client, f"/me/sets/{held.pk}/").content.decode()
    assert re.search(r'name="load"[^>]* value="27,5"[^>]* aria-valuenow="27\.5"', page)


PUBLIC_PAGES = [
    "/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/login/code/",
    "/accounts/confirm-email/", "/accounts/logout/", "/invite/nobody.knows/", "/nowhere/", "/offline/",
    "/mail/stop/nobody:knows/",
]  # fmt: skip


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_every_page_of_a_stranger_is_marked(address: str, method: str, as_stranger: Browser, german: None) -> None:
    response = read(as_stranger, address, method)
    if response.status_code in {302, 405}:
        return
    assert unmarked(response.content.decode(), PLAIN | {"sam@example.com"}) == []


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "429", "500"])
def test_pages_of_what_went_wrong_are_marked(page: str, german: None) -> None:
    with translation.override("de"):
        html = render_to_string(f"{page}.html", {"words_script": "", "languages": []})
    assert unmarked(html, PLAIN) == []


def test_no_mail_says_a_word_that_is_not_marked() -> None:
    """Mails come in many states; their templates say nothing outside of what is marked."""
    bare = {
        path: re.sub(
            r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%.*?%}|{{.*?}}|{#.*?#}", " ", path.read_text(), flags=re.S
        )
        for path in Path("templates").rglob("*.txt")
    }
    assert {
        path: text for path, text in bare.items() if re.search(r"[^\W\d_]{2,}", text.replace("Kickstand", ""))
    } == {}


ADDRESSES = {"email": "sam@kickstand.test", "signup_url": "http://x.test/a", "activate_url": "http://x.test/b"}
ADDRESSES |= {"password_reset_url": "http://x.test/c", "code": "123456"}


@pytest.mark.parametrize("path", sorted(Path("templates/account").rglob("*.txt")), ids=lambda path: path.stem)
def test_mails_and_messages_of_accounts_are_marked(path: Path, german: None) -> None:
    with translation.override("de"):
        text = render_to_string(path.relative_to("templates").as_posix(), ADDRESSES)
    assert unmarked(text, {*ADDRESSES.values(), *PLAIN}) == []


def test_mail_to_a_client_speaks_their_language(
    world: World, django_capture_on_commit_callbacks: Callable[..., Any], german: None
) -> None:
    get_user_model().objects.filter(pk=world.client.user_id).update(language="de")
    comment_on(world.client, author=world.client.coach, text="Heel down")
    with time_machine.travel(MONDAY + dt.timedelta(days=8)):
        mail_digest(world.client.practice_id, world.client.user_id)
    sent = mail.outbox[-1]
    assert unmarked(sent.subject, PLAIN) == []
    assert unmarked(re.sub(r"http\S+", "", str(sent.body)), known(world.client)) == []


def test_an_english_page_says_nothing_german(world: World, as_client: Browser) -> None:
    page = as_client.get("/me/history/").content.decode()
    assert "Thu 8 Jan" in page
    assert "Stufe" not in page


def test_the_rule_sees_a_word_that_is_not_marked() -> None:
    page = '<p>⟦<b>3</b> Sätze⟧ logged</p><input placeholder="Write"><i title="⟦Gut⟧"></i><p>42,5 kg</p>'
    assert [found.split(":")[0] for found in unmarked(page, {"kg"})] == ["p", "input placeholder"]
