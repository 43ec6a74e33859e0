"""What the workshop looks like once a coach has typed, saved and met a colleague: axe on each state, in both sizes and
themes. The pages as they open are in test_workshop_axe.py.
"""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from clients.models import Client
from programs.building import EMPTY, add_line
from programs.drafting import begin, change
from programs.models import Draft, Program, Progression
from programs.program_versions import content_of as text_of_program
from programs.program_versions import save_program
from programs.versions import content_of, save_version
from tests.browser.conftest import AXE, DESK, PHONE, Watch, sign_in
from tests.factories import (
    AssignmentFactory,
    ClientFactory,
    MembershipFactory,
    PracticeFactory,
    ProgressionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
THEMES = {"light": None, "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
RUN = """async (only) => (
  await axe.run(document, {resultTypes: ["violations"], ...(only && {runOnly: only})})
).violations"""
WRONG_ON_PURPOSE = ("status of 422", "status of 409")


class Workshop:
    """One practice with something on every page."""

    def __init__(self) -> None:
        practice = PracticeFactory(name="Adeyemi Strength")
        self.ruth = self._coach(practice, "ruth@kickstand.test", "Ruth Adeyemi", Role.OWNER)
        tomas = self._coach(practice, "tomas@kickstand.test", "Tomas Arriaga", Role.COACH)
        self.maya: Client = ClientFactory(practice=practice, coach=self.ruth, name="Maya Lindqvist")
        self.ladder: Progression = ProgressionFactory(practice=practice, rungs=3, name="Back to thrusting", slug="back")
        start = self.ladder.rungs.get(position=1)
        AssignmentFactory(client=self.maya, progression=self.ladder, start_rung=start)
        self.contested = ProgressionFactory(practice=practice, rungs=2, name="Contested", slug="contested")
        self._contest_progression(self.contested, tomas)
        self.program = self._program(
            "Off-season", "hip thrust 3x8-12 @RIR2", "A1 back squat 5x5", "A2 glute bridge 3x12"
        )
        self.disputed = self._program("Disputed", "glute bridge 3x12")
        self._contest_program(self.disputed, tomas)

    @staticmethod
    def _coach(practice: object, email: str, name: str, role: str) -> User:
        return MembershipFactory(practice=practice, role=role, user=UserFactory(email=email, display_name=name)).user

    def _contest_progression(self, row: Progression, tomas: User) -> None:
        text, kind = content_of(row), Draft.Kind.PROGRESSION
        begin(by=self.ruth, kind=kind, family=row.family, base=row.pk, content=text | {"name": "By Ruth"})
        theirs = begin(by=tomas, kind=kind, family=row.family, base=row.pk, content=text | {"name": "By Tomas"})
        save_version(theirs, by=tomas)

    def _program(self, name: str, *lines: str) -> Program:
        content = EMPTY | {"name": name, "weeks": 2, "days_a_week": 2, "folder": "Winter", "tags": "strength"}
        for line in lines:
            content = add_line(content, "1.1", line)
        draft = begin(by=self.ruth, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)
        return save_program(draft, by=self.ruth)

    def _contest_program(self, row: Program, tomas: User) -> None:
        for who in (self.ruth, tomas):
            text = text_of_program(row)
            draft = begin(by=who, kind=Draft.Kind.PROGRAM, family=row.family, base=row.pk, content=text)
            draft = change(draft, add_line(text, "1.2", f"hip thrust 3x{8 + len(who.name)}"), seen=draft.revision)
        save_program(draft, by=tomas)


def at(address: str) -> Callable[[Page, Workshop], None]:
    def visit(page: Page, shop: Workshop) -> None:
        page.goto(address.format(shop=shop))

    return visit


def own_exercise_with_errors(page: Page, shop: Workshop) -> None:
    page.goto("/coach/exercises/new/")
    page.get_by_label("Name", exact=True).fill("Sled push")
    page.get_by_label("Muscles", exact=True).fill("Gluts")
    page.get_by_role("button", name="Add", exact=False).last.click()
    expect(page.get_by_text("“Gluts” is no muscle here.").first).to_be_visible()


def editor(page: Page, shop: Workshop) -> None:
    page.goto(f"/coach/progressions/{shop.ladder.family}/edit/")
    expect(page.get_by_role("region", name="What it would do")).to_contain_text("First sessions")


def editor_for_a_client(page: Page, shop: Workshop) -> None:
    editor(page, shop)
    page.get_by_label("For", exact=True).select_option(label="Maya Lindqvist")
    expect(page.get_by_role("region", name="What it would do")).to_contain_text("from where Maya stands")


def editor_with_errors(page: Page, shop: Workshop) -> None:
    editor(page, shop)
    page.get_by_label("Sets", exact=True).first.fill("many")
    expect(page.get_by_text("Sets: a whole number from 1 to 20")).to_be_visible()
    page.get_by_text("Load, steps and rung 1 itself").click()
    page.get_by_label("Sets", exact=True).first.fill("3")
    expect(page.locator("#draft-state")).to_have_text("Saved")
    page.get_by_label("Sets", exact=True).first.fill("many")
    expect(page.get_by_text("Sets: a whole number from 1 to 20")).to_be_visible()


def editor_conflict(page: Page, shop: Workshop) -> None:
    page.goto(f"/coach/progressions/{shop.contested.family}/edit/")
    page.get_by_role("button", name=re.compile("Save version")).click()
    expect(page.get_by_role("heading", name="Tomas saved version 2 while you were writing")).to_be_visible()


def builder_with_a_wrong_line(page: Page, shop: Workshop) -> None:
    page.goto(f"/coach/programs/{shop.program.family}/edit/")
    field = page.get_by_label("Add an exercise to week 1, day 1", exact=True)
    field.press_sequentially("hip thrust 3x8 per si")
    expect(page.locator(".reading-wrong")).to_be_visible()


def builder_repeating(page: Page, shop: Workshop) -> None:
    page.goto(f"/coach/programs/{shop.program.family}/edit/")
    page.locator("#week-1").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def builder_conflict(page: Page, shop: Workshop) -> None:
    page.goto(f"/coach/programs/{shop.disputed.family}/edit/")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("while you were writing")


STATES: dict[str, Callable[[Page, Workshop], None]] = {
    "library, filtered": at("/library/?q=thrust&movement=bridge"),
    "own exercise, errors": own_exercise_with_errors,
    "progression, version": at("/coach/progressions/versions/{shop.ladder.pk}/"),
    "outlook": at("/coach/progressions/{shop.ladder.family}/outlook/"),
    "editor, for a client": editor_for_a_client,
    "editor, errors": editor_with_errors,
    "editor, conflict": editor_conflict,
    "programs, none found": at("/coach/programs/?q=zzzz"),
    "builder, a wrong line": builder_with_a_wrong_line,
    "builder, repeating": builder_repeating,
    "builder, conflict": builder_conflict,
}


def found_by_axe(page: Page, state: str) -> list[str]:
    """What is wrong, per size and theme. Only colours differ between the themes, so in the dark only these count."""
    told = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            told.append(f"{state}, {size['width']}: wider than the screen")
        for theme, only in THEMES.items():
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            told += [
                f"{state}, {size['width']}, {theme}: {rule['id']} {node['target']} {node['failureSummary']}"
                for rule in page.evaluate(RUN, only)
                for node in rule["nodes"]
            ]
    return told


def test_axe_finds_nothing_in_any_state(library: None, open_page: Callable[..., Page], watch: Watch) -> None:
    shop, page = Workshop(), open_page(DESK)
    page.emulate_media(reduced_motion="reduce")
    sign_in(page, shop.ruth.email)
    told = []
    for state, visit in STATES.items():
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        visit(page, shop)
        page.evaluate(AXE.read_text())
        told += found_by_axe(page, state)
    watch.complaints = [each for each in watch.complaints if not any(word in each for word in WRONG_ON_PURPOSE)]
    assert told == [], "\n".join(told)
