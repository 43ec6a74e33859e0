"""From text to a line: label, name, then the parts. One pass from left to right."""

import re
import unicodedata

from programs.notation.line import MAX_LINE, MAX_NAME, MAX_NOTE, Kind, Line, NotationError, Problem, Reading, Span
from programs.notation.parts import PARTS, Draft, Part, shown
from programs.notation.saying import mark, say

_LABEL = re.compile(r"([a-z])(?:([1-9])[.):]?|[.):])(?= )")
_FOLLOW = re.compile(r"follow(?: |:|$)")
_GAP = re.compile(r"(?:[ ,;:|·]|[-.](?= |$))*")
_LAST_FIGURES = re.compile(r" ([0-9]+(?:-[0-9]+)?)$")
_AROUND_NAME = " ,;:|·-"
_HINT = say(
    "After the name: sets and reps, effort, load, tempo, pause, rest, per side, warm-up. A remark goes behind //"
)

_SHADOW = {
    **{ord(upper): upper.lower() for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "×✕✖*"), "x"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
}
_UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
_NAMES: dict[Kind, str] = {
    "dose": say("Sets and reps"),
    "side": say("Per side"),
    "load": say("The load"),
    "effort": say("The effort"),
    "tempo": say("The tempo"),
    "pause": say("The pause"),
    "rest": say("The rest"),
    "warm_up": say("The warm-up sets"),
    "rung": say("The rung"),
    "note": say("The note"),
}

# What people type where a part should be, and what to say about it
_STRAY = [
    (re.compile(pattern), message, hint)
    for pattern, message, hint in (
        (r"amrap|max|failure", mark("“%(typed)s” has no upper end."), say("Give a range, and @RIR0: 3x8-20 @RIR0")),
        (
            r"@? *\+ *[0-9.,]+ *(?:kgs?|lbs?)(?![0-9a-z%])",
            mark("“%(typed)s”: give what is added behind an @."),
            "@10kg",
        ),
        (r"@ *[0-9.,]+(?![0-9a-z%])", mark("“%(typed)s”: of what?"), say("@RIR2, @RPE8, @40kg or @70%")),
        (
            r"@",
            mark("“%(typed)s”: effort, load or tempo goes behind an @."),
            say("@RIR2, @RPE8, @40kg, @70%, @BW or @2011"),
        ),
        (
            r"[0-9]+(?:-[0-9]+)?(?![0-9a-z%])",
            mark("“%(typed)s”: of what?"),
            say("Reps need sets: 3x8-12. Rest needs a unit: 90s"),
        ),
        (r"tempo", mark("“%(typed)s”: a tempo has four digits."), say("Lower, bottom, lift, top: tempo 2011")),
        (r"rest", mark("“%(typed)s”: how long?"), "rest 90s"),
        (r"pause", mark("“%(typed)s”: how long?"), "pause 2s"),
        (
            r"each|e(?:a|s|/s)(?![a-z])|per(?![a-z])|/",
            mark("“%(typed)s”: each what?"),
            say("per side, each leg or each arm"),
        ),
    )
]


def parse(text: str) -> Line:
    """The line that `text` says. Raises NotationError with every problem found, the first one first."""
    reading = read(text)
    if reading.line is None:
        raise NotationError(reading.problems)
    return reading.line


def spans(text: str) -> tuple[Span, ...]:
    """What the characters are, in order, also of a text that cannot be read: for colours as it is typed."""
    return read(text).spans


def read(text: str) -> Reading:
    """`text` as far as it is understood; never raises."""
    refusal = _refusal(text)
    if refusal:
        return Reading(None, (Span(refusal.position, refusal.position + refusal.length, "error"),), (refusal,))
    return _Reader(text).reading()


def _refusal(text: str) -> Problem | None:
    """What keeps a text from being looked at: too long, or a character that is none."""
    if len(text) > MAX_LINE:
        says = say("A line has %(most)s characters at most, not %(count)s.", most=MAX_LINE, count=len(text))
        return Problem(MAX_LINE, len(text) - MAX_LINE, says)
    if text.isprintable():  # as nearly every line is
        return None
    for position, character in enumerate(text):
        if unicodedata.category(character) in _UNPRINTABLE and character != "\t":
            if character in "\r\n":
                return Problem(position, 1, say("One line at a time."), say("A new line is a new item."))
            says = say("There is an invisible character here.")
            return Problem(position, 1, says, say("Delete it, or type the line again."))
    return None


class _Reader:
    """One text being read. `shadow` is the text as the patterns see it, `at` the position reached."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shadow = "".join(" " if character.isspace() else character for character in text).translate(_SHADOW)
        self.end = len(self.shadow.rstrip())
        self.at = 0
        self.draft = Draft(text)
        self.spans: list[Span] = []

    def reading(self) -> Reading:
        self._skip()
        self._take_label()
        self._take_follow()
        if self._take_name():
            while self._skip() < self.end:
                self._take_next()
            self._ask_for_dose()
        problems = tuple(sorted(self.draft.problems, key=lambda problem: problem.position))
        line = None if problems else Line(**self.draft.values)
        return Reading(line, tuple(self.spans), problems)

    def _skip(self) -> int:
        gap = _GAP.match(self.shadow, self.at)
        self.at = gap.end() if gap else self.at
        return self.at

    def _mark(self, end: int, kind: Kind) -> None:
        if end > self.at:
            self.spans.append(Span(self.at, end, kind))
        self.at = end

    def _take_label(self) -> None:
        match = _LABEL.match(self.shadow, self.at)
        if match:
            self.draft.values["label"] = (match[1] + (match[2] or "")).upper()
            self._mark(match.end(), "label")
            self._skip()

    def _take_follow(self) -> None:
        if _FOLLOW.match(self.shadow, self.at):
            self.draft.values["follow"] = True
            self._mark(self.at + len("follow"), "follow")
            while self.shadow[self.at : self.at + 1] in (":", " "):
                self.at += 1

    def _take_name(self) -> bool:
        """Read the name; False where the line has none, and then the rest is not looked at."""
        if self.shadow.startswith('"', self.at):
            start, end = self.at + 1, self.shadow.find('"', self.at + 1)
            if end < 0:
                hint = say('Quotes go around the whole name: "90/90 hip lift"')
                self._wrong(self.end, say("The quotes are not closed."), hint)
                return False
            after = end + 1
        else:
            start, end = self.at, self._name_end()
            end = start + len(self.shadow[start:end].rstrip(_AROUND_NAME))
            self._check_plain(start, end)
            after = end
        return self._keep_name(start, end, after)

    def _keep_name(self, start: int, end: int, after: int) -> bool:
        name = " ".join(self.text[start:end].split())
        if not any(character.isalnum() for character in name):
            at = max(after, self.at)
            if self.draft.values.get("follow"):
                self._wrong(at, say("The name of the progression comes first."), "follow staggered hip thrust")
            else:
                self._wrong(at, say("The name of the exercise comes first."), "hip thrust 3x8-12")
            return False
        if len(name) > MAX_NAME:
            says = say("A name has %(most)s characters at most, not %(count)s.", most=MAX_NAME, count=len(name))
            self.draft.wrong(start, end, says)
        self.draft.values |= {"name": name, "name_span": (start, end)}
        self._mark(after, "name")
        return True

    def _name_end(self) -> int:
        """Where the first part begins: at the start of a word, or anywhere with an @ or //."""
        for position in range(self.at, self.end):
            if self.shadow[position] == "@" or self.shadow.startswith("//", position):
                return position
            starts_word = position == self.at or self.shadow[position - 1] in " ,;"
            if starts_word and (self.shadow[position] == '"' or self._part_at(position)):
                return position
        return self.end

    def _check_plain(self, start: int, end: int) -> None:
        for position in range(start, end):
            if self.shadow[position] == '"':
                self.draft.wrong(position, position + 1, say("A name has no quotes in it."), say("Leave them out."))
            elif self._foreign_digit(position):
                self._say_digits(position, position + 1)

    def _foreign_digit(self, position: int) -> bool:
        return self.text[position].isdigit() and not self.text[position].isascii()

    def _say_digits(self, start: int, end: int) -> None:
        says = mark("“%(typed)s”: type figures with the digits 0 to 9.")
        self.draft.wrong(start, end, say(says, typed=shown(self.text[start:end])))

    def _part_at(self, position: int) -> tuple[Part, re.Match[str]] | None:
        for part in PARTS:
            match = part.pattern.match(self.shadow, position)
            if match:
                return part, match
        return None

    def _take_next(self) -> None:
        if self.shadow.startswith("//", self.at):
            self._take_note(self.at + 2, self.end, self.end)
        elif self.shadow.startswith('"', self.at):
            closing = self.shadow.find('"', self.at + 1)
            if closing < 0:
                self._wrong(self.end, say("The quotes are not closed."), say("A remark can also go behind //"))
            else:
                self._take_note(self.at + 1, closing, closing + 1)
        elif found := self._part_at(self.at):
            self._take_part(*found)
        else:
            self._take_stray()

    def _take_part(self, part: Part, match: re.Match[str]) -> None:
        before = len(self.draft.problems)
        following = self.draft.values.get("follow", False)
        if self._once(part.kind, match.end()):
            if following and part.kind != "rung":
                hint = say("Leave it out, or write the line without “follow”.")
                self.draft.refuse(match, mark("“%(typed)s”: the rung says that."), hint)
            elif part.kind == "rung" and not following:
                self.draft.refuse(
                    match, mark("“%(typed)s”: only a progression has rungs."), say("Begin with “follow”.")
                )
            else:
                part.take(self.draft, match)
        self._mark(match.end(), "error" if len(self.draft.problems) > before else part.kind)

    def _once(self, kind: Kind, end: int) -> bool:
        seen = any(span.kind == kind for span in self.spans)
        if seen:
            self.draft.wrong(self.at, end, say("%(what)s twice.", what=_NAMES[kind]), say("Leave one out."))
        return not seen

    def _take_note(self, start: int, end: int, after: int) -> None:
        note = self.text[start:end].strip()
        fits = self._once("note", after)
        if len(note) > MAX_NOTE:
            says = say("A note has %(most)s characters at most, not %(count)s.", most=MAX_NOTE, count=len(note))
            self.draft.wrong(start, end, says)
        self.draft.values["note"] = note
        self._mark(after, "note" if fits else "error")

    def _take_stray(self) -> None:
        """Words that are no part, up to the next part."""
        end = self.at + 1
        while end < self.end and not self._starts_something(end):
            end += 1
        end = self.at + len(self.shadow[self.at : end].rstrip(" ,;"))
        text = shown(self.text[self.at : end])
        if any(self._foreign_digit(position) for position in range(self.at, end)):
            self._say_digits(self.at, end)
            self._mark(end, "error")
            return
        pattern: str = mark("“%(typed)s” does not fit here.")
        hint: str = _HINT
        for looks, says, shows in _STRAY:
            if looks.match(self.shadow, self.at):
                pattern, hint = says, shows
                break
        self._wrong(end, say(pattern, typed=text), hint)

    def _starts_something(self, position: int) -> bool:
        if self.shadow[position] in '@"' or self.shadow.startswith("//", position):
            return True
        return self.shadow[position - 1] in " ,;" and self._part_at(position) is not None

    def _ask_for_dose(self) -> None:
        values = self.draft.values
        has_dose = any(span.kind == "dose" for span in self.spans)
        if has_dose or values.get("follow") or self.draft.problems:
            return
        figures = _LAST_FIGURES.search(self.shadow[: values["name_span"][1]])
        if figures:
            self.draft.wrong(
                *figures.span(1), say("“%(typed)s”: how many sets?", typed=shown(figures[1])), f"3x{figures[1]}"
            )
        else:
            self.draft.wrong(self.end, self.end, say("How many sets and reps?"), "3x8-12")

    def _wrong(self, end: int, message: str, hint: str) -> None:
        self.draft.wrong(self.at, end, message, hint)
        self._mark(end, "error")
