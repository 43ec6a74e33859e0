"""A practice on its first day: every page of the coach says what to do next."""

import pytest
from django.test import Client as Browser

from clients.models import Client


@pytest.mark.parametrize(
    ("page", "title", "next_step"),
    [
        ("/coach/review/", "Nothing to review", "/coach/clients/new/"),
        ("/coach/clients/", "No clients yet", "/coach/clients/new/"),
        ("/coach/clients/?status=archived", "Nobody archived", "/coach/clients/"),
        ("/coach/clients/?status=attention", "Nobody needs you", "/coach/clients/"),
        ("/coach/clients/?q=zzz", "Nobody found", "/coach/clients/"),
        ("/coach/assign/", "No clients yet", "/coach/clients/new/"),
        ("/coach/assign/program/", "No clients yet", "/coach/clients/new/"),
        ("/coach/programs/", "No programs yet", "/coach/programs/new/"),
        ("/coach/palette/", "New client", "/coach/clients/new/"),
    ],
)
def test_an_empty_page_says_what_to_do(as_coach: Browser, page: str, title: str, next_step: str) -> None:
    html = as_coach.get(page).content.decode().split("<main")[1].split("<dialog")[0]
    assert title in html
    assert f'href="{next_step}"' in html


def test_with_a_client_the_review_waits_for_their_training(as_coach: Browser, client_row: Client) -> None:
    html = as_coach.get("/coach/review/").content.decode()
    assert "Sessions come here when your clients finish or skip one." in html
    assert "Choose a client" in as_coach.get("/coach/assign/").content.decode()
