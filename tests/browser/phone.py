"""What people do on the page of today, and what the pill tells of it."""

import re

from playwright.sync_api import Page, expect

SETS = "**/me/sync/"


def log(page: Page, side: str, number: int) -> None:
    page.get_by_role("group", name=f"{side.capitalize()}, set {number}").get_by_role(
        "button", name=f"Log {side} set"
    ).click()


def log_and_wait(page: Page, side: str, number: int) -> None:
    """Log, and wait until its line is sent: by the page or by its worker, whichever was first."""
    log(page, side, number)
    line = page.get_by_role("group", name=f"{side.capitalize()}, set {number}").and_(page.locator(".set-row"))
    expect(line).to_have_attribute("data-state", re.compile("sent|done|skipped"))
    says(page, "All saved")


def says(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()
