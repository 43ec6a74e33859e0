"""One client as the coach sees them, and what the coach changes about them."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Browser

from accounts.models import User
from clients.models import Assignment, Client, Invitation
from clients.services import skip_session
from clients.talking import comment_on
from tests.clients.conftest import opened, play
from tests.clients.rows import finished
from tests.factories import ClientFactory

NUMBERS_ROW = r'<td class="date">\d+ \w+ 2026</td>'
MONDAY, THURSDAY, NEXT_MONDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 8), dt.date(2026, 1, 12)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def page(browser: Browser, client: Client) -> str:
    response = browser.get(f"/coach/clients/{client.pk}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def history(training: Assignment, monday: Any) -> Assignment:
    """Two sessions, the second with more on the left; the third skipped."""
    play(training, due_on=MONDAY, reps=9)
    monday.move_to(at(THURSDAY))
    play(training, due_on=THURSDAY, reps=10, left=12, pain=1)
    monday.move_to(at(NEXT_MONDAY))
    skip_session(opened(training, NEXT_MONDAY).session, reason="time")
    return training


def test_a_client_without_a_progression(as_coach: Browser, client_row: Client) -> None:
    html = page(as_coach, client_row)
    assert "Nothing assigned yet" in html
    assert f'href="/coach/assign/?client={client_row.pk}">Assign progression</a>' in html


def test_loads_ladder_and_sessions(as_coach: Browser, client_row: Client, history: Assignment) -> None:
    html = page(as_coach, client_row)
    assert "Load per side over 2 sessions: left 22.5 to 22.5 kg, right 22.5 to 22.5 kg" in html
    assert 'class="line l"' in html
    assert 'class="line r"' in html
    assert "The numbers" in html
    assert "Both sides on rung 1 of 3" in html
    assert "One more rep each" in html
    assert "What comes next" in html
    # Left has shown the top once, right has not.
    assert re.search(r'aria-label="Left">L</span>\s*<b>1</b>\s*<span[^>]*>R</span>\s*<b>0</b>', html)


def test_adherence_by_shape_and_in_words(as_coach: Browser, client_row: Client, history: Assignment) -> None:
    html = page(as_coach, client_row)
    assert "<b>2</b> of 3 sessions, 12 weeks<" in html
    assert 'aria-label="2 of 3 sessions trained, by week"' in html
    assert "<title>Mon 12 Jan: skipped, no time</title>" in html
    assert "<title>Thu 15 Jan: planned</title>" in html


def test_a_session_in_part_is_not_a_whole_one(as_coach: Browser, client_row: Client, training: Assignment) -> None:
    session = play(training, due_on=MONDAY)
    session.sets.filter(side="left", set_number=3).delete()
    html = page(as_coach, client_row)
    assert "<title>Mon 5 Jan: part of it</title>" in html
    assert "<b>1</b> of 1 session, 12 weeks<" in html
    assert "<b>83 %</b> of their planned work" in html
    assert '<span class="visually-hidden">not logged</span>' in html


def test_a_day_lost_to_pain_is_excused(
    as_coach: Browser, client_row: Client, training: Assignment, monday: Any
) -> None:
    play(training, due_on=MONDAY)
    monday.move_to(at(THURSDAY))
    skip_session(opened(training, THURSDAY).session, reason="pain")
    html = page(as_coach, client_row)
    assert "<b>1</b> of 1 session, 12 weeks, 1 excused for pain<" in html
    assert "<title>Thu 8 Jan: skipped, pain</title>" in html


def test_the_numbers_hold_strength_and_work(as_coach: Browser, client_row: Client, history: Assignment) -> None:
    """Left did 12 reps with 2 in reserve at last, which is too many to tell one repetition from."""
    html = page(as_coach, client_row)
    newest, first = re.findall(r"<tr>(<td class=\"date\">\d+ Jan 2026.*?)</tr>", html)
    figures = [re.findall(r'<td class="n">(.*?)</td>', row) for row in (first, newest)]
    assert figures[0] == ["22.5", "22.5", "27", "27", "30.8", "30.8", "2", "2", "607.5", "607.5", "–"]
    assert figures[1] == ["22.5", "22.5", "36", "30", "–", "31.5", "2", "2", "810", "675", "–"]


@pytest.mark.parametrize(
    ("chart", "label"),
    [
        ("reps", "Reps per side, all sets over 2 sessions: left 27 to 36, right 27 to 30"),
        ("e1rm", "Estimated 1RM per side over 2 sessions: left 30.8 to 30.8 kg, right 30.8 to 31.5 kg"),
        ("rir", "Reps in reserve per side over 2 sessions: left 2 to 2, right 2 to 2"),
        ("drop table", "Load per side over 2 sessions: left 22.5 to 22.5 kg, right 22.5 to 22.5 kg"),
    ],
)
def test_one_figure_at_a_time(
    as_coach: Browser, client_row: Client, history: Assignment, chart: str, label: str
) -> None:
    html = as_coach.get(f"/coach/clients/{client_row.pk}/", {"chart": chart}).content.decode()
    assert f'aria-label="{label}"' in html
    assert "Thu 8 Jan 2026: left" in html  # what the readout says before anybody points


def test_htmx_gets_the_figures_alone(
    as_coach: Browser, client_row: Client, history: Assignment, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        response = as_coach.get(f"/coach/clients/{client_row.pk}/", {"chart": "rir"}, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert html.strip().startswith("<chart-readout")
    assert "Adherence" not in html
    assert "HX-Request" in response["Vary"]


def test_a_long_table_is_whole_when_it_is_asked_for(
    as_coach: Browser, client_row: Client, training: Assignment
) -> None:
    for n in range(52):
        finished(training, due_on=MONDAY + dt.timedelta(days=n))
    html = page(as_coach, client_row)
    assert len(re.findall(NUMBERS_ROW, html)) == 50
    assert 'chart=load&amp;numbers=all#numbers">All 52 sessions</a>' in html
    whole = as_coach.get(f"/coach/clients/{client_row.pk}/?numbers=all").content.decode()
    assert len(re.findall(NUMBERS_ROW, whole)) == 52


def test_a_lay_off_and_a_lighter_week_are_marked(as_coach: Browser, client_row: Client, training: Assignment) -> None:
    finished(training, due_on=MONDAY)
    lighter = finished(training, due_on=MONDAY + dt.timedelta(days=25))
    lighter.items.update(is_deload=True)
    html = page(as_coach, client_row)
    assert "Fri 30 Jan 2026: left 22.5 kg, right 22.5 kg · lighter week · after 3 weeks away" in html
    assert ">3 weeks away</text>" in html
    assert "lighter week, after 3 weeks away</td>" in html


def test_why_not_yet_a_sentence_a_side(as_coach: Browser, client_row: Client, history: Assignment) -> None:
    html = page(as_coach, client_row)
    said = html[html.index("Why not yet") : html.index("Asymmetry")]
    top = "of 2 sessions at the top so far: every set at 12 reps with 2 or more to spare."
    assert f"<p>1 {top} One more is needed. The last 4 are looked at.</p>" in said
    assert f"<p>None {top} 2 more are needed. The last 4 are looked at.</p>" in said


def test_comments_are_there(as_coach: Browser, client_row: Client, history: Assignment, client_user: User) -> None:
    comment_on(history.sessions.first(), author=client_user, text="Felt <b>easy</b>")
    html = page(as_coach, client_row)
    assert "Felt &lt;b&gt;easy&lt;/b&gt;" in html


@pytest.mark.parametrize("who", ["as_rival", "as_client"])
@pytest.mark.parametrize("path", ["", "edit/"])
def test_others_find_nothing(request: pytest.FixtureRequest, client_row: Client, who: str, path: str) -> None:
    assert request.getfixturevalue(who).get(f"/coach/clients/{client_row.pk}/{path}").status_code == 404


def test_the_page_costs_the_same_however_long_the_past(
    as_coach: Browser,
    client_row: Client,
    training: Assignment,
    monday: Any,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    for n in range(2):
        monday.move_to(at(MONDAY + dt.timedelta(days=7 * n)))
        play(training, due_on=MONDAY + dt.timedelta(days=7 * n))
    with django_assert_max_num_queries(30) as few:
        page(as_coach, client_row)
    for n in range(2, 9):
        monday.move_to(at(MONDAY + dt.timedelta(days=7 * n)))
        play(training, due_on=MONDAY + dt.timedelta(days=7 * n))
    with django_assert_num_queries(len(few.captured_queries)):
        page(as_coach, client_row)


# --- Make and change -------------------------------------------------------------------------------------------


def form(coach: User, **others: str) -> dict[str, str]:
    values = {
        "name": "Owen Price",
        "email": "",
        "goal": "",
        "unit": "kg",
        "body_mass": "",
        "involved_side": "",
        "side_note": "",
        "time_zone": "Europe/Madrid",
        "coach": str(coach.pk),
        "bar": "20",
        "plates": "1.25×2, 2.5×2",
        "dumbbells": "2–10 by 2",
        "kettlebells": "8, 12",
        "bands": "1, 2",
    }
    return values | others


def test_a_new_client(as_coach: Browser, coach: User) -> None:
    response = as_coach.post("/coach/clients/new/", form(coach, body_mass="82,5", involved_side="left"))
    made = Client.objects.get()
    assert response["Location"] == f"/coach/clients/{made.pk}/"
    assert (made.body_mass_kg, made.involved_side, made.practice_id) == (
        Decimal("82.5"),
        "left",
        coach.memberships.get().practice_id,
    )
    assert made.inventory == {
        "bar": 20,
        "plates": [[1.25, 2], [2.5, 2]],
        "dumbbells": [2, 4, 6, 8, 10],
        "kettlebells": [8, 12],
        "bands": [1, 2],
    }


def test_a_colleagues_client(as_coach: Browser, coach: User, colleague: User) -> None:
    as_coach.post("/coach/clients/new/", form(colleague))
    assert Client.objects.get().coach == colleague


def test_body_mass_is_typed_in_the_clients_unit(as_coach: Browser, coach: User) -> None:
    as_coach.post(
        "/coach/clients/new/", form(coach, unit="lb", body_mass="154", bar="45", plates="2.5×2", dumbbells="5")
    )
    made = Client.objects.get()
    assert made.body_mass_kg == Decimal("69.85")
    assert 'value="154"' in as_coach.get(f"/coach/clients/{made.pk}/edit/").content.decode()


def test_another_unit_with_the_list_untouched_is_the_usual_set(
    as_coach: Browser, coach: User, client_row: Client
) -> None:
    before = form(coach, name="Maya Lindqvist", unit="lb")
    shown = {"plates": "1.25×2, 2.5×2, 5×2, 10×2, 20×4", "dumbbells": "2–40 by 2", "bands": "1, 2, 3"}
    shown["kettlebells"] = "4, 6, 8, 10, 12, 16, 20, 24, 28, 32"
    as_coach.post(f"/coach/clients/{client_row.pk}/edit/", before | shown)
    client_row.refresh_from_db()
    assert (client_row.unit, client_row.inventory["bar"]) == ("lb", 45)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "This is needed."),
        ({"email": "not a mail"}, "Give an e-mail address, such as sam@example.com."),
        ({"body_mass": "12"}, "Body mass: between 20 and 900."),
        ({"body_mass": "NaN"}, "Body mass: a number"),
        ({"time_zone": "Mars/Base"}, "Choose one from the list."),
        ({"plates": "many"}, "“many” is not a plate."),
        ({"plates": "1.25×99"}, "at most 20"),
        ({"dumbbells": "2–40"}, "“2–40” is not a weight."),
        ({"dumbbells": "40–2 by 2"}, "is not a range"),
        ({"dumbbells": "0"}, "a weight is a number over 0"),
        ({"dumbbells": "1–1000 by 0.1"}, "is not a range"),
    ],
)
def test_bad_input_is_told_and_kept(as_coach: Browser, coach: User, wrong: dict[str, str], message: str) -> None:
    response = as_coach.post("/coach/clients/new/", form(coach, side_note="Keep me") | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert message in html
    assert "Keep me" in html
    assert not Client.objects.exists()


def test_a_coach_of_another_practice_is_no_choice(as_coach: Browser, coach: User, rival: User) -> None:
    assert as_coach.post("/coach/clients/new/", form(rival)).status_code == 422


def test_archive_and_restore(as_coach: Browser, client_row: Client) -> None:
    as_coach.post(f"/coach/clients/{client_row.pk}/archive/")
    client_row.refresh_from_db()
    assert client_row.status == "archived"
    assert "Restore" in page(as_coach, client_row)
    as_coach.post(f"/coach/clients/{client_row.pk}/restore/")
    client_row.refresh_from_db()
    assert client_row.status == "active"


@pytest.mark.parametrize("path", ["archive/", "restore/", "invitation/"])
def test_a_link_changes_nothing(as_coach: Browser, as_rival: Browser, client_row: Client, path: str) -> None:
    assert as_coach.get(f"/coach/clients/{client_row.pk}/{path}").status_code == 405
    assert as_rival.post(f"/coach/clients/{client_row.pk}/{path}").status_code == 404


def test_an_invitation_is_mailed_and_can_be_sent_again(
    as_coach: Browser, coach: User, practice: Any, django_capture_on_commit_callbacks: Any
) -> None:
    guest = ClientFactory(practice=practice, coach=coach, name="Owen Price", email="owen@kickstand.test")
    assert "Not invited yet" in page(as_coach, guest)
    with django_capture_on_commit_callbacks(execute=True):
        as_coach.post(f"/coach/clients/{guest.pk}/invitation/")
    assert [message.to for message in mail.outbox] == [["owen@kickstand.test"]]
    assert "http://testserver/invite/" in mail.outbox[0].body
    html = page(as_coach, guest)
    assert "Invite again" in html
    assert "Invited " in html
    as_coach.post(f"/coach/clients/{guest.pk}/invitation/")
    assert Invitation.objects.count() == 2


def test_nobody_is_invited_without_an_e_mail(as_coach: Browser, coach: User, practice: Any) -> None:
    guest = ClientFactory(practice=practice, coach=coach, name="Owen Price")
    response = as_coach.post(f"/coach/clients/{guest.pk}/invitation/", follow=True)
    assert "Owen has no e-mail yet" in response.content.decode()
    assert not Invitation.objects.exists()
