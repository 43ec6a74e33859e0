"""What coaches write down about a client: notes for each other, and what the client weighed."""

import datetime as dt
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from clients.body_mass import unweigh, weigh
from clients.importing import import_clients, read_sheet
from clients.models import BodyMass, Client, ClientNote
from clients.notes import write_note
from clients.people import add_client, update_client

DAY = dt.date(2026, 1, 5)


def masses(client: Client) -> list[tuple[dt.date, Decimal]]:
    return list(BodyMass.objects.filter(client=client).values_list("measured_on", "kg"))


# --- Notes ----------------------------------------------------------------------------------------------------


def test_a_note_is_written_and_read_by_coaches(
    as_coach: Browser, as_colleague: Browser, as_client: Browser, client_row: Client
) -> None:
    page = f"/coach/clients/{client_row.pk}/"
    response = as_coach.post(f"{page}notes/", {"text": " Bench is <b>43</b> cm.\nLow step. ", "from": "overview"})
    assert response["Location"] == page
    html = as_colleague.get(page).content.decode()
    assert "Bench is &lt;b&gt;43&lt;/b&gt; cm.<br>Low step." in html
    assert "Ruth Adeyemi" in html
    for path in ("today/", "history/", "settings/"):
        assert "Bench is" not in as_client.get(f"/me/{path}").content.decode()
    assert ClientNote.objects.for_user(client_row.user).count() == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("  ", "Write something first.", id="empty"),
        pytest.param("x" * 2001, "At most 2,000 characters.", id="long"),
    ],
)
def test_a_bad_note_is_told_and_kept(as_coach: Browser, client_row: Client, text: str, told: str) -> None:
    response = as_coach.post(f"/coach/clients/{client_row.pk}/notes/", {"text": text})
    assert response.status_code == 422
    html = response.content.decode()
    assert told in html
    assert text.strip() in html
    assert not ClientNote.objects.exists()


def test_ones_own_note_is_changed_and_deleted(as_coach: Browser, client_row: Client, coach: User) -> None:
    note = write_note(client_row, author=coach, text="Knee")
    page = f"/coach/clients/{client_row.pk}/notes/"
    as_coach.post(f"{page}{note.pk}/", {"text": "Left knee"})
    html = as_coach.get(page).content.decode()
    assert "Left knee" in html
    assert ", changed " in html
    assert as_coach.post(f"{page}{note.pk}/delete/")["Location"] == page
    assert not ClientNote.objects.exists()


def test_a_colleagues_note_is_read_not_changed(as_colleague: Browser, client_row: Client, coach: User) -> None:
    note = write_note(client_row, author=coach, text="Knee")
    page = f"/coach/clients/{client_row.pk}/notes/"
    assert f"{page}{note.pk}/" not in as_colleague.get(page).content.decode()
    assert as_colleague.get(f"{page}{note.pk}/").status_code == 404
    assert as_colleague.post(f"{page}{note.pk}/", {"text": "Hip"}).status_code == 404
    assert as_colleague.post(f"{page}{note.pk}/delete/").status_code == 404
    ClientNote.objects.update(author=None)  # who has left leaves it to the others
    assert as_colleague.post(f"{page}{note.pk}/", {"text": "Hip"}).status_code == 302


def test_notes_cost_the_same_however_many(
    as_coach: Browser,
    client_row: Client,
    coach: User,
    colleague: User,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    page = f"/coach/clients/{client_row.pk}/notes/"
    as_coach.get(page)
    write_note(client_row, author=coach, text="One")
    with django_assert_max_num_queries(20) as few:
        as_coach.get(page)
    for n in range(25):
        write_note(client_row, author=colleague, text=f"Note {n}")
    with django_assert_num_queries(len(few.captured_queries)):
        assert "1–20 of 26" in as_coach.get(page).content.decode()


# --- Body mass ------------------------------------------------------------------------------------------------


def test_the_newest_day_holds(client_row: Client) -> None:
    weigh(client_row, kg=Decimal("71.5"), on=DAY)
    weigh(client_row, kg=Decimal(69), on=DAY - dt.timedelta(days=7))
    assert client_row.body_mass_kg == Decimal("71.5")
    weigh(client_row, kg=Decimal("71.25"), on=DAY)  # once a day
    assert masses(client_row) == [(DAY, Decimal("71.25")), (DAY - dt.timedelta(days=7), Decimal(69))]
    unweigh(BodyMass.objects.get(measured_on=DAY))
    client_row.refresh_from_db()
    assert client_row.body_mass_kg == Decimal(69)


@pytest.mark.parametrize(
    ("kg", "ahead", "field"), [(19, 0, "kg"), (401, 0, "kg"), (70, 1, "measured_on"), (70, -20000, "measured_on")]
)
def test_what_cannot_be_is_refused(client_row: Client, kg: int, ahead: int, field: str) -> None:
    with pytest.raises(ValidationError) as told:
        weigh(client_row, kg=Decimal(kg), on=client_row.today() + dt.timedelta(days=ahead))
    assert field in told.value.message_dict
    assert not BodyMass.objects.exists()


def test_every_way_in_writes_the_same_list(coach: User, client_row: Client, as_client: Browser) -> None:
    """The coach's form, the client's own, a new client, the import."""
    today = client_row.today()
    update_client(client_row, body_mass_kg=Decimal(72))
    update_client(client_row, body_mass_kg=Decimal(72), goal="Squat")
    assert masses(client_row) == [(today, Decimal(72))]
    as_client.post("/me/settings/body/", {"mass": "70,5", "measured_on": today.isoformat()})
    assert masses(client_row) == [(today, Decimal("70.5"))]
    made = add_client(coach=coach, name="Ana", body_mass_kg=Decimal(60))
    assert masses(made) == [(made.today(), Decimal(60))]
    (imported,) = import_clients(read_sheet("Name,Body mass\nBo,80 kg\n", by=coach), by=coach)
    assert masses(imported) == [(imported.today(), Decimal(80))]


def test_what_was_known_before_there_was_a_list_is_its_first_day(client_row: Client, other_client: Client) -> None:
    """The migration that began the lists: the day they were added, where they live; what is there already stays."""
    added = dt.datetime(2026, 1, 5, 23, 30, tzinfo=dt.UTC)
    Client.objects.update(body_mass_kg=None, created_at=added)
    Client.objects.filter(pk=client_row.pk).update(body_mass_kg=Decimal("71.5"), time_zone="Europe/Berlin")
    fill = import_module("clients.migrations.0010_body_masses_known_so_far").FILL
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(fill)
        assert masses(client_row) == [(dt.date(2026, 1, 6), Decimal("71.50"))]
    assert masses(other_client) == []
    assert BodyMass.objects.get().practice_id == client_row.practice_id


def test_clearing_it_keeps_the_list(client_row: Client) -> None:
    update_client(client_row, body_mass_kg=Decimal(72))
    update_client(client_row, body_mass_kg=None)
    client_row.refresh_from_db()
    assert client_row.body_mass_kg is None
    assert [kg for _, kg in masses(client_row)] == [Decimal(72)]


def test_it_is_typed_and_read_in_the_clients_unit(as_coach: Browser, client_row: Client) -> None:
    Client.objects.update(unit="lb")
    page = f"/coach/clients/{client_row.pk}/"
    for day, mass in (("2026-01-05", "154"), ("2026-01-12", "155,5")):
        response = as_coach.post(f"{page}body/", {"mass": mass, "measured_on": day, "from": "overview"})
        assert response["Location"] == page
    assert masses(client_row)[1] == (DAY, Decimal("69.85"))
    html = as_coach.get(page).content.decode()
    assert "<span>12 Jan 2026</span><b>155.5 lb</b>" in html
    assert ">+1.5<" in html
    assert "12 Jan 2026</td>" in as_coach.get(f"{page}body/").content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"mass": ""}, "This is needed."),
        ({"mass": "12"}, "Body mass: between 20 and 400."),
        ({"mass": "heavy"}, "Body mass: a number"),
        ({"measured_on": "soon"}, "Choose a day."),
        ({"measured_on": "2999-01-01"}, "Choose a day that has been."),
        ({"measured_on": "1999-12-31"}, "Choose a day since 2000."),
    ],
)
def test_a_bad_figure_is_told_at_its_field(
    as_coach: Browser, client_row: Client, typed: dict[str, str], told: str
) -> None:
    values = {"mass": "70", "measured_on": timezone.now().date().isoformat()} | typed
    response = as_coach.post(f"/coach/clients/{client_row.pk}/body/", values)
    assert response.status_code == 422
    html = response.content.decode()
    assert told in html
    assert f'value="{next(iter(typed.values()))}"' in html or not next(iter(typed.values()))
    assert not BodyMass.objects.exists()


def test_a_figure_is_taken_away_and_equipment_is_listed(as_coach: Browser, client_row: Client) -> None:
    row = weigh(client_row, kg=Decimal(71), on=DAY)
    page = f"/coach/clients/{client_row.pk}/body/"
    html = as_coach.get(page).content.decode()
    assert "<dt>Dumbbells, kg</dt><dd>2–40 by 2</dd>" in html
    assert f'href="/coach/clients/{client_row.pk}/edit/#kit"' in html
    assert as_coach.post(f"{page}{row.pk}/delete/")["Location"] == page
    assert masses(client_row) == []
