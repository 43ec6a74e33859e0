"""The page of an endpoint in a browser: how a test went comes by itself, and the page is sound in both sizes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.browser.conftest import DESK, PHONE, check_with_axe, sign_in
from tests.hooks.receiver import receiver
from tests.working import empty_queue, work_off

pytestmark = pytest.mark.django_db(transaction=True)


def test_how_a_test_went_comes_by_itself(open_page: Callable[..., Page], owner: User, settings: Any) -> None:
    settings.WEBHOOKS_TO_THIS_MACHINE = True
    empty_queue()
    page = open_page(DESK)
    sign_in(page, owner.email)
    with receiver() as tool:
        tool.answers = [503]
        page.goto("/coach/settings/webhooks/")
        page.get_by_label("Name").fill("Spreadsheet of the clinic in the hills above the town")
        page.get_by_label("Address").fill(tool.url)
        page.get_by_label("Pain or a warning sign").check()
        page.get_by_role("button", name="Add endpoint").click()
        expect(page.get_by_text("whsec_")).to_be_visible()
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_text("Waiting", exact=True)).to_be_visible()
        work_off()
        expect(page.get_by_text("Given up", exact=True)).to_be_visible()
        page.get_by_text("1 try", exact=True).click()
        expect(page.get_by_text("503")).to_be_visible()
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            check_with_axe(page)
    empty_queue()
