"""Another exercise taken in a basement: the phone knows it by its ids before the server has heard of it."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from clients.ahead_ids import item_ids
from clients.freezing import Asked
from clients.models import Assignment, Client, PhoneAction, SessionItem, SetLog, Swap
from tests.clients.conftest import opened
from tests.clients.phones import a_set, action, send, states
from tests.clients.test_own_day import allow, racked  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(as_client: Browser, racked: Assignment) -> dict[str, Any]:  # noqa: F811
    """What the kept page of the exercise names: the sets and the choice of what is taken instead."""
    allow(racked, 2, "barbell", "dumbbell")
    item = opened(racked)
    card = as_client.get(reverse("me:item-swap", args=[item.pk])).context["cards"][0]
    assert not Swap.objects.exists()  # looked at, nothing is taken
    return {"item": card.item.pk, "session": item.session_id, "instead_of": item.pk, "instead_key": card.instead_key}


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 1, 2, 0]], ids=str)
def test_the_choice_and_its_sets_arrive_in_any_order_once(
    as_client: Browser, offered: dict[str, Any], client_user: User, order: list[int]
) -> None:
    said = [
        action("swap", **offered),
        *(a_set(SessionItem(), side, load="24", **offered) for side in ("left", "right")),
    ]
    for n in order:
        assert states(send(as_client, said[n])) in (["saved"], ["had"])
    item = SessionItem.objects.get()
    assert item.pk == offered["item"]
    assert (item.swap.reason, item.swap.made_by, item.swap.implement) == ("equipment", client_user, "dumbbell")
    assert sorted(SetLog.objects.values_list("item", "side")) == [(item.pk, "left"), (item.pk, "right")]
    assert set(PhoneAction.objects.values_list("kind", "state")) == {("swap", "saved")}


def test_what_cannot_be_taken_any_more_is_kept_and_shown_to_the_coach(
    as_client: Browser, as_coach: Browser, offered: dict[str, Any]
) -> None:
    first = SessionItem.objects.get()
    late = [action("swap", **offered), a_set(SessionItem(), load="24", **offered)]
    assert states(send(as_client, a_set(first, "right"), *late)) == ["saved", "refused", "refused"]
    assert list(SetLog.objects.values_list("item", "side")) == [(first.pk, "right")]
    rows = PhoneAction.objects.apart().filter(session=first.session_id)
    assert {(row.kind, row.reason) for row in rows} == {("swap", "not_swapped"), ("set", "not_swapped")}
    page = as_coach.get(f"/coach/clients/{first.session.client_id}/sessions/").content.decode()
    assert "another exercise taken. Not placed: the other exercise could not be taken any more." in page


@pytest.mark.parametrize("what", ["key", "other session", "no uuid"])
def test_nothing_is_taken_that_is_not_offered(
    as_client: Browser, offered: dict[str, Any], other_client: Client, what: str
) -> None:
    wrong = {
        "key": {"instead_key": "bar/barbell"},
        "other session": {"instead_of": UUID(int=7)},
        "no uuid": {"instead_of": "left"},
    }[what]
    assert states(send(as_client, action("swap", **(offered | wrong)))) == ["refused"]
    assert not Swap.objects.exists()


def test_taken_back_and_taken_again_it_has_the_ids_that_its_page_names(
    as_client: Browser, offered: dict[str, Any]
) -> None:
    assert states(send(as_client, action("swap", **offered))) == ["saved"]
    as_client.post(reverse("me:item-swap-undo", args=[offered["item"]]))
    first = SessionItem.objects.get()
    assert first.pk == item_ids(first.session_id, [Asked(track=first.assignment)])[0]
    as_client.get("/me/today/")
    card = as_client.get(reverse("me:item-swap", args=[first.pk])).context["cards"][0]
    again = offered | {"item": card.item.pk, "instead_of": first.pk}
    assert states(send(as_client, action("swap", **again))) == ["saved"]
    assert SessionItem.objects.get().pk == card.item.pk
