"""What clients change about themselves."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from clients.inventory import default_inventory, default_inventory_lb
from clients.models import Assignment, BodyMass, Client

URL = "/me/settings/"
KIT = "/me/settings/equipment/"


def typed(**others: Any) -> dict[str, Any]:
    return {"display_name": "Maya Lindqvist", "time_zone": "Europe/Madrid", "unit": "kg", "language": "", **others}


def kit(**others: Any) -> dict[str, Any]:
    return {
        "bar": "15",
        "plates": "1.25×2, 5×2",
        "dumbbells": "2–10 by 2",
        "kettlebells": "8, 12",
        "bands": "1, 2",
        **others,
    }


def test_name_and_zone_are_kept(as_client: Browser, client_row: Client) -> None:
    assert as_client.post(URL, typed(display_name="Maya L."))["Location"] == URL
    client_row.refresh_from_db()
    assert (client_row.name, client_row.user.display_name) == ("Maya L.", "Maya L.")
    assert (client_row.time_zone, client_row.user.time_zone) == ("Europe/Madrid", "Europe/Madrid")
    assert client_row.inventory == default_inventory()


def test_equipment_is_kept_and_said_in_short(as_client: Browser, client_row: Client) -> None:
    assert as_client.post(KIT, kit())["Location"] == KIT
    client_row.refresh_from_db()
    assert client_row.inventory == {
        "bar": 15,
        "plates": [[1.25, 2], [5, 2]],
        "dumbbells": [2, 4, 6, 8, 10],
        "kettlebells": [8, 12],
        "bands": [1, 2],
    }
    assert "You can load 15 to 27.5 kg, 4 loads in all." in as_client.get(KIT).content.decode()
    assert "Bar 15 kg, plates from 1.25 kg, dumbbells to 10 kg" in as_client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("has", "page", "said"),
    [
        ({}, KIT, "You can load 20 to 137.5 kg, in steps of 2.5 kg."),
        ({"plates": []}, KIT, "You can load the bar alone: 20 kg."),
        ({"bar": None, "plates": [], "dumbbells": [], "kettlebells": []}, URL, "Nothing but your body"),
        ({"bar": None, "plates": [], "dumbbells": []}, URL, "Kettlebells to 32 kg"),
    ],
)
def test_what_there_is_comes_to_so_much(
    as_client: Browser, client_row: Client, has: dict[str, Any], page: str, said: str
) -> None:
    Client.objects.filter(pk=client_row.pk).update(inventory=default_inventory() | has)
    assert said in as_client.get(page).content.decode()


@pytest.mark.parametrize("page", [URL, KIT])
def test_saving_what_is_shown_changes_nothing(as_client: Browser, client_row: Client, page: str) -> None:
    form = as_client.get(page).context["form"]
    as_client.post(page, {name: form[name].value() for name in form.fields})
    before = client_row.inventory
    client_row.refresh_from_db()
    assert client_row.inventory == before
    assert client_row.body_mass_kg == Decimal(70)


def test_a_new_unit_keeps_the_same_things(as_client: Browser, client_row: Client) -> None:
    as_client.post(KIT, kit())
    as_client.post(URL, typed(unit="lb"))
    client_row.refresh_from_db()
    assert (client_row.unit, client_row.user.unit) == ("lb", "lb")
    assert client_row.body_mass_kg == Decimal(70)
    assert client_row.inventory["bar"] == 33.07
    assert client_row.inventory["plates"] == [[2.76, 2], [11.02, 2]]
    assert client_row.inventory["bands"] == [1, 2]
    assert "Bar 33.07 lb" in as_client.get(URL).content.decode()


def test_the_usual_gym_becomes_the_usual_gym_of_the_other_unit(as_client: Browser, client_row: Client) -> None:
    form = as_client.get(URL).context["form"]
    assert client_row.inventory == default_inventory()
    as_client.post(URL, {name: form[name].value() for name in form.fields} | {"unit": "lb"})
    client_row.refresh_from_db()
    assert client_row.inventory == default_inventory_lb()


def test_the_start_load_of_a_running_assignment_goes_with_the_unit(as_client: Browser, training: Assignment) -> None:
    Assignment.objects.update(start_load=Decimal(40))
    as_client.post(URL, typed(unit="lb"))
    training.refresh_from_db()
    assert training.start_load == Decimal("88.18")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"time_zone": "Mars/Olympus"}, "Choose one from the list."),
        ({"unit": "st"}, "Choose one from the list."),
        ({"display_name": ""}, "required"),
        ({"display_name": "\u202e"}, "at least one letter"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(
    as_client: Browser, client_row: Client, wrong: dict[str, str], said: str
) -> None:
    response = as_client.post(URL, typed(display_name="Somebody") | wrong)
    assert response.status_code == 422
    assert said in response.content.decode()
    client_row.refresh_from_db()
    assert client_row.name == "Maya Lindqvist"


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"bar": "heavy"}, "bar", "Bar: a number"),
        ({"bar": "NaN"}, "bar", "Bar: a number"),
        ({"dumbbells": "2, many"}, "dumbbells", "many"),
        ({"plates": "2 of them"}, "plates", "2 of them"),
        ({"plates": "5×21"}, "plates", "at most 20"),
    ],
)
def test_equipment_that_cannot_be_is_said_at_its_field(
    as_client: Browser, client_row: Client, wrong: dict[str, str], field: str, said: str
) -> None:
    response = as_client.post(KIT, kit(kettlebells="99") | wrong)
    assert response.status_code == 422
    (told,) = response.context["form"].errors[field]
    assert said in told
    assert 'value="99"' in response.content.decode()
    client_row.refresh_from_db()
    assert client_row.inventory == default_inventory()


def test_the_page_is_the_clients_alone(as_coach: Browser, as_stranger: Browser) -> None:
    assert as_coach.get(URL).status_code == 404
    assert as_stranger.get(URL)["Location"].startswith("/accounts/login/")


# --- Body mass ------------------------------------------------------------------------------------------------

BODY = "/me/settings/body/"


def test_body_mass_is_kept_by_day_and_drawn(as_client: Browser, client_row: Client) -> None:
    assert "Each day you weigh yourself stands here" in as_client.get(BODY).content.decode()
    for day, mass in (("2026-01-05", "71"), ("2026-01-12", "70,5")):
        assert as_client.post(BODY, {"mass": mass, "measured_on": day})["Location"] == BODY
    html = as_client.get(BODY).content.decode()
    assert "Body mass on 2 days: 71 to 70.5 kg" in html
    assert html.index("12 Jan 2026") < html.index("5 Jan 2026")
    assert "−0.5" in html
    assert "70.5 kg on Mon 12 Jan" in as_client.get(URL).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"mass": "5"}, "mass", "between 20 and 400"),
        ({"mass": "NaN"}, "mass", "a number such as"),
        ({"mass": ""}, "mass", "This is needed."),
        ({"measured_on": "2099-01-01"}, "measured_on", "Choose a day that has been."),
        ({"measured_on": "soon"}, "measured_on", "Choose a day."),
    ],
)
def test_a_mass_that_cannot_be_is_said_at_its_field(
    as_client: Browser, client_row: Client, wrong: dict[str, str], field: str, said: str
) -> None:
    response = as_client.post(BODY, {"mass": "70", "measured_on": "2026-01-05"} | wrong)
    assert response.status_code == 422
    assert said in response.context["form"].errors[field][0]
    assert not client_row.body_masses.exists()


def test_a_wrong_figure_is_taken_back_by_its_owner_alone(
    as_client: Browser, as_other_client: Browser, client_row: Client
) -> None:
    as_client.post(BODY, {"mass": "71", "measured_on": "2026-01-05"})
    address = f"{BODY}{client_row.body_masses.get().pk}/delete/"
    assert as_other_client.post(address).status_code == 404
    as_client.post(address)
    assert not client_row.body_masses.exists()


def test_two_hundred_days_cost_no_more_queries(
    as_client: Browser, client_row: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    as_client.post(BODY, {"mass": "71", "measured_on": "2025-01-01"})
    as_client.get(BODY)
    with django_assert_max_num_queries(11) as few:
        as_client.get(BODY)
    BodyMass.objects.bulk_create(
        BodyMass(
            practice=client_row.practice,
            client=client_row,
            kg=70,
            measured_on=dt.date(2024, 1, 1) + dt.timedelta(days=n),
        )
        for n in range(200)
    )
    with django_assert_num_queries(len(few.captured_queries)):
        assert as_client.get(BODY).content.decode().count('class="mass"') == 201
