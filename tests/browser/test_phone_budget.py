"""What a phone loads for the page of today, and that nothing on it moves. `make budget` measures the same, and more."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response

from clients.models import Client
from tests.browser.conftest import PHONE, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, NEXT, HEAD = 100_000, 20_000, 500  # bytes over the wire; HEAD: what an answer costs beside its body
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum), 0)));
})"""


def weigh(answers: list[Response]) -> dict[str, int]:
    """Bytes by address, as the server of production sends them: compressed, each file once."""
    return {answer.url: len(gzip.compress(answer.body(), 6)) + HEAD for answer in answers if answer.status == 200}


def test_today_is_light_on_the_first_visit_and_lighter_on_the_next(
    open_page: Callable[..., Page],
    training: Client,
) -> None:
    page = open_page(PHONE)
    sign_in(page, "maya@kickstand.test")
    page.wait_for_load_state("networkidle")  # an answer to the page before has no body any more
    answers: list[Response] = []
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/me/today/", wait_until="networkidle")
    first = weigh(answers)
    assert len(first) > 5
    assert sum(first.values()) < FIRST, first
    document = next(size for url, size in first.items() if url.endswith("/me/today/"))
    assert document < NEXT  # the files have names with a hash and a year to live: the page is all that comes again


@pytest.mark.parametrize("path", ["/me/today/", "/me/history/", "/me/ladder/", "/me/settings/"])
def test_nothing_moves_while_a_page_comes(open_page: Callable[..., Page], training: Client, path: str) -> None:
    page = open_page(PHONE)
    sign_in(page, "maya@kickstand.test")
    page.goto(path, wait_until="networkidle")
    assert page.evaluate(SHIFT) == 0
