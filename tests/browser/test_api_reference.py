"""The API's reference page in a browser: nothing to complain about, wide and narrow, light and dark."""

import pytest

from config.api.schema import document
from tests.browser.conftest import DESK, PHONE, check_with_axe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)])
def test_reference_page(open_page, size, dark):
    document()  # made once a process: no browser's wait is spent on it
    page = open_page(size, dark=dark)
    page.goto("/api/v1/docs/")
    page.get_by_role("navigation", name="Parts of the API").get_by_role("link", name="sets", exact=True).click()
    posting = page.get_by_role("article", name="POST /api/v1/sets/")
    posting.get_by_role("link", name="LogSetRequest").click()
    assert page.get_by_role("article", name="LogSetRequest").get_by_role("rowheader", name="performed_at").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    check_with_axe(page)


def test_problem_types_lead_to_their_meaning(open_page):
    page = open_page(DESK)
    page.goto("/api/v1/docs/#conflict")
    assert page.locator("dt:target").inner_text().startswith("409")
