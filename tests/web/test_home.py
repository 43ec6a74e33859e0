"""The front door, the answers for machines, and the pages for what goes wrong."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser

from config import bundle
from tests.factories import UserFactory

ROOT = settings.BASE_DIR


def test_stranger_reads_what_it_is_and_where_to_go(as_stranger):
    page = as_stranger.get("/")
    assert page.status_code == 200
    assert 'href="/accounts/login/"' in page.text
    assert 'href="/accounts/signup/"' in page.text


def test_pages_travel_compressed_and_say_what_they_vary_by(as_coach):
    page = as_coach.get("/library/", headers={"Accept-Encoding": "gzip"})

    assert page.headers["Content-Encoding"] == "gzip"
    assert {"Accept-Encoding", "HX-Request"} <= set(page.headers["Vary"].split(", "))


def test_coach_and_client_go_to_their_places(as_coach, as_client):
    assert as_coach.get("/").headers["Location"] == "/coach/review/"
    assert as_coach.get("/coach/").headers["Location"] == "/coach/review/"
    assert as_client.get("/").headers["Location"] == "/me/today/"
    assert as_client.get("/me/").headers["Location"] == "/me/today/"


def test_someone_without_a_practice_is_told_so_and_can_sign_out(browser_of, db):
    page = browser_of(UserFactory(email="alone@kickstand.test")).get("/")
    assert "signed in as alone@kickstand.test" in page.text
    assert 'action="/accounts/logout/"' in page.text


def test_healthz_needs_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


@pytest.mark.django_db(transaction=True)
def test_readyz_tells_whether_the_database_answers(client):
    assert client.get("/readyz").status_code == 200
    port = connection.settings_dict["PORT"]
    connection.close()
    try:
        connection.settings_dict["PORT"] = 1
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200
    finally:
        connection.close()
        connection.settings_dict["PORT"] = port
    assert client.get("/readyz").status_code == 200


def test_unknown_address_is_a_page_of_ours(as_stranger):
    page = as_stranger.get("/nothing/here/")
    assert page.status_code == 404
    assert "This page is not here" in page.text


def test_forged_form_is_refused_with_what_to_do(db):
    page = Browser(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.test", "password": "x"})
    assert page.status_code == 403
    assert "This page was open too long" in page.text


def test_an_error_page_needs_nothing_but_the_template():
    from django.template.loader import get_template

    assert "That went wrong on our side" in get_template("500.html").render()


PUBLIC = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/login/code/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_hold_nothing_inline(as_stranger, path):
    page = as_stranger.get(path)
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", page.text)


def test_every_stylesheet_is_linked_and_every_link_exists():
    templates = "".join(page.read_text() for page in (ROOT / "templates").rglob("*.html"))
    linked = set(re.findall(r"static '(css/[^']+)'", templates))
    made = {name for name in bundle.BUNDLES if name.startswith("css/")}
    assert made <= linked
    linked = linked - made | {name for each in made for name in bundle.names_in(each)}  # one file made of many
    assert linked == {str(sheet.relative_to(ROOT / "static")) for sheet in (ROOT / "static" / "css").rglob("*.css")}


def test_every_icon_and_foot_map_that_a_template_names_is_drawn():
    templates = "".join(page.read_text() for page in (ROOT / "templates").rglob("*.html"))
    named = {f"i-{name}" for name in re.findall(r'{% icon "([a-z-]+)"', templates)}
    named |= set(re.findall(r'{% foot "([a-z-]+)"', templates))
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (ROOT / "static" / "sprite.svg").read_text()))
    assert named - drawn == set()
