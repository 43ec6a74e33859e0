"""Rules about the code itself, so that review does not have to catch them."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "hooks", "exercises", "programs", "clients")
GATES = {"for_user", "for_coach", "for_client", "none"}
# Before anybody is known there is no gate to start at: the token's own practice scope is the gate.
UNKNOWN_PERSON = {"clients/views/invite.py"}
WEB_MODULES = sorted(
    path
    for app in APPS
    for pattern in ("views.py", "views/*.py", "forms.py", "forms/*.py", "api/**/*.py", "context.py")
    for path in (ROOT / app).glob(pattern)
    if str(path.relative_to(ROOT)) not in UNKNOWN_PERSON
)


def ungated_lines(source: str) -> list[int]:
    """Lines that start a query with anything but a gate."""
    tree = ast.parse(source)
    gated = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in GATES}
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "objects" and node not in gated) or _bare_lookup(node)
    ]


def _bare_lookup(node: ast.AST) -> bool:
    """True for get_object_or_404(Model, …), which would skip the gate."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"get_object_or_404", "get_list_or_404"}
        and isinstance(node.args[0], ast.Name)
        and node.args[0].id[0].isupper()
    )


def test_there_are_modules_to_look_at() -> None:
    assert len(WEB_MODULES) > 10


@pytest.mark.parametrize("path", WEB_MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_queries_in_web_modules_start_at_a_gate(path: Path) -> None:
    assert ungated_lines(path.read_text()) == []


@pytest.mark.parametrize(
    "line", ["Client.objects.all()", "Client.objects.filter(pk=1)", "get_object_or_404(Client, pk=1)"]
)
def test_the_rule_sees_an_ungated_query(line: str) -> None:
    assert ungated_lines(line) == [1]


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_no_inline_style_script_or_unescaped_text(path: Path) -> None:
    text = path.read_text()
    forbidden = ('style="', "<script>", "<style", "|safe", "onclick=", "hx-on", "javascript:")
    assert [word for word in forbidden if word in text] == []


STYLES = sorted(path for path in (ROOT / "static" / "css").rglob("*.css") if path.name != "layers.css")


@pytest.mark.parametrize("path", STYLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_stylesheet_stands_in_a_layer(path: Path) -> None:
    depth, start, kept = 0, 0, []
    text = path.read_text()
    for place, sign in enumerate(text):
        if sign == "{":
            if depth == 0:
                kept.append(text[start:place])
            depth += 1
        elif sign == "}":
            depth -= 1
            start = place + 1
    heads = [head.split("*/")[-1].strip() for head in kept]
    assert all(head.startswith(("@layer", "@view-transition")) for head in heads), heads


@pytest.mark.parametrize(
    "path", [path for path in STYLES if path.name != "tokens.css"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_raw_colours_stand_in_tokens_only(path: Path) -> None:
    raw = re.compile(r"(?<![\w-])(#[0-9a-fA-F]{3,8}\b|oklch\((?!from)|rgba?\(|hsla?\()")
    assert raw.findall(path.read_text()) == []
