"""A program on paper: a sheet a week, a line for each set, a column for each side."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.building import EMPTY, add_line
from programs.drafting import begin
from programs.models import Draft
from programs.program_versions import save_program
from tests.factories import ExerciseFactory, ProgressionFactory, VariationFactory


@pytest.fixture
def saved(coach):
    for name in ("Hip thrust", "Back squat"):
        VariationFactory(exercise=ExerciseFactory(name=name), name="Barbell")
    ProgressionFactory(name="Staggered ladder", rungs=2)
    content = EMPTY | {"name": "Off <season>", "weeks": 3, "days_a_week": 2}
    content = add_line(content, "1.1", "hip thrust 3x8-12/side @RIR2")
    content = add_line(content, "1.2", "back squat 100kg 5,5,3,1")
    content = add_line(content, "2.1", "follow: staggered ladder")
    draft = begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)
    return save_program(draft, by=coach)


def test_weeks_sets_and_sides(as_coach, saved):
    response = as_coach.get(f"/coach/programs/{saved.family}/print/")
    weeks = response.context["weeks"]
    items = [(week.number, item.per_side, len(item.sets)) for week in weeks for day in week.days for item in day.items]
    assert items == [(1, True, 3), (1, False, 4), (2, True, 3)]
    html = response.content.decode()
    assert html.count('class="paper"') == 2
    assert html.count('<td class="write" colspan="2">') == 4
    assert "Off &lt;season&gt;, week 2" in html
    assert "css/components/paper.css" in html


def test_the_program_leads_to_its_paper(as_coach, saved):
    page = as_coach.get(f"/coach/programs/{saved.family}/").content.decode()
    assert f'href="/coach/programs/{saved.family}/print/"' in page


def test_a_program_without_exercises_says_what_to_do(as_coach, coach):
    content = EMPTY | {"name": "Empty", "weeks": 1, "days_a_week": 1}
    draft = begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)
    saved = save_program(draft, by=coach)
    html = as_coach.get(f"/coach/programs/{saved.family}/print/").content.decode()
    assert "Add exercises" in html


def test_a_long_program_costs_the_same(as_coach, coach, saved):
    def queries(family):
        with CaptureQueriesContext(connection) as seen:
            as_coach.get(f"/coach/programs/{family}/print/")
        return len(seen.captured_queries)

    content = EMPTY | {"name": "Long", "weeks": 12, "days_a_week": 4}
    for week in range(1, 13):
        for day in range(1, 5):
            for _ in range(4):
                content = add_line(content, f"{week}.{day}", "hip thrust 3x8-12/side @RIR2")
            content = add_line(content, f"{week}.{day}", "follow: staggered ladder")
    draft = begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)
    long = save_program(draft, by=coach)
    queries(saved.family)
    assert queries(long.family) == queries(saved.family)
