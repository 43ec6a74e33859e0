"""`make messages`: every marked word of the sources, into locale/ and into the scripts that bring words to scripts.

Pure Python, so that a machine without GNU gettext can do it, and a test can ask whether it was done.
"""

import ast
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
LANGUAGES = ("de",)  # those with a catalogue; English is what stands in the sources
APPS = ("accounts", "clients", "config", "exercises", "hooks", "programs")
# Scripts that no phone loads: their words go into a file of their own.
DESK = {"builder.js", "editor.js", "line-reading.js", "palette.js", "paper.js", "review.js", "ticks.js"}
LIBRARY = "library"  # the context of the built-in library's words: see config/templatetags/words.py

# The keys of the library's data files whose text people read. Codes are not among them, nor an exercise's other names:
# those are what it is called elsewhere.
READ = {
    "answer", "audience", "benefits", "cue", "cues", "definition", "evidence_summary", "mistake", "name", "note",
    "ours", "overload", "pins", "place", "question", "source", "source_note", "summary", "tab", "text", "title",
    "uses", "when", "why",
}  # fmt: skip

Message = tuple[str | None, str, str | None]  # context, one, many
PYTHON = {
    f"{name}{lazy}": order
    for name, order in {
        "gettext": ("one",),
        "ngettext": ("one", "many"),
        "pgettext": ("context", "one"),
        "npgettext": ("context", "one", "many"),
    }.items()
    for lazy in ("", "_lazy")
} | {"gettext_noop": ("one",), "say": ("one",), "mark": ("one",)}
MODULES = {"django.utils.translation", "programs.notation.saying"}  # where those come from


def _message(order: Iterable[str], words: Iterable[Any]) -> Message | None:
    found = dict(zip(order, words, strict=False))
    if "one" not in found or not all(isinstance(each, str) for each in found.values()):
        return None  # made of a variable: its words are marked where they are written
    return found.get("context"), found["one"], found.get("many")


def in_python(source: str) -> Iterator[Message]:
    """Calls of gettext and its kind, under the names that the module imports them as."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: PYTHON[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in MODULES
        for alias in node.names
        if alias.name in PYTHON
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            words = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
            if message := _message(names[node.func.id], words):
                yield message


def in_template(source: str) -> Iterator[Message]:
    """What Django's own extraction makes of a template: Python calls among blanked-out text."""
    string = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    call = re.compile(rf"\b(npgettext|ngettext|pgettext|gettext|_)\({string}(?:, {string})?(?:, {string})?")
    for name, *strings in call.findall(templatize(source)):
        words = [ast.literal_eval(each) for each in strings if each]
        if message := _message(PYTHON["gettext" if name == "_" else name], words):
            yield message


def in_script(source: str) -> Iterator[Message]:
    """Calls in a script with words in double quotes, or in backquotes without a figure in them."""
    string = r'("(?:[^"\\]|\\.)*"|`[^`$\\]*`)'
    call = re.compile(rf"\b(npgettext|ngettext|pgettext|gettext)\(\s*{string}(?:,\s*{string})?(?:,\s*{string})?")
    for name, *strings in call.findall(source):
        words = [each[1:-1] if each[0] == "`" else json.loads(each) for each in strings if each]
        if message := _message(PYTHON[name], words):
            yield message


def in_library(source: str) -> Iterator[Message]:
    """The texts of the library's data that people read, in the order they are written."""

    def walk(value: Any, read: bool) -> Iterator[str]:
        if isinstance(value, dict):
            for key, each in value.items():
                yield from walk(each, key in READ)
        elif isinstance(value, list):
            for each in value:
                yield from walk(each, read)
        elif read and isinstance(value, str) and value.strip():
            yield value.strip()

    return ((LIBRARY, text, None) for text in walk(tomllib.loads(source), False))


def sources(domain: str) -> Iterator[tuple[Path, Callable[[str], Iterator[Message]]]]:
    """Every file that may have marked words, and how they are read from it."""
    if domain == "djangojs":
        scripts = sorted((ROOT / "static" / "js").glob("*.js"))
        yield from ((path, in_script) for path in scripts if not path.name.startswith(("words.", "desk-words.")))
        return
    for app in APPS:
        skipped = {"migrations", "engine"}
        paths = sorted((ROOT / app).rglob("*.py"))
        yield from ((path, in_python) for path in paths if not skipped & set(path.parts))
    for suffix in ("html", "txt"):
        yield from ((path, in_template) for path in sorted((ROOT / "templates").rglob(f"*.{suffix}")))
    yield from ((path, in_library) for path in sorted((ROOT / "exercises" / "data").glob("*.toml")))


def extracted(domain: str) -> polib.POFile:
    """The messages of the sources, each once, with the files they are in."""
    found: dict[tuple[str | None, str], polib.POEntry] = {}
    for path, read in sources(domain):
        where = (path.relative_to(ROOT).as_posix(), "")
        for context, one, many in read(path.read_text(encoding="utf-8")):
            entry = found.setdefault((context, one), polib.POEntry(msgctxt=context, msgid=one))
            if many is not None:
                entry.msgid_plural = many
                entry.msgstr_plural = {0: "", 1: ""}
            if where not in entry.occurrences:
                entry.occurrences.append(where)
            if "%(" in one and "python-format" not in entry.flags:
                entry.flags.append("python-format")
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.extend(found.values())
    return catalogue


def catalogue_path(language: str, domain: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def merged(language: str, domain: str) -> polib.POFile:
    """The catalogue with the words that were translated, without those that nobody says any more."""
    catalogue = extracted(domain)
    path = catalogue_path(language, domain)
    known = {(each.msgctxt, each.msgid): each for each in (polib.pofile(str(path)) if path.exists() else ())}
    for entry in catalogue:
        before = known.get((entry.msgctxt, entry.msgid))
        if before is None or bool(before.msgid_plural) != bool(entry.msgid_plural):
            continue
        entry.msgstr, entry.tcomment = before.msgstr, before.tcomment
        if entry.msgid_plural:
            entry.msgstr_plural = before.msgstr_plural
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def script(catalogue: Iterable[polib.POEntry], *, desk: bool) -> str:
    """The words of one language for scripts: those that a phone's scripts say, or those that only the desk's do."""
    words = {
        f"{entry.msgctxt}\u0004{entry.msgid}" if entry.msgctxt else entry.msgid: (
            list(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr
        )
        for entry in catalogue
        if entry.translated() and desk == all(Path(path).name in DESK for path, _ in entry.occurrences)
    }
    return f"{HEAD}(window.moreWords ??= []).push({json.dumps(words, ensure_ascii=False, indent=0)});\n"


HEAD = "// Written by `make messages` from locale/: the words that scripts say. Do not edit.\n"


def script_path(language: str, *, desk: bool) -> Path:
    return ROOT / "static" / "js" / f"{'desk-words' if desk else 'words'}.{language}.js"


def write() -> Iterator[str]:
    """Write every catalogue, its compiled form and the scripts. Tells what has no translation yet."""
    for language in LANGUAGES:
        for domain in ("django", "djangojs"):
            path = catalogue_path(language, domain)
            catalogue = merged(language, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(path))
            path.with_suffix(".mo").write_bytes(catalogue.to_binary())
            untranslated = len(catalogue.untranslated_entries())
            yield f"{path.relative_to(ROOT)}: {len(catalogue)} messages, {untranslated} not translated yet"
            if domain == "djangojs":
                for desk in (False, True):
                    script_path(language, desk=desk).write_text(script(catalogue, desk=desk), encoding="utf-8")


if __name__ == "__main__":
    for line in write():
        print(line)
