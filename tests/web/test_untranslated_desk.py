"""A word that nobody marked for translation fails here: the coach's desk in a language of brackets."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.models import Client
from programs.building import EMPTY, add_line
from programs.drafting import begin
from programs.models import Draft, Progression
from programs.program_versions import save_program
from programs.versions import content_of, save_version
from tests.pseudo import bracketed, unmarked
from tests.web.test_routes import ROUTES, World
from tests.web.test_routes import world as routes_world
from tests.web.test_untranslated import PLAIN, SAID
from tests.web.test_untranslated import world as training

__all__ = ["routes_world", "training"]
HTMX = {"hx-request": "true"}
FILES = {"coach:clip-file", "coach:client-export"}
DESK = sorted(name for name in ROUTES if name.startswith(("coach:", "library:")) and name not in FILES)
WRITTEN = {
    "Hevy", "Strong", "webhook.test", "Maya's notes",
    *PLAIN, *SAID, "Knee out.", "Likes early mornings.", "Thrust", "Off-season", "Our return", "Bench clients",
    "online", "Knee after surgery", "e1RM", "Kettlebells", "Link", "Token", "Tokens", "API", "CSV", "USA", "Enter",
    "Alt", "Filter", "Status", "Export", "Person", "Program", "Name", "Tempo", "Position", "Version", "Maya's scale",
    "Maya's block",
}  # fmt: skip
NOTATION = re.compile(
    r"\b[0-9]+x[0-9]+(?:[,–-][0-9]+)*s?\b|@[A-Za-z0-9.+%]+|\b[0-9]+s\b|(?:rest|tempo|pause|from rung) [0-9x]+s?|// \w+"
    r"|per side|each (?:leg|arm)|follow\b|warm-up|hip thrust|back squat|hip trust|90/90 hip lift|3xmax|nothing\b"
)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with bracketed(monkeypatch):
        yield


def left_of(response: Any, known: set[str]) -> list[str]:
    html = response.content.decode()
    html = re.sub(r"<select[^>]*name=\"time_zone\".*?</select>", "", html, flags=re.S)  # places have their own names
    html = re.sub(r'<span class="avatar[^>]*>[A-Z]*</span>', "", html)  # initials
    # What is typed, and what machines read.
    html = re.sub(r"(<(textarea|pre|code)\b[^>]*>).*?(</\2>)", r"\1\3", html, flags=re.S)
    html = re.sub(r">\s*https?://[^<]*<", "><", html)
    return [
        text for text in unmarked(html, known) if re.search(r"[^\W\d_]{2,}", without(NOTATION.sub(" ", text), known))
    ]


def without(text: str, known: set[str]) -> str:
    """`where: text` without the place and what is known."""
    text = text.split(": ", 1)[1]
    for each in sorted(known, key=len, reverse=True):
        text = text.replace(each, " ")
    return text


def people(practice: Any) -> set[str]:
    """Names of the practice, whole and in parts, and their addresses."""
    users = get_user_model().objects.all()
    clients = Client.objects.filter(practice=practice)
    names = {*(user.name for user in users), *clients.values_list("name", flat=True), practice.name}
    return names | {part for name in names for part in name.split()} | {user.email for user in users}


def read(browser: Browser, method: str, address: str, data: Any = None, headers: dict[str, str] | None = None) -> Any:
    """The page in German; what a POST made is undone again."""
    with transaction.atomic():
        response = getattr(browser, method)(address, data or {}, headers={"accept-language": "de"} | (headers or {}))
        if response.status_code == 302 and response["Location"].startswith("/"):
            response = browser.get(response["Location"], headers={"accept-language": "de"})
        transaction.set_rollback(True)
    return response


def note_wrong(found: dict[str, str], response: Any, known: set[str], where: str) -> None:
    """Each text once, with the first page that it is on."""
    if response.status_code in {204, 302, 405} or "html" not in response.get("Content-Type", ""):
        return
    for text in left_of(response, known):
        found.setdefault(text, f"{text} — {where} ({response.status_code})")


def test_every_page_of_the_desk_is_marked(routes_world: World, as_coach: Browser, german: None) -> None:
    """GET as it is read, and POST of nothing: the form with what is wrong at its fields, or what was done."""
    w = routes_world
    exercises = {w.own_variation.exercise.name, w.own_variation.name, w.progression.name, w.assignment.progression.name}
    for rung in [*w.assignment.progression.rungs.all(), *w.progression.rungs.all()]:
        exercises |= {rung.variation.exercise.name, rung.variation.name, rung.variation.exercise.definition}
    known = WRITTEN | people(w.client.practice) | exercises
    wrong: dict[str, str] = {}
    for name in DESK:
        for method in ("get", "post"):
            response = read(as_coach, method, reverse(name, args=ROUTES[name](w)))
            note_wrong(wrong, response, known, f"{method} {name}")
    assert not wrong, "\n".join(wrong.values())


@pytest.fixture
def desk(training: World, colleague: User, other_client: Client) -> World:
    """The client's training of test_untranslated, and around it what coaches make: programs, drafts, versions."""
    coach = training.client.coach
    content = add_line(
        EMPTY | {"name": "Off-season", "weeks": 2, "days_a_week": 2}, "1.1", "hip thrust 3x8-12 @RIR2 90s"
    )
    content = add_line(content, "1.1", "back squat 5x5 @100kg per side tempo 3011 pause 2s + 2 warm-up // Heel down")
    content = add_line(content, "1.2", "follow staggered hip thrust from rung 2")
    for line in ("hip trust 3x8", "hip thrust 3-4x8", "hip thrust 3xmax", "hip thrust 3x8 8 9", "follow nothing"):
        content = add_line(content, "2.1", line)
    training.swap = begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)
    good = content | {"days": {at: day for at, day in content["days"].items() if at.startswith("1.")}}
    training.program = save_program(
        begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=good), by=coach
    )
    ladder = content_of(Progression.objects.get(slug="staggered-hip-thrust", superseded_at=None)) | {
        "name": "Our return"
    }
    own = save_version(
        begin(by=coach, kind=Draft.Kind.PROGRESSION, family=uuid4(), base=None, content=ladder), by=coach
    )
    begin(by=coach, kind=Draft.Kind.PROGRESSION, family=own.family, base=own.pk, content=ladder | {"summary": ""})
    begin(by=colleague, kind=Draft.Kind.PROGRESSION, family=own.family, base=own.pk, content=ladder)
    training.progression = own
    return training


def states(w: World) -> Iterator[tuple[str, str, Any]]:
    """(method, address, data) of pages that show what an empty one does not."""
    client, other = w.client.pk, Client.objects.exclude(pk=w.client.pk).get().pk
    ladder = w.assignment.progression
    family, draft, own = w.program.family, w.swap.family, w.progression.family
    yield from (("get", f"/coach/review/{pk}/", None) for pk in (w.session.pk, w.clip.session_id))
    yield "get", "/coach/review/list/", None
    yield "get", "/coach/review/together/?reason=waits", None
    for said in (
        {"verdict": "comment"}, {"verdict": "snooze"}, {"verdict": "snooze:1"}, {"verdict": "hold"},
        {"verdict": "approve"}, {"verdict": "clear"}, {"verdict": "move_up"}, {"verdict": "adjust"},
        {"verdict": "adjust", "left-load": "41", "right-load": "x", "left-reps": "1,2", "right-reps": "0", "why": ""},
    ):  # fmt: skip
        yield "post", f"/coach/review/{w.session.pk}/decision/", said
    for query in (
        "status=archived", "status=messages", "status=attention", "q=zzz", "status=paused", "sort=trend", "tag=x",
    ):  # fmt: skip
        yield "get", f"/coach/clients/?{query}", None
    yield "post", "/coach/clients/tags/", {"client": str(client), "tag": "online, x"}
    yield "post", "/coach/clients/tags/", {"client": str(client), "tag": "online"}
    for chart in ("load", "reps", "e1rm", "rir", "work", "effort"):
        yield "get", f"/coach/clients/{client}/?chart={chart}&numbers=all", None
    yield "post", f"/coach/clients/{client}/pauses/", None
    yield "post", f"/coach/clients/{client}/moved-days/", {"day": "2026-01-15", "to": "2026-01-13"}
    yield "get", f"/coach/clients/{client}/swaps/?place={ladder.pk}&variation={w.own_variation.pk}", None
    yield "post", f"/coach/clients/{client}/edit/", {"name": "", "plates": "x", "dumbbells": "y", "body_mass": "900"}
    yield "post", "/coach/clients/import/", {"text": "name;email;unit\nMaya;x;stone\n;;\nOwen;owen@kickstand.test;kg"}
    yield "post", "/coach/clients/import/", {"text": "email\nx"}
    yield "get", "/coach/palette/?q=hip", None
    yield "get", "/coach/palette/?q=zzz", None
    given = {"client": str(other), "progression": str(ladder.pk), "start_rung": str(ladder.rungs.get(position=3).pk)}
    rules = {"weekdays": ["0", "3"], "start_date": "2026-01-12", "coupling": "shared", "policy": "all"}
    yield "get", "/coach/assign/", given | rules
    yield "post", "/coach/assign/", given | rules | {"start_load": "9999"}
    yield "post", "/coach/assign/", given | rules
    yield "get", "/coach/assign/program/", {"client": str(client), "program": str(w.program.pk)} | rules
    yield "post", "/coach/assign/program/", {"client": str(other), "program": str(w.program.pk)} | rules
    many = {"client": [str(client), str(other)], "what": f"progression:{ladder.pk}"} | rules
    yield "get", "/coach/assign/many/", many
    yield "get", "/coach/assign/many/?find=zzz", None
    yield "post", "/coach/assign/many/", many | {"way": "assign"}
    yield "get", f"/coach/progressions/{ladder.slug}/", None
    yield "get", f"/coach/progressions/{w.progression.slug}/", None
    for page in ("edit", "followers", "outlook", "tried", "conflict"):
        yield "get", f"/coach/progressions/{own}/{page}/", None
    yield "post", f"/coach/progressions/{own}/archive/", None
    wrong = content_of(w.progression)
    key = wrong["order"][0]
    typed = {
        "name": "",
        "order": wrong["order"][:1],
        f"{key}-sets": "x",
        f"{key}-reps_low": "9",
        f"{key}-reps_high": "3",
    }
    yield "post", f"/coach/progressions/{own}/edit/", typed
    yield "post", f"/coach/progressions/{own}/versions/", typed
    for kept in (draft, family):
        yield "get", f"/coach/programs/{kept}/edit/", None
        for panel in ("head", "day&at=1.1", "week&week=1", f"item&item={item_of(w.swap)}"):
            yield "get", f"/coach/programs/{kept}/edit/?panel={panel}", None
    yield "post", f"/coach/programs/{draft}/versions/", None
    for step in (
        {"do": "repeat"},
        {"do": "nonsense"},
        {"do": "weeks", "weeks": "99"},
        {"do": "add", "at": "9.9", "line": ""},
    ):
        yield "post", f"/coach/programs/{draft}/steps/", {"seen": "0", "base": "", **step}
    for line in LINES:
        yield "get", "/coach/programs/reading/", {"line": line}
    yield "get", f"/coach/programs/{family}/", None
    yield "get", f"/coach/programs/{family}/print/", None
    yield "get", f"/coach/programs/{family}/followers/", None
    yield "get", "/coach/programs/?show=archived", None
    yield "get", "/coach/programs/?q=zzz", None
    yield "get", "/library/staggered-hip-thrust/", None
    yield "post", "/library/staggered-hip-thrust/copies/", None
    yield "post", "/coach/settings/", {"display_name": ""}
    yield "post", "/coach/tokens/", {"name": "Scale", "scopes": ["read"], "days": "30"}


LINES = (
    "hip thrust 3x8-12 @RIR2 90s per side", "", "3x8", "hip thrust", "hip thrust 30x8", "hip thrust 3x999",
    "hip thrust 3x12-8", "hip thrust 3x8- @", "hip thrust 3x20 m", "hip thrust 3x8x40", "hip thrust 3x8 @RIR",
    "hip thrust 3x8 @RIR2.3", "hip thrust 3x8 @9999kg", "hip thrust 3x8 @0%", "hip thrust 3x8 @BW+10kg",
    "hip thrust 3x8 tempo 201", "hip thrust 3x8 tempo x011", "hip thrust 3x8 rest 9999s", "hip thrust 3x8 + warm-up",
    "hip thrust 3x8 rung 2", "follow staggered hip thrust rung 99", "follow staggered hip thrust 3x8",
    "hip thrust 3x8 90s 90s", 'hip "thrust 3x8', '"hip thrust 3x8', "hip thrust 3x8 each", "hip thrust 3x8 zzz",
    "hip thrust 8,8,8x", "hip thrust ٣x8", "hip thrust 3x10,8",
    "hip thrust 3x30s @40kg pause 2s tempo 3011 + 2 warm-up", "hip thrust 10,8,6 @70% // easy",
    "follow staggered hip thrust",
)  # fmt: skip


def item_of(draft: Draft) -> str:
    return str(draft.content["days"]["1.1"]["items"][0]["id"])


def test_the_desk_is_marked_in_every_state(desk: World, as_coach: Browser, german: None) -> None:
    own = {desk.client.name, "Owen", "stone", "zzz", "Our return (Kopie)", "owen@kickstand.test", "Scale", "online, x"}
    aliases = set(desk.own_variation.exercise.aliases) | {"B-stance", "kickstand hip thrust"}
    known = WRITTEN | people(desk.client.practice) | own | aliases | set(LINES)
    wrong: dict[str, str] = {}
    for method, address, data in states(desk):
        response = read(as_coach, method, address, data, HTMX if "/reading/" in address else None)
        assert response.status_code < 500, address
        note_wrong(wrong, response, known, f"{method} {address} {data or ''}"[:110])
    assert not wrong, "\n".join(wrong.values())


def test_the_desk_formats_days_and_figures_in_german(desk: World, as_coach: Browser) -> None:
    german = {"accept-language": "de"}
    page = as_coach.get(f"/coach/clients/{desk.client.pk}/sessions/", headers=german).content.decode()
    assert "Do, 8. Jan 2026" in page
    body = as_coach.get(f"/coach/clients/{desk.client.pk}/body/", headers=german).content.decode()
    assert "70,5 kg" in body
