"""Sentences that were frozen in English with a session, in the reader's language.

What is kept is kept in English, whoever's request keeps it: a coach reads it too, and a client may change language.
"""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from exercises.words import decimal_words, told_name

NUMBER = re.compile(r"[0-9.]+")

LEFT_OUT = N_("%(exercise)s is left out today: %(coach)s looks first at what you said about pain.")
PAUSE = N_("Pause %(seconds)s s in each rep.")
INSTEAD = N_("Instead of %(exercise)s: %(note)s")
INSTEAD_ONCE = N_("Instead of %(exercise)s, this once")
INSTEAD_TAKEN = N_("Instead of %(exercise)s, which was taken.")
OF_ONE_REP_MAX = N_("%(percent)s %% of 1RM")
OF_BODY_MASS = N_("%(percent)s %% of body mass")


def kept_words(text: str) -> str:
    """A note or a load as it was frozen; what a coach wrote stays as it is."""
    for pattern, kept in _KEPT:
        text = pattern.sub(lambda match, kept=kept: _said(kept, match), text)  # type: ignore[misc]
    return text


def _said(kept: str, match: re.Match[str]) -> str:
    words = {
        name: decimal_words(each) if NUMBER.fullmatch(each) else told_name(each)
        for name, each in match.groupdict().items()
    }
    return gettext(kept) % words


def _pattern(kept: str) -> re.Pattern[str]:
    """What a kept sentence looks like with its words filled in, up to the end of the text."""
    named = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>[^:]+?)", re.escape(kept.replace("%%", "%")))
    return re.compile(named.replace("(?P<note>[^:]+?)", "(?P<note>.+)") + "$")


_ALL = (LEFT_OUT, PAUSE, INSTEAD, INSTEAD_ONCE, INSTEAD_TAKEN, OF_ONE_REP_MAX, OF_BODY_MASS)
_KEPT = [(_pattern(kept), kept) for kept in _ALL]
