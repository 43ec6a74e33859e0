"""One line of notation: what is understood, how it is written back, and where it says that it is wrong."""

import re
import string
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from programs.line_words import in_words
from programs.notation import Line, NotationError, parse, print_line, read, spans

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "notation.md").read_text()
GOOD = re.findall(r"^\| `(.+?)` \| `(.+?)` \| (.+?) \|$", PAGE[: PAGE.index("## Grammar")], flags=re.MULTILINE)
BAD_TABLE = PAGE[PAGE.index("## When a line cannot be read") :]
BAD = re.findall(r"^\| `(.+?)` \| `?(.*?)`? ?\| (.+?) \| ?(.*?) ?\|$", BAD_TABLE, flags=re.MULTILINE)

usual = settings(max_examples=200, deadline=None)


def refusal(text: str) -> NotationError:
    with pytest.raises(NotationError) as caught:
        parse(text)
    return caught.value


# The page ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "kept", "words"), GOOD, ids=[row[0] for row in GOOD])
def test_an_example_of_the_page_reads_as_it_says(typed: str, kept: str, words: str):
    assert print_line(parse(typed)) == kept
    assert in_words(parse(typed)) == words


@pytest.mark.parametrize(("typed", "at", "message", "hint"), BAD, ids=[row[0] for row in BAD])
def test_an_error_of_the_page_is_at_the_character_that_is_wrong(typed: str, at: str, message: str, hint: str):
    error = refusal(typed)

    assert (typed[error.position : error.position + error.length], error.message, error.hint) == (at, message, hint)


def test_the_page_has_its_examples():
    assert (len(GOOD), len(BAD)) == (19, 16)


# What is understood --------------------------------------------------------------------------------------------------


def test_every_part_lands_in_its_field():
    text = "A2 split squat 3x8-12 per side @40kg @RPE7.5 tempo 3010 pause 2s rest 90s + 2 warm-up // slow"

    assert parse(text) == Line(
        label="A2",
        name="split squat",
        sets=3,
        reps=(8, 12),
        per_side=True,
        load=Decimal(40),
        unit="kg",
        rir=Decimal("2.5"),
        tempo="3010",
        pause_s=2,
        rest_s=90,
        warm_up_sets=2,
        note="slow",
    )


def test_the_parts_may_come_in_any_order_and_without_spaces():
    assert parse("row @RIR2 90s 3x8@40kg/arm") == parse("row 3x8 per arm @40kg @RIR2 rest 90s")


@pytest.mark.parametrize(
    ("text", "sets", "reps", "per_set", "seconds"),
    [
        ("row 3x8", 3, (8, 8), (), None),
        ("row 3 X 8 – 12", 3, (8, 12), (), None),
        ("row 3*8 to 12", 3, (8, 12), (), None),
        ("row 3 sets x 8-12 reps", 3, (8, 12), (), None),
        ("row 1 set of 20", 1, (20, 20), (), None),
        ("row 10,8,6", 3, None, (10, 8, 6), None),
        ("row 3x10, 8, 6", 3, None, (10, 8, 6), None),
        ("row 3x8, 90s", 3, (8, 8), (), None),
        ("row 3x8, 2 warm-up", 3, (8, 8), (), None),
        ("row 3x8, 2-0-1-1", 3, (8, 8), (), None),
        ("row 3x8, 2 RIR", 3, (8, 8), (), None),
        ("row 10,8 pause 2s", 2, None, (10, 8), None),
        ("row 10,8 RIR 2", 2, None, (10, 8), None),
        ("row 10,8, rest 90", 2, None, (10, 8), None),
        ("row 3x8 - 90s", 3, (8, 8), (), None),
        ("plank 2x1min", 2, None, (), 60),
        ("plank 2x20 sec hold", 2, None, (), 20),
    ],
)
def test_the_dose(text, sets, reps, per_set, seconds):
    line = parse(text)

    assert (line.sets, line.reps, line.per_set, line.seconds) == (sets, reps, per_set, seconds)


@pytest.mark.parametrize(
    ("text", "load", "unit"),
    [
        ("@40kg", "40", "kg"),
        ("40 kg", "40", "kg"),
        ("@82,5kg", "82.5", "kg"),
        ("@45 lbs", "45", "lb"),
        ("@70%", "70", "%1RM"),
        ("@70% of 1RM", "70", "%1RM"),
        ("@20%BW", "20", "%BM"),
        ("@20 % body mass", "20", "%BM"),
    ],
)
def test_the_load(text, load, unit):
    line = parse(f"row 3x8 {text}")

    assert (line.load, line.unit) == (Decimal(load), unit)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("1.5 min", 90), ("rest 90", 90), ("rest: 2:05", 125), ("0s", 0)]
)
def test_the_rest_is_kept_in_seconds(text, seconds):
    assert parse(f"row 3x8 {text}").rest_s == seconds


@pytest.mark.parametrize(
    ("text", "rir"), [("@RIR0", "0"), ("2 RIR", "2"), ("RPE 8", "2"), ("@ RPE 9,5", "0.5"), ("@rir10", "10")]
)
def test_the_effort_is_kept_as_reps_in_reserve(text, rir):
    assert parse(f"row 3x8 {text}").rir == Decimal(rir)


@pytest.mark.parametrize("text", ["tempo 20X1", "tempo 2-0-x-1", "@2001", "2-0-X-1"])
def test_the_tempo_is_four_digits_and_a_fast_lift_is_nought(text):
    assert parse(f"row 3x8 {text}").tempo == "2001"


@pytest.mark.parametrize("text", ["2s pause 90s", "90s pause 2s", "pause 2s 90s", "90s, 2s pause", "90s - pause: 2 s"])
def test_a_pause_is_told_from_a_rest(text):
    line = parse(f"row 3x8 {text}")

    assert (line.pause_s, line.rest_s) == (2, 90)


@pytest.mark.parametrize(
    "name",
    [
        "pause squat",
        "tempo squat",
        "warm-up squat",
        "rest-pause curl",
        "45 degree back extension",
        "1-arm row",
        "90/90 hip lift",
        "clean + press",
        "bodyweight squat",
        "each-way lunge",
        "Zercher squat (front)",
        "Kniebeuge für Anfänger",
    ],
)
def test_words_of_a_name_are_not_taken_for_parts(name):
    assert parse(f"{name} 3x5").name == name


def test_the_name_is_kept_as_typed_without_the_marks_around_it():
    line = parse("  B1:  Hip   thrust -  3x8")

    assert (line.label, line.name, line.name_span) == ("B1", "Hip   thrust".replace("   ", " "), (7, 19))


def test_a_name_in_quotes_may_hold_anything_but_quotes():
    assert parse("“A1 squat 2x4 // @home” 3x5").name == "A1 squat 2x4 // @home"


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("follow staggered hip thrust", None),
        ("follow staggered hip thrust from rung 4", 4),
        ("follow: staggered hip thrust, rung 4", 4),
    ],
)
def test_a_progression_is_followed(text, rung):
    assert parse(text) == Line(name="staggered hip thrust", follow=True, rung=rung)


def test_what_follows_two_strokes_is_the_note_whatever_it_is():
    assert parse("row 3x8 // 4x10 next week, // not now").note == "4x10 next week, // not now"


# Colours -------------------------------------------------------------------------------------------------------------


def test_every_stretch_has_its_kind_also_when_something_is_wrong():
    text = "A1 hip thrust 3x8 heavy @RIR2 90s // slow"

    assert [(text[span.start : span.end], span.kind) for span in spans(text)] == [
        ("A1", "label"),
        ("hip thrust", "name"),
        ("3x8", "dose"),
        ("heavy", "error"),
        ("@RIR2", "effort"),
        ("90s", "rest"),
        ("// slow", "note"),
    ]


# What is wrong -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", "", "The name of the exercise comes first."),
        ("   ", "", "The name of the exercise comes first."),
        ("follow", "", "The name of the progression comes first."),
        ("!!! 3x8", "!!!", "The name of the exercise comes first."),
        ("row 0x8", "0", "Sets: 1 to 20"),
        ("row 3x0", "0", "Reps: 1 to 100"),
        ("row 3x8-101", "8-101", "Reps: 1 to 100"),
        ("row 2-3x8", "2-3", "Sets: give one figure"),
        ("row 3x10,8", "3x10,8", "3 sets, but 2 figures"),
        ("row 3x8,8-10,8", "3x8,8-10,8", "in a list every set has one figure"),
        ("row 8,101", "8,101", "Reps: 1 to 100"),
        ("plank 3x30-45s", "3x30-45s", "Seconds of a hold: give one figure"),
        ("row 3x601s", "601", "Seconds of a hold: 1 to 600"),
        ("row 3x8+", "3x8+", "has no upper end"),
        ("row 3x8x40kg", "x40kg", "The load goes behind an @"),
        ("row 3x8 @RIR11", "11", "RIR: 0 to 10"),
        ("row 3x8 @RIR1-2", "1-2", "RIR: give one figure"),
        ("row 3x8 @RIR2.3", "2.3", "whole or half points"),
        ("row 3x8 @RPE0", "0", "RPE: 1 to 10"),
        ("row 3x8 @RIR", "@RIR", "RIR needs a figure"),
        ("row 3x8 @", "@", "effort, load or tempo goes behind an @"),
        ("row 3x8 @hard", "@hard", "effort, load or tempo goes behind an @"),
        ("row 3x8 @1000.5kg", "1000.5", "Load: 0 to 1000"),
        ("row 3x8 @0.005kg", "0.005", "two places at most"),
        ("row 3x8 @201%", "201", "Per cent: 1 to 200"),
        ("row 3x8 @BW+10kg", "@BW+10kg", "give what is added"),
        ("row 3x8 tempo X011", "tempo X011", "X is for the lift"),
        ("row 3x8 rest 901", "901", "Rest: 0 to 900"),
        ("row 3x8 rest 16min", "rest 16min", "Rest: 0 to 900"),
        ("row 3x8 rest", "rest", "how long?"),
        ("row 3x8 pause 0s", "pause 0s", "Pause: 1 to 30"),
        ("row 3x8 + 11 warm-up", "11", "Warm-up sets: 1 to 10"),
        ("row 3x8 + warm-up", "+ warm-up", "How many warm-up sets?"),
        ("row 3x8 @20kg each", "each", "each what?"),
        ("row 3x8 4x6", "4x6", "Sets and reps twice"),
        ("row 3x8 8-12", "8-12", "of what?"),
        ("row 3x8 heavy singles 90s", "heavy singles", "does not fit here"),
        ("row from rung 4", "from rung 4", "only a progression has rungs"),
        ("follow row from rung", "from rung", "Which rung?"),
        ("follow row from rung 0", "0", "Rung: 1 to 50"),
        ('"row 3x8', '"row 3x8', "The quotes are not closed"),
        ('row 3x8 "slow', '"slow', "The quotes are not closed"),
        ('12" box jump 3x5', '"', "A name has no quotes in it"),
        ("row ３x８", "３", "with the digits 0 to 9"),
        ("row 3x8 ٩٠s", "٩٠s", "with the digits 0 to 9"),
        ("row\x00 3x8", "\x00", "invisible character"),
        ("row\ud800 3x8", "\ud800", "invisible character"),
        ("row 3x8\nrow 3x8", "\n", "One line at a time"),
    ],
)
def test_an_error_names_what_is_wrong_and_where(text, at, says):
    error = refusal(text)

    assert text[error.position : error.position + error.length] == at
    assert says in error.message


def test_all_that_is_wrong_is_said_at_once_in_order():
    error = refusal("row 30x8 @RIR11 rest 901")

    assert [problem.position for problem in error.problems] == [4, 13, 21]


@pytest.mark.parametrize(
    ("text", "length"),
    [("row 3x8 // " + "a" * 301, 302), ("r" * 121 + " 3x8", 121), ("row 3x8 // " + "a" * 600, 11)],
    ids=["note", "name", "line"],
)
def test_too_long_says_how_much_fits(text, length):
    error = refusal(text)

    assert "characters at most" in error.message
    assert error.length == length


def test_the_longest_line_there_can_be_is_still_read():
    longest = Line(
        name="1x1 " + "r" * 116,
        label="A1",
        sets=20,
        per_set=(100,) * 20,
        per_side=True,
        load=Decimal("199.99"),
        unit="%1RM",
        rir=Decimal("9.5"),
        tempo="2011",
        pause_s=30,
        rest_s=900,
        warm_up_sets=10,
        note="n" * 300,
    )

    assert parse(print_line(longest)) == longest


# Properties ----------------------------------------------------------------------------------------------------------

printable = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
names = (
    st.text(printable, min_size=1, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda name: any(character.isalnum() for character in name) and not set(name) & set('"“”„‟″«»'))
)
names_like_parts = st.sampled_from(
    [
        "3x8",
        "A1 row",
        "follow me",
        "row 90s",
        "row @ home",
        "a/side",
        "row // b",
        "10,8,6",
        "- row",
        "row:",
        "rung 3",
        "３ rows",
    ]
)
halves = st.integers(0, 20).map(lambda doubled: Decimal(doubled) / 2)
loads = st.one_of(
    st.just((None, "")),
    st.just((None, "BW")),
    st.tuples(st.decimals(0, 1000, places=2), st.sampled_from(["kg", "lb"])),
    st.tuples(st.decimals(1, 200, places=1), st.sampled_from(["%1RM", "%BM"])),
)


def pairs(high: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.lists(st.integers(1, high), min_size=2, max_size=2).map(lambda ends: (min(ends), max(ends)))


doses = st.one_of(
    st.builds(lambda sets, reps: {"sets": sets, "reps": reps}, st.integers(1, 20), pairs(100)),
    st.builds(lambda sets, seconds: {"sets": sets, "seconds": seconds}, st.integers(1, 20), st.integers(1, 600)),
    st.lists(st.integers(1, 100), min_size=2, max_size=20).map(
        lambda reps: {"sets": len(reps), "per_set": tuple(reps)}
    ),
)
heads = {
    "name": names | names_like_parts,
    "label": st.one_of(st.just(""), st.from_regex(r"[A-Z][1-9]?", fullmatch=True)),
    "note": st.text(printable, max_size=80).map(str.strip),
}


@st.composite
def items(draw) -> Line:
    load, unit = draw(loads)
    return Line(
        **{name: draw(values) for name, values in heads.items()},
        **draw(doses),
        load=load,
        unit=unit,
        per_side=draw(st.booleans()),
        rir=draw(st.none() | halves),
        tempo=draw(st.just("") | st.from_regex(r"[0-9]{4}", fullmatch=True)),
        pause_s=draw(st.none() | st.integers(1, 30)),
        rest_s=draw(st.none() | st.integers(0, 900)),
        warm_up_sets=draw(st.integers(0, 10)),
    )


followed = st.builds(Line, **heads, follow=st.just(True), rung=st.none() | st.integers(1, 50))


@usual
@given(items() | followed)
def test_a_line_that_is_printed_reads_as_the_same_line(line):
    assert parse(print_line(line)) == line


pieces = st.sampled_from(
    [
        *(
            "A1",
            "b2)",
            "A.",
            "follow",
            "hip thrust",
            "pause squat",
            "3x8",
            "3 × 8–12",
            "10,8,6",
            "3x30s",
            "3 sets of 8",
        ),
        *(
            "@",
            "@RIR2",
            "RPE 8.5",
            "2 RIR",
            "@70%",
            "@20%BM",
            "40 kg",
            "@BW",
            "+",
            "-",
            ",",
            "/",
            "//",
            "x",
            "%",
            ".",
            '"',
        ),
        *(
            "90s",
            "rest",
            "rest 90",
            "1:30",
            "2min",
            "tempo",
            "tempo 2011",
            "2-0-x-1",
            "pause 2s",
            "2s pause",
            "per side",
        ),
        *("/leg", "each", "+ 2 warm-up", "from rung 4", "slow", "8", "12-", "٣"),
    ]
)
jumbles = st.lists(st.tuples(pieces, st.sampled_from([" ", "", ", ", "  "])), max_size=12).map(
    lambda words: "".join(word + gap for word, gap in words)
)
good_starts = st.builds(
    "{} {}".format, st.sampled_from(["hip thrust 3x8", "A1 row 10,8,6 @RIR2", "follow row"]), jumbles
)


SPELLINGS = [
    ["3x8", "3 × 8–12", "3x8 to 12 reps", "10,8,6", "3x10, 8, 6", "3x30s", "3 sets of 8", "2x1 min hold"],
    ["@RIR2", "RPE 8.5", "2 RIR", "rir: 2", "@ 8 RPE"],
    ["@70%", "20 % of body mass", "@20%BM", "40 kg", "@82,5kg", "@BW", "45lbs"],
    ["90s", "rest 90", "rest 1:30", "2 min rest", "rest: 2min"],
    ["tempo 2011", "2-0-x-1", "@20X1", "Tempo: 3-0-1-0"],
    ["pause 2s", "2s pause", "pause 2"],
    ["per side", "/leg", "each arm"],
    ["+ 2 warm-up", "2 warm-up sets", "+1 wu"],
]


@st.composite
def spelt(draw) -> tuple[list[str], str]:
    """The parts of a line, each spelt in some way, and what stands between them."""
    dose, *others = (draw(st.sampled_from(ways)) for ways in SPELLINGS)
    return [dose, *draw(st.lists(st.sampled_from(others), unique=True))], draw(
        st.sampled_from([" ", ", ", " · ", "; ", " - "])
    )


@usual
@given(spelt(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_and_what_stands_between_them_say_nothing(parts_and_gap, random):
    parts, gap = parts_and_gap
    shuffled = random.sample(parts, len(parts))

    assert parse(f"row {gap.join(shuffled)}") == parse(f"row {' '.join(parts)}")


@usual
@given(
    jumbles | good_starts | st.builds(lambda parts_and_gap: f"row {parts_and_gap[1].join(parts_and_gap[0])}", spelt())
)
@example('hip thrust 3x8 "" 90s')
def test_what_is_read_is_the_same_after_it_is_printed(text):
    line = read(text).line
    if line is not None:
        assert parse(print_line(line)) == line


@usual
@given(st.text() | jumbles | st.text(string.printable))
def test_any_text_is_a_line_or_has_problems_within_it(text):
    reading = read(text)

    assert (reading.line is None) == bool(reading.problems)
    assert all(0 <= problem.position <= problem.position + problem.length <= len(text) for problem in reading.problems)
    assert all(span.start < span.end <= len(text) for span in reading.spans)
    assert all(one.end <= other.start for one, other in zip(reading.spans, reading.spans[1:], strict=False))


@pytest.mark.parametrize(
    "piece",
    [
        "3",
        "3x",
        "8,",
        "8-",
        "1 ",
        "@",
        "@9",
        "/",
        '"',
        "+ 2 ",
        "warm ",
        "tempo 2",
        "a ",
        "3x8 ",
        "0.",
        "row 90s ",
        "٣",
        "from rung ",
    ],
)
def test_a_long_line_is_answered_at_once(piece):
    begun = time.process_time()
    for text in (piece * 10_000, ("row " + piece * 600)[:600]):
        read(text)

    assert time.process_time() - begun < 0.25
