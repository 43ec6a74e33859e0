"""Progressions as drafts and as versions. A draft holds text, keyed by rung; saving it makes the next version.

Content of a draft: {"name", "summary", "order": [lineage, …] bottom rung first, "rungs": {lineage: the fields of
RungForm as text, and "gate": those of GateForm, or null}}.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext

from accounts.models import Practice, User, uuid7, uuid_in
from exercises.models import Variation
from programs.drafting import Content, begin, practice_of_coach, rebase
from programs.forms.progression import GateForm, HeadForm, RungForm
from programs.models import Draft, Gate, Progression, Rung

MOST_RUNGS = 30  # a form of so many still has fewer fields than Django takes
MOST_NAME = 120
COPIED = (
    "sets", "reps_low", "reps_high", "rir", "tempo", "rest_s", "min_rest_s", "side_rest_s", "rule", "rep_ceiling",
)  # fmt: skip
ADDED = {"side_rest_s": "15"}  # what a draft says that was begun before the field was there
PER_CENT = Decimal(100)
NEW_GATE = {"sessions": "2", "window": "4", "symmetry": "", "sign_off": True}


class Conflict(Exception):
    """Somebody saved a newer version while this draft was written. `theirs` is that version."""

    def __init__(self, theirs: Progression) -> None:
        super().__init__(gettext("There is a newer version."))
        self.theirs = theirs


@dataclass(slots=True)
class Read:
    """A draft as far as it can be understood. `errors`: {"name" or "<lineage>-<field>" or "": [words]}.

    `rungs` are unsaved rows, bottom first, of those rungs that have no error; `gates` goes with them by lineage.
    """

    name: str = ""
    summary: str = ""
    rungs: list[Rung] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        return not self.errors


# --- From a progression to text ---------------------------------------------------------------------------------


def content_of(progression: Progression) -> Content:
    """The text of a progression, as a coach would have typed it."""
    rungs = list(progression.rungs.all())
    return {
        "name": progression.name,
        "summary": progression.summary,
        "order": [str(rung.lineage) for rung in rungs],
        "rungs": {str(rung.lineage): rung_text(rung) for rung in rungs},
    }


def rung_text(rung: Rung) -> dict[str, Any]:
    gate: Gate | None = getattr(rung, "gate", None)
    return {
        **{name: str(getattr(rung, name)) for name in COPIED},
        "variation": str(rung.variation_id),
        "implements": list(rung.implements),
        "from_bodyweight": rung.from_bodyweight,
        "start_percent": figure_text(rung.start_percent),
        "leave_percent": figure_text(rung.leave_percent),
        "max_jump": figure_text(rung.max_jump * PER_CENT),
        "gate": None if gate is None else _gate_text(gate),
    }


def _gate_text(gate: Gate) -> dict[str, Any]:
    symmetry = None if gate.symmetry is None else gate.symmetry * PER_CENT
    return {
        "sessions": str(gate.sessions),
        "window": str(gate.window),
        "symmetry": figure_text(symmetry),
        "sign_off": gate.sign_off,
    }


def copied_content(original: Progression) -> Content:
    """The text of a new progression that reads like this one. A copy of a built-in one remembers it."""
    content = content_of(original)
    content["name"] = gettext("%(name)s (copy)") % {"name": original.name[:110]}
    if original.practice_id is None:
        content["copied_from"] = str(original.pk)
    return content


def figure_text(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


# --- From text to a progression -----------------------------------------------------------------------------------


def read(content: Content, *, by: Any) -> Read:
    """What a draft says. Never raises on what was typed; every error names its field."""
    head = HeadForm({name: content.get(name, "") for name in ("name", "summary")})
    found = Read(errors={name: [str(text) for text in texts] for name, texts in head.errors.items()})
    if head.is_valid():
        found.name, found.summary = head.cleaned_data["name"], head.cleaned_data["summary"]
    order = content.get("order", [])
    if not order:
        found.errors[""] = [gettext("A progression has at least one rung.")]
    if len(order) > MOST_RUNGS:
        found.errors[""] = [gettext("At most %(most_rungs)s rungs.") % {"most_rungs": MOST_RUNGS}]
    variations = _variations(content, by)
    for position, lineage in enumerate(order[:MOST_RUNGS], start=1):
        _read_rung(found, lineage, content["rungs"].get(lineage, {}), position, variations)
    return found


def _variations(content: Content, by: Any) -> dict[str, Variation]:
    """The variations that the draft names and the coach may prescribe, with their exercises, in one query."""
    named = [uuid_in(str(rung.get("variation", ""))) for rung in content.get("rungs", {}).values()]
    wanted = {pk for pk in named if pk is not None}
    rows = Variation.objects.for_user(by).select_related("exercise").filter(pk__in=wanted)
    return {str(row.pk): row for row in rows}


def _read_rung(
    found: Read, lineage: str, text: dict[str, Any], position: int, variations: dict[str, Variation]
) -> None:
    form = RungForm(ADDED | text, variations=variations)
    gate = GateForm(text["gate"]) if text.get("gate") else None
    for part in (form, gate):
        for name, texts in part.errors.items() if part else ():
            where = f"{lineage}-{'gate-' if part is gate else ''}{name}"
            found.errors[where] = [str(each) for each in texts]
    if form.is_valid() and (gate is None or gate.is_valid()):
        rung = Rung(lineage=uuid_in(lineage) or uuid7(), position=position, **form.cleaned_data)
        opens = None if gate is None else Gate(rung=rung, **gate.cleaned_data)
        Rung._meta.get_field("gate").set_cached_value(rung, opens)  # none is known too: nobody need ask for it
        found.rungs.append(rung)


# --- Saving -------------------------------------------------------------------------------------------------------


class HasErrors(ValueError):
    """What was typed does not make a progression. `said.errors` names what is wrong, by field."""

    def __init__(self, said: Read) -> None:
        super().__init__("The draft has errors.")
        self.said = said


@transaction.atomic
def save_version(draft: Draft, *, by: User) -> Progression:
    """The draft becomes the newest version, and is gone. Raises what `publish` does."""
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    saved = publish(held.content, by=by, family=held.family, base=held.base)
    held.delete()
    return saved


@transaction.atomic
def publish(content: Content, *, by: User, family: UUID, base: UUID | None) -> Progression:
    """The content becomes the newest version of the family. Assignments stay on the version they follow.

    `base`: the version that it began from, None for something new. Raises Conflict where that is not the newest,
    and HasErrors.
    """
    practice_id = practice_of_coach(by)
    said = read(content, by=by)
    if not said.is_valid:
        raise HasErrors(said)
    rows = Progression.objects.filter(practice_id=practice_id, family=family)
    list(rows.select_for_update().order_by("pk").values_list("pk"))  # whoever waits here asks for the newest after it
    newest = rows.current().first()
    if newest is not None and newest.pk != base:
        raise Conflict(newest)
    if newest is not None:
        newest.superseded_at = timezone.now()
        newest.save(update_fields=["superseded_at"])
    else:
        Practice.objects.select_for_update(no_key=True).get(pk=practice_id)  # each new one finds its own free slug
    return _store(content, said, newest, by=by, family=family)


def _store(content: Content, said: Read, newest: Progression | None, *, by: User, family: UUID) -> Progression:
    practice_id, copied_from = practice_of_coach(by), content.get("copied_from")
    original = newest or (Progression.objects.filter(pk=copied_from).first() if copied_from else None)
    saved = Progression(
        practice_id=practice_id,
        family=family,
        version=newest.version + 1 if newest else 1,
        saved_by=by,
        copied_from_id=newest.copied_from_id if newest else copied_from,
        slug=newest.slug if newest else free_slug(said.name, practice_id),
        name=said.name,
        summary=said.summary,
        source_note=original.source_note if original else "",
        position=newest.position if newest else 100,
        archived_at=newest.archived_at if newest else None,
    )
    saved.full_clean(exclude=["practice", "saved_by", "copied_from"])
    saved.save()
    for rung in said.rungs:
        rung.practice_id, rung.progression = practice_id, saved
        rung.full_clean(exclude=["practice", "progression", "variation"], validate_constraints=False)
        rung.save()
        gate: Gate | None = getattr(rung, "gate", None)
        if gate is not None:
            gate.practice_id, gate.rung = practice_id, rung
            gate.save()
    return saved


def free_slug(name: str, practice_id: UUID) -> str:
    """An address for a new progression of the practice that no other has, a built-in one neither."""
    wanted = slugify(name)[:70] or "progression"
    visible = Progression.objects.current().filter(Q(practice_id=practice_id) | Q(practice=None))
    taken = {"new", *visible.filter(slug__startswith=wanted).values_list("slug", flat=True)}
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{number}" for number in range(2, len(taken) + 3) if f"{wanted}-{number}" not in taken)


# --- Two coaches at once ------------------------------------------------------------------------------------------


@transaction.atomic
def keep_mine(draft: Draft, *, over: UUID, by: User) -> Progression:
    """Save over the newer version `over`, which stays in the list. Raises Conflict when it is not the newest either."""
    return save_version(rebase(draft, base=over), by=by)


@transaction.atomic
def keep_both(draft: Draft, *, by: User) -> Progression:
    """Save the draft as a progression of its own, named after its author. Raises ValueError while it has errors."""
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    author = f" ({(by.name.split() or ['2'])[0]})"
    name = held.content.get("name", "").strip()[: MOST_NAME - len(author)] + author
    own = begin(by=by, kind=held.kind, family=uuid7(), base=None, content={**held.content, "name": name})
    saved = save_version(own, by=by)
    held.delete()
    return saved


def put_away(progression: Progression) -> None:
    """Archived: nobody can be given it. Who has it goes on."""
    progression.archived_at = timezone.now()
    progression.save(update_fields=["archived_at"])


def bring_back(progression: Progression) -> None:
    progression.archived_at = None
    progression.save(update_fields=["archived_at"])
