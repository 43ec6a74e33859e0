"""Who reads which language: whoever signed in their own, a stranger the browser's, a tool English."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client as Browser
from django.utils import translation

from accounts.models import User
from clients.models import Client
from exercises.figure import draw

GERMAN = {"headers": {"accept-language": "de-AT,de;q=0.9,en;q=0.5"}}
SWISS_ITALIAN = {"headers": {"accept-language": "it-CH,it"}}


def language_of(page: str) -> str:
    return page.split('<html lang="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize(("headers", "language"), [(GERMAN, "de"), (SWISS_ITALIAN, "en-GB"), ({}, "en-GB")])
def test_a_stranger_reads_what_the_browser_asks_for(as_stranger: Browser, headers: dict, language: str) -> None:
    response = as_stranger.get("/accounts/login/", **headers)
    assert language_of(response.content.decode()) == language
    assert response["Content-Language"] == language.lower()
    assert "Accept-Language" in response["Vary"]


def test_the_sign_in_page_has_a_switch_that_lasts(as_stranger: Browser) -> None:
    page = as_stranger.get("/accounts/login/?next=/me/history/").content.decode()
    assert 'name="next" value="/accounts/login/?next=/me/history/"' in page
    assert 'value="de" lang="de" aria-pressed="false">Deutsch</button>' in page
    moved = as_stranger.post("/language/", {"language": "de", "next": "/accounts/login/?next=/me/history/"})
    assert moved["Location"] == "/accounts/login/?next=/me/history/"
    assert moved.cookies["language"]["httponly"]
    assert language_of(as_stranger.get("/accounts/login/").content.decode()) == "de"
    as_stranger.post("/language/", {"language": "en-gb"})
    assert language_of(as_stranger.get("/accounts/login/", **GERMAN).content.decode()) == "en-GB"


@pytest.mark.parametrize(("language", "back"), [("xx", "/"), ("<b>", "/"), ("de", "https://elsewhere.test/")])
def test_nonsense_chooses_nothing_and_leads_nowhere_else(as_stranger: Browser, language: str, back: str) -> None:
    response = as_stranger.post("/language/", {"language": language, "next": back})
    assert response["Location"] == "/"
    as_stranger.cookies["language"] = "../../etc"
    assert language_of(as_stranger.get("/accounts/login/").content.decode()) == "en-GB"


def test_a_clients_own_choice_goes_before_device_and_browser(as_client: Browser, client_row: Client) -> None:
    assert language_of(as_client.get("/me/today/", **GERMAN).content.decode()) == "de"
    get_user_model().objects.filter(pk=client_row.user_id).update(language="en-gb")
    as_client.cookies["language"] = "de"
    page = as_client.get("/me/today/", **GERMAN).content.decode()
    assert language_of(page) == "en-GB"
    assert "js/page.js" in page
    assert "js/words.de.js" not in page
    get_user_model().objects.filter(pk=client_row.user_id).update(language="de")
    for address in ("/me/today/", "/library/", "/me/nowhere/"):
        assert language_of(as_client.get(address).content.decode()) == "de"
    assert "js/words.de.js" in as_client.get("/me/today/").content.decode()


def test_the_desk_speaks_what_the_browser_asks_for_or_the_coach_chose(as_coach: Browser, coach: User) -> None:
    addresses = ("/coach/review/", "/library/", "/accounts/password/change/", "/coach/nowhere/", "/nowhere/")
    assert {language_of(as_coach.get(each, **GERMAN).content.decode()) for each in addresses} == {"de"}
    form = as_coach.get("/coach/settings/", **GERMAN).context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value()}
    as_coach.post("/coach/settings/", {**said, "language": "en-gb"}, **GERMAN)
    coach.refresh_from_db()
    assert coach.language == "en-gb"
    assert {language_of(as_coach.get(each, **GERMAN).content.decode()) for each in addresses} == {"en-GB"}


def test_a_client_chooses_in_the_settings(as_client: Browser, client_row: Client) -> None:
    form = as_client.get("/me/settings/").context["form"]
    said = {name: form[name].value() for name in form.fields}
    assert "Gespeichert." in as_client.post("/me/settings/", {**said, "language": "de"}, follow=True).content.decode()
    client_row.user.refresh_from_db()
    assert client_row.user.language == "de"
    assert as_client.post("/me/settings/", {**said, "language": "xx"}).status_code == 422
    client_row.user.refresh_from_db()
    assert client_row.user.language == "de"


def test_the_api_answers_in_english_with_points(as_client: Browser) -> None:
    response = as_client.get("/api/v1/sets/?page=nonsense", **GERMAN)
    assert response["Content-Language"] == "en-gb"


def test_a_drawing_that_is_kept_says_what_it_shows_in_the_next_readers_language() -> None:
    kept = draw(["forward"])
    assert kept.label.startswith("Side view")
    with translation.override("de"):
        assert kept.label.startswith("Seitenansicht")
