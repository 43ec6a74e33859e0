"""The pages of webhooks: an owner adds, changes, turns, tests, sends again and removes; nobody else sees them."""

from typing import Any

import pytest
from django.test import Client as Browser

from accounts.models import Practice, User
from config.outward import Reply
from hooks.delivering import note
from hooks.models import TEST, Delivery, Endpoint, Event
from hooks.services import MOST_ENDPOINTS, send_test
from hooks.telling import tell
from tests.hooks.receiver import endpoint_at

PAGE = "/coach/settings/webhooks/"
FORM = {"name": "Sheet", "url": "https://sheet.example.org/hook", "events": ["set.flagged", "client.joined"]}


def test_a_new_endpoint_shows_its_secret_once(as_coach: Browser, practice: Practice) -> None:
    answer = as_coach.post(PAGE, FORM)
    endpoint = Endpoint.objects.get()
    assert (endpoint.practice, endpoint.events, endpoint.is_on) == (practice, FORM["events"], True)
    assert answer.status_code == 200
    assert endpoint.secret in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    for page in (PAGE, f"{PAGE}{endpoint.pk}/"):
        later = as_coach.get(page)
        assert "Sheet" in later.text
        assert endpoint.secret not in later.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "two\nlines"),
        ("url", ""),
        ("url", "http://sheet.example.org/"),
        ("url", "https://10.0.0.8/"),
        ("url", "https://intranet/"),
        ("url", f"https://sheet.example.org/{'x' * 600}"),
        ("events", []),
        ("events", ["all"]),
        ("events", [TEST]),
    ],
)
def test_bad_input_is_said_at_the_field_and_changes_nothing(
    as_coach: Browser, practice: Practice, field: str, value: Any
) -> None:
    held = endpoint_at(practice)
    for page in (PAGE, f"{PAGE}{held.pk}/"):
        answer = as_coach.post(page, FORM | {field: value})
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}
        assert f'id="id_{field}_error"' in answer.text
    assert Endpoint.objects.get().url == held.url


def test_there_is_an_end_to_endpoints(as_coach: Browser, practice: Practice) -> None:
    for number in range(MOST_ENDPOINTS):
        endpoint_at(practice, name=f"No {number}")
    answer = as_coach.post(PAGE, FORM)
    assert answer.status_code == 422
    assert "There are 10 endpoints already." in answer.text
    assert Endpoint.objects.count() == MOST_ENDPOINTS


def test_an_owner_changes_turns_and_removes(as_coach: Browser, practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    page = f"{PAGE}{endpoint.pk}/"
    assert "Saved." in as_coach.post(page, FORM, follow=True).text
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.url, endpoint.events) == (FORM["name"], FORM["url"], FORM["events"])
    assert "Sheet is off." in as_coach.post(f"{page}switch/", follow=True).text
    assert Endpoint.objects.get().off_because == Endpoint.Off.BY_HAND
    refused = as_coach.post(f"{page}test/", follow=True)
    assert "This endpoint is off." in refused.text
    assert not Delivery.objects.exists()
    assert "Sheet is on." in as_coach.post(f"{page}switch/", follow=True).text
    assert "Sheet is removed." in as_coach.post(f"{page}removal/", follow=True).text
    assert not Endpoint.objects.exists()


def test_a_new_secret_is_shown_once(as_coach: Browser, practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    page = f"{PAGE}{endpoint.pk}/"
    answer = as_coach.post(f"{page}secret/", {"overlap_hours": "24"})
    changed = Endpoint.objects.get()
    assert changed.secret != endpoint.secret
    assert changed.old_secret == endpoint.secret
    assert changed.secret in answer.text
    assert endpoint.secret not in answer.text
    assert changed.secret not in as_coach.get(page).text
    assert as_coach.post(f"{page}secret/", {"overlap_hours": "9999"}).status_code == 422
    assert Endpoint.objects.get().secret == changed.secret


def test_the_log_tells_each_try_and_sends_again(as_coach: Browser, practice: Practice) -> None:
    endpoint = endpoint_at(practice)
    page = f"{PAGE}{endpoint.pk}/"
    assert "A test is on its way." in as_coach.post(f"{page}test/", follow=True).text
    row = Delivery.objects.get()
    assert "hx-get" in as_coach.get(page).text  # until it was tried, the page asks again
    note(practice.pk, row.pk, Reply(status=503, start=b"<script>down</script>", took_ms=41))
    said = as_coach.get(page).text
    for words in (TEST, row.message_id, "503", "41 ms", "&lt;script&gt;down", "Given up"):
        assert words in said
    assert "<script>down" not in said
    assert "It is sent again." in as_coach.post(f"{PAGE}deliveries/{row.pk}/replay/", follow=True).text
    row.refresh_from_db()
    assert row.state == Delivery.State.WAITING


def test_a_coach_who_is_no_owner_finds_no_webhooks(
    browser_of: Any, colleague: User, practice: Practice, as_coach: Browser
) -> None:
    endpoint = endpoint_at(practice)
    row = send_test(endpoint)
    browser = browser_of(colleague)
    page = f"{PAGE}{endpoint.pk}/"
    assert browser.get(PAGE).status_code == browser.get(page).status_code == 404
    for address in (PAGE, page, *(f"{page}{verb}/" for verb in ("switch", "secret", "test", "removal"))):
        assert browser.post(address, FORM).status_code == 404
    assert browser.post(f"{PAGE}deliveries/{row.pk}/replay/").status_code == 404
    assert Endpoint.objects.get().is_on
    assert PAGE in as_coach.get("/coach/settings/").text
    assert PAGE not in browser.get("/coach/settings/").text


def test_queries_do_not_grow(as_coach: Browser, practice: Practice, django_assert_max_num_queries: Any) -> None:
    endpoint = endpoint_at(practice)

    def count() -> int:
        found = 0
        for page in (PAGE, f"{PAGE}{endpoint.pk}/"):
            with django_assert_max_num_queries(30) as caught:
                as_coach.get(page)
            found += len(caught)
        return found

    tell(practice.pk, Event.SET_FLAGGED, lambda: [{}])
    few = count()
    for number in range(5):
        endpoint_at(practice, name=f"No {number}")
    for row in tell(practice.pk, Event.SET_FLAGGED, lambda: [{}, {}]):
        note(practice.pk, row.pk, Reply(status=500))
    assert count() == few


def test_support_staff_see_endpoints_without_their_secrets(practice: Practice, browser_of: Any) -> None:
    endpoint = endpoint_at(practice)
    row = send_test(endpoint)
    browser = browser_of(User.objects.create_superuser("support@kickstand.test", "kickstand-demo"))
    for page in ("endpoint/", f"endpoint/{endpoint.pk}/change/", "delivery/", f"delivery/{row.pk}/change/"):
        answer = browser.get(f"/admin/hooks/{page}")
        assert answer.status_code == 200
        assert endpoint.secret not in answer.text
    assert browser.post(f"/admin/hooks/endpoint/{endpoint.pk}/change/", {"name": "x"}).status_code == 403
