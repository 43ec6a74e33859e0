"""A page that is read from the right: it turns round, but for the sides of the body, the drawings and the figures."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from clients.models import Assignment, Client
from clients.talking import comment_on
from tests.browser.conftest import PHONE, sign_in
from tests.browser.phone import log_and_wait
from tests.clients.rows import finished

pytestmark = pytest.mark.django_db(transaction=True)

TURN = "() => { document.documentElement.dir = 'rtl'; }"
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && !each.closest("svg, .visually-hidden, .skip-link, [popover]"))
  .filter((each) => {
    for (let box = each.parentElement; box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible") return false;
    const { left, right } = each.getBoundingClientRect();
    return left < -0.5 || right > innerWidth + 0.5;
  })
  .map((each) => each.outerHTML.slice(0, 120))"""
# Of two markers in one line: which stands left.
SIDES = """() => [...document.querySelectorAll(".side[data-side=left] + .side[data-side=right]")]
  .filter((each) => each.checkVisibility())
  .map((right) => right.previousElementSibling.getBoundingClientRect().left < right.getBoundingClientRect().left)"""
ARROWS = """() => [...document.querySelectorAll("main .icon > use")]
  .filter((each) => /#i-chevron-(left|right)$/.test(each.getAttribute("href")))
  .map((each) => getComputedStyle(each.parentElement).scale)"""
DRAWN = """() => [...document.querySelectorAll("main svg:is(.foot-map, .chart, .figure)")]
  .map((each) => [each.classList.contains("is-right"), getComputedStyle(each).scale])"""
# Whether the first sign of a text stands left of its last one, as it was written.
IN_ORDER = """(each) => {
  const texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) if (texts.currentNode.data.trim()) found.push(texts.currentNode);
  const place = (node, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect().left;
  };
  const first = found[0], last = found.at(-1);
  return place(first, first.data.search(/\\S/)) < place(last, last.data.trimEnd().length - 1);
}"""


@pytest.fixture
def trained(training: Client) -> Any:
    assignment = Assignment.objects.get()
    today = training.today()
    Assignment.objects.update(start_date=today - dt.timedelta(days=20))
    sessions = [finished(assignment, due_on=today - dt.timedelta(days=days)) for days in (3, 2, 1)]
    comment_on(sessions[-1], author=training.coach, text="Good sets. Keep the other foot quiet.")
    return sessions[-1]


def test_the_page_turns_and_the_body_does_not(open_page: Callable[..., Page], trained: Any) -> None:
    page = open_page({"width": 360, "height": 740})
    sign_in(page, "maya@kickstand.test")
    arrows = 0
    for path in (
        *("/me/today/", "/me/history/", "/me/ladder/", "/library/", "/library/staggered-hip-thrust/", "/me/messages/"),
        *("/me/settings/", "/me/settings/equipment/", "/me/reminders/", f"/me/sessions/{trained.pk}/"),
    ):
        page.goto(path)
        page.evaluate(TURN)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate(TOO_WIDE) == [], path
        assert all(page.evaluate(SIDES)), path
        assert set(page.evaluate(ARROWS)) <= {"-1 1"}, path
        assert all(scale == ("-1 1" if mirrored else "none") for mirrored, scale in page.evaluate(DRAWN)), path
        arrows += len(page.evaluate(ARROWS))
    assert arrows > 10


def test_figures_stay_as_they_are_written(open_page: Callable[..., Page], trained: Any) -> None:
    page = open_page(PHONE)
    sign_in(page, "maya@kickstand.test")
    page.evaluate(TURN)
    assert page.locator(".rx b").first.inner_text() == "3 × 8–10"
    assert page.locator(".rx b").first.evaluate(IN_ORDER)
    assert page.locator(".rir .choice span", has_text="4+").evaluate(IN_ORDER)
    assert page.locator(".set-row .did").first.evaluate(IN_ORDER)
    log_and_wait(page, "left", 1)
    assert page.locator('.set-row[data-state="done"] .did').first.evaluate(IN_ORDER)
    page.goto("/me/history/")
    page.evaluate(TURN)
    assert page.locator(".past-sides li > span:last-child").first.evaluate(IN_ORDER)
    page.goto("/me/settings/equipment/")
    page.evaluate(TURN)
    plates = page.get_by_label("Plates")
    assert plates.evaluate("each => getComputedStyle(each).unicodeBidi") == "plaintext"  # 20×4 is not 4×20
