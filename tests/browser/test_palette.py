"""The keyboard alone: find anything with Ctrl K, and a client as one types; axe there and on the pages beside them."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import Role
from tests.browser.conftest import DESK, PHONE, check_with_axe, sign_in
from tests.clients.programs import DAYS, exercises, saved
from tests.factories import ClientFactory, MembershipFactory, PracticeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (PHONE, True)])
def test_palette_and_search_by_keyboard(open_page: Callable[..., Page], size: dict[str, int], dark: bool) -> None:
    practice = PracticeFactory()
    coach = MembershipFactory(practice=practice, role=Role.OWNER, user=UserFactory(email="ruth@kickstand.test")).user
    for name in ("Maya Lindqvist", "Noor Haddad", "Lucía Ferrer"):
        ClientFactory(practice=practice, coach=coach, name=name, tags=["online"])
    page = open_page(size, dark=dark)
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, coach.email)

    page.goto("/coach/clients/")
    check_with_axe(page)
    search = page.get_by_role("searchbox", name="Search clients")
    search.focus()
    page.keyboard.type("noor", delay=30)
    expect(page.get_by_role("link", name="Maya Lindqvist")).to_have_count(0)
    expect(page.get_by_role("link", name="Noor Haddad")).to_be_visible()
    expect(search).to_be_focused()
    expect(page).to_have_url(re.compile("q=noor"))

    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Client, program, progression, exercise or action")
    expect(field).to_be_focused()
    found = page.get_by_role("listbox", name="Found")
    expect(found.get_by_role("option").first).to_be_visible()
    check_with_axe(page)
    page.keyboard.type("lucia")
    expect(found.get_by_role("option", selected=True)).to_contain_text("Lucía Ferrer")
    page.keyboard.press("ArrowDown")
    expect(found.get_by_role("option", selected=True)).to_contain_text("Assign to Lucía Ferrer")
    page.keyboard.press("ArrowUp")
    check_with_axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/coach/clients/[0-9a-f-]{36}/$"))
    expect(page.get_by_role("heading", name="Lucía Ferrer")).to_be_visible()

    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()


def test_an_answer_that_comes_late_leaves_the_arrows_where_they_are(open_page: Callable[..., Page]) -> None:
    practice = PracticeFactory()
    coach = MembershipFactory(practice=practice, role=Role.OWNER, user=UserFactory(email="ruth@kickstand.test")).user
    ClientFactory(practice=practice, coach=coach, name="Lucía Ferrer")
    page = open_page(DESK)
    sign_in(page, coach.email)
    page.goto("/coach/clients/")
    page.keyboard.press("Control+k")
    chosen = page.get_by_role("listbox", name="Found").get_by_role("option", selected=True)
    page.keyboard.type("luci")
    expect(chosen).to_contain_text("Lucía Ferrer")

    def late(route: Route) -> None:
        page.keyboard.press("ArrowDown")
        route.continue_()

    page.route("**/coach/palette/?q=lucia*", late)
    with page.expect_response("**/coach/palette/?q=lucia*"):
        page.keyboard.type("a")
    expect(page.locator("[data-q=lucia]")).to_be_attached()
    expect(chosen).to_contain_text("Assign to Lucía Ferrer")


@pytest.mark.parametrize(("size", "dark"), [(DESK, True), (PHONE, False)])
def test_import_delete_and_paper_pass_axe(open_page: Callable[..., Page], size: dict[str, int], dark: bool) -> None:
    practice = PracticeFactory()
    coach = MembershipFactory(practice=practice, role=Role.OWNER, user=UserFactory(email="ruth@kickstand.test")).user
    client = ClientFactory(practice=practice, coach=coach, name="Olga Past", status="archived")
    exercises(practice)
    program = saved(coach, DAYS)
    page = open_page(size, dark=dark)
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, coach.email)

    page.goto("/coach/clients/import/")
    check_with_axe(page)
    page.get_by_label("Or paste the table").fill("name;email;weight\nAna Ruiz;ana@x.test;72,5\nBo;nobody;12 stones\n")
    page.get_by_role("button", name="Look at the rows").click()
    expect(page.get_by_role("cell", name="Write a figure")).to_be_visible()
    check_with_axe(page)
    for address in (
        f"/coach/clients/{client.pk}/delete/",
        f"/coach/programs/{program.family}/print/",
        "/coach/palette/",
        "/coach/settings/tokens/",
    ):
        page.goto(address)
        check_with_axe(page)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), address
