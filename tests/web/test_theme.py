"""Light or dark: chosen once, and every page arrives in it."""

import pytest
from django.test import Client as Browser


@pytest.mark.parametrize(("page", "who"), [("/coach/settings/", "as_coach"), ("/me/settings/", "as_client")])
def test_a_theme_is_chosen_in_the_settings_and_kept(request: pytest.FixtureRequest, page: str, who: str) -> None:
    browser: Browser = request.getfixturevalue(who)
    assert "data-theme" not in browser.get(page).content.decode()
    response = browser.post("/theme/", {"theme": "dark", "next": page})
    assert response["Location"] == page
    assert response.cookies["theme"]["max-age"] == 31_536_000
    html = browser.get(page).content.decode()
    assert '<html lang="en-GB" dir="ltr" data-theme="dark"' in html
    assert 'value="dark" aria-pressed="true"' in html
    browser.post("/theme/", {"theme": "system", "next": page})
    assert "data-theme" not in browser.get(page).content.decode()


def test_nonsense_changes_nothing_and_leads_nowhere_else(as_stranger: Browser) -> None:
    response = as_stranger.post("/theme/", {"theme": "<b>", "next": "https://elsewhere.test/"})
    assert response["Location"] == "/"
    assert "theme" not in response.cookies
    as_stranger.cookies["theme"] = "<script>"
    assert "data-theme" not in as_stranger.get("/").content.decode()
    assert as_stranger.get("/theme/").status_code == 405


@pytest.mark.parametrize("back", ["foo", "coach:client", "a\x00b", "٣", "home", "http://["])
def test_a_way_back_that_is_no_path_leads_home(as_stranger: Browser, back: str) -> None:
    assert as_stranger.post("/theme/", {"theme": "dark", "next": back})["Location"] == "/"
