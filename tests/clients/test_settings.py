"""What clients change about themselves."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client as Browser

from clients.inventory import default_inventory, default_inventory_lb
from clients.models import Assignment, Client

URL = "/me/settings/"


def typed(**others: Any) -> dict[str, Any]:
    return {
        "display_name": "Maya Lindqvist",
        "time_zone": "Europe/Madrid",
        "unit": "kg",
        "body_mass": "70,5",
        "bar": "15",
        "plates": "1.25×2, 5×2",
        "dumbbells": "2–10 by 2",
        "kettlebells": "8, 12",
        "bands": "1, 2",
        **others,
    }


def test_name_zone_body_mass_and_equipment_are_kept(as_client: Browser, client_row: Client) -> None:
    assert as_client.post(URL, typed(display_name="Maya L."))["Location"] == URL
    client_row.refresh_from_db()
    assert (client_row.name, client_row.user.display_name) == ("Maya L.", "Maya L.")
    assert (client_row.time_zone, client_row.user.time_zone) == ("Europe/Madrid", "Europe/Madrid")
    assert client_row.body_mass_kg == Decimal("70.5")
    assert client_row.inventory == {
        "bar": 15,
        "plates": [[1.25, 2], [5, 2]],
        "dumbbells": [2, 4, 6, 8, 10],
        "kettlebells": [8, 12],
        "bands": [1, 2],
    }


def test_saving_what_is_shown_changes_nothing(as_client: Browser, client_row: Client) -> None:
    form = as_client.get(URL).context["form"]
    as_client.post(URL, {name: form[name].value() for name in form.fields})
    before = client_row.inventory
    client_row.refresh_from_db()
    assert client_row.inventory == before
    assert client_row.body_mass_kg == Decimal(70)


def test_a_new_unit_keeps_the_same_things(as_client: Browser, client_row: Client) -> None:
    as_client.post(URL, typed(unit="lb"))
    client_row.refresh_from_db()
    assert (client_row.unit, client_row.user.unit) == ("lb", "lb")
    assert client_row.body_mass_kg == Decimal("70.5")
    assert client_row.inventory["bar"] == 33.07
    assert client_row.inventory["plates"] == [[2.76, 2], [11.02, 2]]
    assert client_row.inventory["bands"] == [1, 2]
    assert "155.43" in as_client.get(URL).content.decode()


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
        ({"body_mass": "NaN"}, "Body mass: a number"),
        ({"body_mass": "5"}, "Body mass: between 20 and 400."),
        ({"body_mass": "500"}, "Body mass: between 20 and 400."),
        ({"time_zone": "Mars/Olympus"}, "Choose one from the list."),
        ({"unit": "st"}, "Choose one from the list."),
        ({"bar": "heavy"}, "Bar: a number"),
        ({"dumbbells": "2, many"}, "many"),
        ({"plates": "2 of them"}, "2 of them"),
        ({"plates": "5×21"}, "at most 20"),
        ({"display_name": ""}, "required"),
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
    assert client_row.inventory == default_inventory()


def test_the_page_is_the_clients_alone(as_coach: Browser, as_stranger: Browser) -> None:
    assert as_coach.get(URL).status_code == 404
    assert as_stranger.get(URL)["Location"].startswith("/accounts/login/")
