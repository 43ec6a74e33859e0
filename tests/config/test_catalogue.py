"""What the sources say is in the catalogue, translated, compiled and given to scripts."""

import re
from collections import Counter
from pathlib import Path

import polib
import pytest

from config import catalogue

DOMAINS = [(language, domain) for language in catalogue.LANGUAGES for domain in ("django", "djangojs")]
AGAIN = "run `make messages`, then translate what is empty in locale/"


def held(language: str, domain: str) -> polib.POFile:
    return polib.pofile(str(catalogue.catalogue_path(language, domain)))


def ids(entries: polib.POFile) -> set[tuple[str | None, str, str]]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries}


def places(text: str) -> Counter[str]:
    return Counter(re.findall(r"%\(\w+\)[sd]|%[sd]|%%|</?\w+>", text))


@pytest.mark.parametrize(("language", "domain"), DOMAINS)
def test_the_catalogue_has_what_the_sources_say(language: str, domain: str) -> None:
    kept, said = ids(held(language, domain)), ids(catalogue.extracted(domain))
    assert said - kept == set(), AGAIN
    assert kept - said == set(), AGAIN


@pytest.mark.parametrize(("language", "domain"), DOMAINS)
def test_every_message_is_translated(language: str, domain: str) -> None:
    entries = held(language, domain)
    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy] == []
    assert [entry.msgid for entry in entries if "" in entry.msgstr_plural.values()] == []


@pytest.mark.parametrize(("language", "domain"), DOMAINS)
def test_a_translation_has_the_same_places_to_fill(language: str, domain: str) -> None:
    """The same names, `%%` and elements; a plural form may say "one" in a word of its own."""
    wrong = []
    for entry in held(language, domain):
        many = entry.msgid_plural or entry.msgid
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        wrong += [text for text in said[-1:] if places(text) != places(many)]
        wrong += [text for text in said[:-1] if places(text) - places(many)]
    assert wrong == []


@pytest.mark.parametrize(("language", "domain"), DOMAINS)
def test_what_is_compiled_is_what_is_written(language: str, domain: str) -> None:
    path = catalogue.catalogue_path(language, domain)
    assert path.with_suffix(".mo").read_bytes() == held(language, domain).to_binary(), AGAIN


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_scripts_are_given_the_words_of_the_catalogue(language: str) -> None:
    for desk in (False, True):
        written = catalogue.script_path(language, desk=desk).read_text()
        assert written == catalogue.script(held(language, "djangojs"), desk=desk), AGAIN


def test_words_that_only_the_desk_says_are_not_loaded_by_a_phone() -> None:
    phone, desk = (catalogue.script_path("de", desk=each).read_text() for each in (False, True))
    assert '"Saving…"' in desk
    assert '"Saving…"' not in phone
    assert '"Sent."' in phone
    assert '"Sent."' not in desk


def test_words_are_found_in_python_templates_scripts_and_data() -> None:
    python = (
        "from django.utils.translation import gettext as _, ngettext_lazy\n_('a' 'b')\nngettext_lazy('c', 'd', n)\n_(x)"
    )
    assert list(catalogue.in_python(python)) == [(None, "ab", None), (None, "c", "d")]
    template = (
        '{% translate "50 % of" context "load" %}{% blocktranslate count n=n trimmed %}\n {{ n }} set\n'
        "{% plural %}{{ n }} sets{% endblocktranslate %}{{ x|default:_('none') }}"
    )
    assert list(catalogue.in_template(template)) == [
        ("load", "50 %% of", None),
        (None, "%(n)s set", "%(n)s sets"),
        (None, "none", None),
    ]
    script = 'gettext("Say \\"hm\\""); ngettext("%(count)s set", "%(count)s sets", count); gettext(`All saved`);'
    assert list(catalogue.in_script(script)) == [
        (None, 'Say "hm"', None),
        (None, "%(count)s set", "%(count)s sets"),
        (None, "All saved", None),
    ]
    assert list(catalogue.in_library('name = "Thrust"\ncode = "x"\nmuscles = [{ muscle = "y", note = "n" }]')) == [
        ("library", "Thrust", None),
        ("library", "n", None),
    ]


# What begins with a capital and is read by machines.
FOR_MACHINES = (
    "HX-", "X-", "Kickstand-", "Content-", "Arrow", "Escape", "Enter", "Home", "End", "Page", "Shift", "Tab", "GET",
    "POST", "DOM", "Delete", "Alt", "Control", "Meta", "Backspace", "Range", "UTC", "error set-error", "use strict",
    "MacIntel", "If-None-Match", "the offline page does not answer", "form button.", "BroadcastChannel", "Retry-After",
    "PushManager", "Notification", "Kickstand", "No panel",
)  # fmt: skip


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for path in (catalogue.ROOT / "static" / "js").glob("*.js")
        if not path.name.startswith(("words.", "desk-words."))
    ),
    ids=lambda path: path.name,
)
def test_no_script_says_a_word_that_is_not_marked(path: Path) -> None:
    """Strings with a capital, or with a space between words, are for people; others are names of things."""
    source = re.sub(r"(?m)^\s*//.*$|\s//\s.*$", "", path.read_text())
    source = re.sub(r"\bn?p?gettext\((?:\s*(?:\"(?:[^\"\\]|\\.)*\"|`[^`]*`)\s*,?)+", "(", source)
    source = re.sub(
        r"(querySelector(All)?|closest|matches|one|every|addEventListener)\((\"[^\"]*\"|'[^']*'|`[^`]*`)", "(", source
    )
    found = re.findall(r"\"((?:[^\"\\\n]|\\.)*)\"|`([^`]*)`", source)
    words = [re.sub(r"\$\{[^}]*\}", " ", double or back) for double, back in found]
    said = [text for text in words if re.match(r"[A-Z][a-z]", text.strip()) or re.search(r"[a-z]{3,} [a-z]{2,}", text)]
    names = re.compile(r"[a-z0-9]*-?[a-z0-9 -]*-[a-z0-9 -]*|btn.*")  # of styles
    assert [text for text in said if not text.startswith(FOR_MACHINES) and not names.fullmatch(text)] == []
