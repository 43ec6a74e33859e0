"""What templates write and draw."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from config.templatetags import ui


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("42.50"), "42.5"),
        (Decimal("40.00"), "40"),
        (Decimal("100"), "100"),
        (Decimal("1E+2"), "100"),
        (Decimal("0.00"), "0"),
        (Decimal("-2.50"), "−2.5"),
        (40, "40"),
        (None, ""),
        ("", ""),
    ],
)
def test_load_has_no_zeros_at_the_end_and_a_true_minus(value, words):
    assert ui.load(value) == words


def test_load_with_its_unit():
    assert ui.kg(Decimal("42.50")) == "42.5 kg"
    assert ui.with_unit(Decimal(95), "lb") == "95 lb"
    assert ui.with_unit(None, "kg") == ""


def test_day_is_read_in_the_current_zone():
    assert ui.day(dt.date(2026, 1, 6)) == "Tue 6 Jan"
    late = dt.datetime(2026, 1, 6, 23, 30, tzinfo=dt.UTC)
    with timezone.override("Asia/Tokyo"):
        assert ui.day(late) == "Wed 7 Jan"
    assert ui.day(None) == ""


def test_sides_reps_and_initials():
    assert [ui.side_name(side) for side in ("left", "right", "both", "")] == ["Left", "Right", "Both sides", ""]
    assert ui.reps_list([10, 10, 9]) == "10, 10, 9"
    assert ui.reps_list([10, None]) == "10, –"
    assert ui.reps_list(None) == ""
    assert [ui.initials(name) for name in ("Maya Lindqvist", "Ana de la Cruz", "Noor", "", None)] == [
        "ML",
        "AC",
        "N",
        "",
        "",
    ]


def test_icons_point_into_the_sprite_and_escape_what_they_are_given():
    assert ui.icon("check", "s") == (
        '<svg class="icon icon-s" aria-hidden="true"><use href="/static/sprite.svg#i-check"/></svg>'
    )
    assert "<b>" not in ui.icon("<b>")


def test_foot_map_of_the_right_side_is_mirrored_and_in_its_colour():
    assert 'class="foot-map foot-map-l is-right" data-side="right"' in ui.foot("foot-on-knee", side="right", size="l")
    neutral = ui.foot("foot-on-knee")
    assert "data-side" not in neutral
    assert "is-right" not in neutral


def test_where_feet_do_not_matter_no_feet_are_drawn():
    drawn = ui.foot("", side="right", size="l")

    assert 'class="foot-map foot-none foot-map-l" data-side="right"' in drawn
    assert drawn.endswith('sprite.svg#i-dumbbell"/></svg>')


@pytest.mark.parametrize("count", [1, 6, 12])
def test_small_ladder_spreads_its_rungs_over_the_same_height(count):
    marks = ui.ladder_marks(SimpleNamespace(count=count, left=count, right=1))
    heights = [float(step["y"]) for step in marks["steps"]]
    assert len(heights) == count
    assert max(heights) == 44
    assert min(heights) == (10 if count > 1 else 44)
    assert [step["made"] for step in marks["steps"]] == [True] + [False] * (count - 1)
    assert float(marks["right"]) == pytest.approx(44 - 8.4)


def test_small_ladder_of_someone_who_stands_nowhere_yet():
    marks = ui.ladder_marks(SimpleNamespace(count=6, left=None, right=None))
    assert (marks["left"], marks["right"], marks["top"]) == ("", "", "")
    assert not any(step["made"] for step in marks["steps"])


def render(template, path="/", **context):
    context["request"] = RequestFactory().get(path)
    return Template(template).render(Context(context))


def words(html):
    """The text of a fragment, as it is read."""
    from django.utils.html import strip_tags

    return " · ".join(line.strip() for line in strip_tags(html).splitlines() if line.strip())


RX = {"sets": 3, "reps_low": 8, "reps_high": 12, "per_side": True, "load": Decimal("40.00"), "unit": "kg"}
RX |= {"implement": "barbell", "rir": 2, "tempo_words": "lower 2 s", "rest_s": 90}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({}, "3 × 8–12 per side · 40 kg · RIR 2 · lower 2 s · rest 90 s"),
        (
            {"load": Decimal(0), "implement": "bodyweight"},
            "3 × 8–12 per side · bodyweight · RIR 2 · lower 2 s · rest 90 s",
        ),
        ({"load": None, "tempo_words": "", "rest_s": None}, "3 × 8–12 per side · RIR 2"),
        ({"reps_high": 8, "per_side": False, "rir": 0}, "3 × 8 · 40 kg · RIR 0 · lower 2 s · rest 90 s"),
        (
            {"implement": "band", "load": Decimal(2), "rest_s": 0},
            "3 × 8–12 per side · band 2 · RIR 2 · lower 2 s",
        ),
        ({"band": "mini-band", "tempo_words": ""}, "3 × 8–12 per side · 40 kg · mini-band · RIR 2 · rest 90 s"),
    ],
)
def test_prescription_keeps_its_order_and_leaves_out_what_does_not_apply(change, line):
    assert words(render('{% include "includes/_rx.html" %}', rx=RX | change)) == line


def test_ladder_says_in_words_what_it_draws():
    rows = [
        {"name": "Single leg", "note": "bodyweight", "foot": "foot-single-leg", "state": "next", "sides": []},
        {
            "name": "Offset",
            "note": "barbell",
            "foot": "foot-offset-forward",
            "state": "now",
            "sides": ["both"],
            "gate": [
                {"met": True, "strong": "2", "rest": " of 2 sessions"},
                {"waits": True, "strong": "your sign-off"},
                {"sides": [("left", "1")], "rest": " of 2 sessions"},
            ],
        },
    ]
    html = render(
        '{% include "includes/_ladder.html" with variant="tall" %}', ladder={"rows": rows, "label": "Ladder of Maya"}
    )
    assert 'class="ladder ladder-tall" reversed aria-label="Ladder of Maya"' in html
    assert html.count("data-met") == 1
    assert html.count("data-wait") == 1
    assert html.count('aria-label="Left"') == 2  # stands there, and the condition is about it
    assert html.count('aria-label="Right"') == 1
    assert ">Next<" in html


def test_here_marks_the_place_and_what_lies_under_it():
    link = '{% here "coach:settings" %}'
    assert render(link, path="/coach/settings/") == ' aria-current="page"'
    assert render(link, path="/coach/") == ""


def test_a_dose_stays_on_one_line() -> None:
    assert ui.unbroken("barbell · 3 × 8–12") == "barbell · 3\u00a0×\u00a08\u2060–\u206012"
