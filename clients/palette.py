"""Find anything by a few letters: clients, programs, progressions, exercises, and what can be done. Reads only."""

import unicodedata
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from rapidfuzz import fuzz, process

from clients.models import Client
from exercises.models import Exercise
from exercises.words import told
from programs.models import Draft, Program, Progression

MOST = 12
ALIKE = 72  # of 100; below, two names only share letters
LEAST_LETTERS = 3  # fewer letters resemble everything


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to go to. `kind` in one word, `note` tells two of one name apart."""

    kind: str
    label: str
    url: str
    icon: str
    note: str = ""


ACTIONS = (
    (gettext_lazy("New client"), "coach:client-new", "plus"),
    (gettext_lazy("Import clients"), "coach:clients-import", "plus"),
    (gettext_lazy("Assign a progression"), "coach:assign", "calendar"),
    (gettext_lazy("Review sessions"), "coach:review", "inbox"),
    (gettext_lazy("All clients"), "coach:clients", "clients"),
    (gettext_lazy("All programs"), "coach:programs", "program"),
    (gettext_lazy("All progressions"), "coach:progressions", "ladder"),
    (gettext_lazy("Library of exercises"), "library:list", "learn"),
    (gettext_lazy("New program"), "coach:program-new", "plus"),
    (gettext_lazy("New exercise"), "coach:exercise-new", "plus"),
    (gettext_lazy("Settings, light and dark"), "coach:settings", "adjust"),
)


def find(user: Any, q: str) -> list[Entry]:
    """The best dozen for what was typed; without letters what was worked on last, then what can be done."""
    words = folded(q).split()
    if not words:
        return recent(user)
    entries = list(chain(_clients(user), _programs(user), _progressions(user), _exercises(user), _actions()))
    labels = [folded(each.label) for each in entries]
    scores = {n: score for n, label in enumerate(labels) if (score := _begins(words, label))}
    if len("".join(words)) >= LEAST_LETTERS:
        close = process.extract(" ".join(words), labels, scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=MOST * 2)
        for _, score, n in close:
            scores.setdefault(n, score / 2)
    best = sorted(scores, key=lambda n: (-scores[n], n))[:MOST]
    return [entries[n] for n in best]


def _begins(words: list[str], label: str) -> float:
    """How well every typed word begins a word of the label: the whole name, its first word, any words, inside words."""
    typed, parts = " ".join(words), label.split()
    if label == typed:
        return 100
    if label.startswith(typed):
        return 95
    if all(any(part.startswith(word) for part in parts) for word in words):
        return 90 if parts[0].startswith(words[0]) else 80
    return 60 if all(word in label for word in words) else 0


def folded(text: str) -> str:
    """Small letters without accents: `lucia` finds Lucía."""
    plain = (sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain).split())


def recent(user: Any) -> list[Entry]:
    """The coach's own drafts, the clients who trained last, the newest programs, and the first actions."""
    drafts = Draft.objects.for_user(user).order_by("-changed_at")[:3]
    trained = (
        Client.objects.for_coach(user)
        .current()
        .annotate(trained=Max("sessions__finished_at"))
        .exclude(trained=None)
        .order_by("-trained", "pk")[:4]
    )
    programs = Program.objects.for_user(user).current().filter(archived_at=None).order_by("-created_at")[:2]
    found = [
        *(_draft(each) for each in drafts),
        *(_client(each.pk, each.name, gettext("trained last")) for each in trained),
        *(
            Entry(gettext("Program"), each.name, reverse("coach:program", args=[each.family]), "program")
            for each in programs
        ),
    ]
    return [*found, *list(_actions())[: MOST - len(found)]]


def _draft(draft: Draft) -> Entry:
    named = str(draft.content.get("name") or "")
    if draft.kind == Draft.Kind.PROGRAM:
        kind, icon, page, name = gettext("Program"), "program", "coach:program-edit", named or gettext("New program")
    else:
        kind, icon, page = gettext("Progression"), "ladder", "coach:progression-edit"
        name = named or gettext("New progression")
    return Entry(kind, name, reverse(page, args=[draft.family]), icon, gettext("your draft"))


def _client(pk: Any, name: str, note: str = "") -> Entry:
    return Entry(gettext("Client"), name, reverse("coach:client", args=[pk]), "clients", note)


def _clients(user: Any) -> list[Entry]:
    """Everybody with what is done most, and archived ones under their name alone."""
    rows = list(Client.objects.for_coach(user).order_by("name", "pk").values_list("pk", "name", "status"))
    archived = Client.Status.ARCHIVED
    assign = reverse("coach:assign")
    return [
        *(_client(pk, name, gettext("archived") if status == archived else "") for pk, name, status in rows),
        *(
            Entry(
                gettext("Action"),
                gettext("Assign to %(name)s") % {"name": name},
                f"{assign}?client={pk}",
                "calendar",
            )
            for pk, name, status in rows
            if status != archived
        ),
    ]


def _programs(user: Any) -> list[Entry]:
    rows = Program.objects.for_user(user).current().filter(archived_at=None).order_by("name")
    return [
        Entry(gettext("Program"), name, reverse("coach:program", args=[family]), "program", folder)
        for family, name, folder in rows.values_list("family", "name", "folder")
    ]


def _progressions(user: Any) -> list[Entry]:
    """A practice's own stands for the built-in one of the same address."""
    rows = Progression.objects.for_user(user).current().filter(archived_at=None).order_by("practice", "name")
    named: dict[str, str] = {}
    for slug, name in rows.values_list("slug", "name"):
        named.setdefault(slug, told(name))
    return [
        Entry(gettext("Progression"), name, reverse("coach:progression", args=[slug]), "ladder")
        for slug, name in named.items()
    ]


def _exercises(user: Any) -> list[Entry]:
    rows = Exercise.objects.for_user(user).shown_to(user).order_by("name").values_list("slug", "name")
    return [
        Entry(gettext("Exercise"), told(name), reverse("library:exercise", args=[slug]), "learn") for slug, name in rows
    ]


def _actions() -> list[Entry]:
    return [Entry(gettext("Action"), str(label), reverse(name), icon) for label, name, icon in ACTIONS]
