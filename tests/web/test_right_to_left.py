"""The pages turn round for a language that is read from right to left: no style says left or right."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
NAMES = re.compile(r"(^|-)(left|right)(-|$)")  # margin-left, right, border-top-left-radius
SIDED = {"text-align", "float", "clear", "caption-side", "background-position", "object-position", "transform-origin"}
AROUND = {"margin", "padding", "inset", "border-width", "border-color", "border-style", "scroll-margin"}
ALONG = re.compile(
    r"(?<!repeating-)linear-gradient\(90deg|inset -?[1-9]\d*px 0"
)  # var(--along), var(--start) turn round


def declarations(text: str) -> Iterator[tuple[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    for match in re.finditer(r"(?:^|[{;])\s*([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])", text):
        yield match[1], match[2].strip()


def parts(value: str) -> list[str]:
    """The values of a shorthand; what stands in parentheses is one."""
    while re.search(r"\([^()]*\)", value):
        value = re.sub(r"\([^()]*\)", lambda match: f"<{match[0][1:-1]}>".replace(" ", "_"), value)
    return value.split()


def physical(text: str) -> list[str]:
    """Declarations that stay where they are when the page turns round."""
    found = []
    for name, value in declarations(text):
        around = parts(value) if name in AROUND else []
        uneven = len(around) == 4 and around[1] != around[3]
        sided = name in SIDED and re.search(r"\b(left|right)\b", value)
        if (not name.startswith("--") and NAMES.search(name)) or sided or uneven or ALONG.search(value):
            found.append(f"{name}: {value}")
    return found


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_no_style_says_left_or_right(path: Path) -> None:
    assert physical(path.read_text()) == []


@pytest.mark.parametrize(
    "rule",
    ["a{margin-left: 1px;}", "a { text-align: right; }", "a { right: 0; }", "a { b { inset: 0 auto 0 0; } }",
     "a { padding: 1px calc(1px + 2px) 1px 0; }", "a { border-top-left-radius: 2px; }",
     "a { background: linear-gradient(90deg, red, blue); }", "a { box-shadow: inset 3px 0 0 red; }"],
)  # fmt: skip
def test_the_rule_sees_one_that_does(rule: str) -> None:
    assert physical(rule)


def test_drawings_and_the_sides_of_a_body_never_turn() -> None:
    """Left and right of a body are where they are; the time of a chart runs from left to right."""
    base, ladder = (CSS / "base.css").read_text(), (CSS / "components" / "ladder.css").read_text()
    assert re.search(r"svg text\s*{[^}]*direction: ltr", base)
    stage = (CSS / "components" / "entry.css").read_text()
    assert re.search(r"\.stage-figure\s*{[^}]*direction: ltr", stage)
    assert re.search(r"\.rung-step\s*{[^}]*direction: ltr", ladder)
