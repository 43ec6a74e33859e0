"""The progression editor over HTTP: keeping what is typed, buttons, undo, saving, and two windows at once."""

from decimal import Decimal
from uuid import uuid4

import pytest

from programs.models import Draft, Progression
from programs.versions import MOST_RUNGS, content_of
from tests.factories import ProgressionFactory
from tests.programs.editing import JSON, form_of, url


@pytest.fixture
def ladder(practice):
    return ProgressionFactory(practice=practice, name="Back to thrusting", rungs=3)


@pytest.fixture
def content(ladder):
    return content_of(ladder)


@pytest.fixture
def keep(as_coach, ladder, content):
    """Posts the form as the script does: `keep(name="…")`."""

    def post(status=200, **changes):
        sent = form_of(content, base=ladder.pk, **changes)
        response = as_coach.post(url("edit", ladder.family), sent, **JSON)
        assert response.status_code == status
        return response.json()

    return post


def first(content, field):
    return f"{content['order'][0]}-{field}"


def rungs_of(draft, field):
    return [draft.content["rungs"][key][field] for key in draft.content["order"]]


# --- Keeping what is typed ----------------------------------------------------------------------------------------


def test_opening_it_begins_nothing(as_coach, ladder):
    html = as_coach.get(url("edit", ladder.family)).content.decode()

    assert html.count('class="erung"') == 3
    assert 'value="Back to thrusting"' in html
    assert not Draft.objects.exists()


def test_the_form_as_it_was_opened_is_no_change(keep):
    assert keep()["revision"] == 0
    assert not Draft.objects.exists()


def test_a_change_is_kept_in_the_coachs_draft(keep, coach, ladder, content):
    told = keep(name="Back to it", **{first(content, "sets"): "4"})

    draft = Draft.objects.get()
    assert (draft.author, draft.family, draft.base) == (coach, ladder.family, ladder.pk)
    assert (draft.content["name"], rungs_of(draft, "sets")) == ("Back to it", ["4", "3", "3"])
    assert (told["revision"], told["undo"], told["errors"]) == (1, True, {})


def test_what_is_wrong_is_kept_as_typed_and_named_at_its_field(keep, as_coach, ladder, content):
    told = keep(**{first(content, "sets"): "many", first(content, "tempo"): "20x"})

    assert set(told["errors"]) == {first(content, "sets"), first(content, "tempo")}
    assert told["errors"][first(content, "sets")] == "Sets: a whole number from 1 to 20, in the figures 0 to 9."
    html = as_coach.get(url("edit", ladder.family)).content.decode()
    assert 'value="many"' in html
    assert 'value="20x"' in html
    assert "Sets: a whole number" in html


def test_the_tempo_comes_back_in_words(keep, content):
    assert keep(**{first(content, "tempo"): "3013"})["tempo"][content["order"][0]] == "lower 3 s, pause 3 s"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_signs_that_cannot_be_stored_are_left_out(as_coach, ladder, content, text):
    body = "&".join(f"{name}={value}" for name, value in [("revision", 0), ("order", content["order"][0])])
    typed = "a%00b" if "\x00" in text else "a%ED%A0%80b"

    response = as_coach.post(
        url("edit", ladder.family), f"{body}&name={typed}", content_type="application/x-www-form-urlencoded", **JSON
    )
    assert response.status_code == 200
    kept = Draft.objects.get().content["name"]
    assert kept[0] + kept[-1] == "ab"
    assert "\x00" not in kept


def test_without_a_gate_there_is_none_and_its_order_of_implements_stays(keep, content):
    one, gate = content["order"][0], {f"{content['order'][0]}-gate-on": None}
    sent = {key: value for key, value in gate.items() if value}
    told = keep(**sent, **{f"{one}-implements": ["kettlebell", "dumbbell"]})

    assert told["errors"] == {}
    assert Draft.objects.get().content["rungs"][one]["implements"] == ["kettlebell", "dumbbell"]


def test_a_rung_that_the_draft_does_not_have_cannot_be_posted(keep, content):
    keep(name="x", order=[*content["order"], str(uuid4())])

    assert Draft.objects.get().content["order"] == content["order"]


def test_another_order_is_kept(keep, content):
    keep(order=content["order"][::-1])

    assert Draft.objects.get().content["order"] == content["order"][::-1]


# --- Buttons ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "place", "order"),
    [
        ("up", 1, [1, 0, 2]),
        ("down", 1, [0, 2, 1]),
        ("up", 0, [0, 1, 2]),
        ("down", 2, [0, 1, 2]),
        ("delete", 1, [0, 2]),
        ("before", 1, [0, None, 1, 2]),
        ("after", 1, [0, 1, None, 2]),
        ("duplicate", 0, [0, None, 1, 2]),
    ],
)
def test_a_button_changes_the_order(keep, content, verb, place, order):
    old = content["order"]
    keep(do=f"{verb}:{old[place]}", name="x")

    found = [old.index(key) if key in old else None for key in Draft.objects.get().content["order"]]
    assert found == order


def test_without_a_script_a_button_leads_back_to_its_rung(as_coach, ladder, content):
    key = content["order"][1]
    response = as_coach.post(url("edit", ladder.family), form_of(content, base=ladder.pk, do=f"up:{key}"))

    assert response.status_code == 302
    assert response["Location"] == f"{url('edit', ladder.family)}#rung-{key}"


def test_a_new_rung_has_the_dose_of_the_one_below(keep, content):
    told = keep(do="add", **{f"{content['order'][2]}-sets": "5"})

    draft = Draft.objects.get()
    assert rungs_of(draft, "sets") == ["3", "3", "5", "5"]
    assert told["focus"] == draft.content["order"][3]
    assert told["html"].count('class="erung"') == 4


def test_a_rung_after_the_last_gives_the_last_a_gate(keep, as_coach, ladder, content):
    last = content["order"][2]
    sent = {name: value for name, value in form_of(content).items() if not name.startswith(f"{last}-gate")}
    as_coach.post(url("edit", ladder.family), {**sent, "base": ladder.pk, "do": "add"}, **JSON)

    assert Draft.objects.get().content["rungs"][last]["gate"]["window"] == "4"


def test_a_split_rung_leaves_in_the_middle_and_goes_on_there(keep, content):
    key = content["order"][0]
    keep(do=f"split:{key}", **{f"{key}-start_percent": "35", f"{key}-leave_percent": "50"})

    rungs = [Draft.objects.get().content["rungs"][each] for each in Draft.objects.get().content["order"][:2]]
    assert [(rung["start_percent"], rung["leave_percent"]) for rung in rungs] == [("35", "42.5"), ("42.5", "50")]
    assert rungs[0]["variation"] == rungs[1]["variation"]


def test_a_split_rung_without_a_span_of_load_is_halved_by_its_reps(keep, content):
    key = content["order"][0]
    keep(do=f"split:{key}", **{f"{key}-start_percent": "", f"{key}-leave_percent": ""})

    draft = Draft.objects.get()
    assert list(zip(rungs_of(draft, "reps_low"), rungs_of(draft, "reps_high"), strict=True))[:2] == [
        ("8", "10"),
        ("10", "12"),
    ]


def test_an_unknown_button_changes_nothing(keep, content):
    keep(do="explode:everything", name="x")

    assert Draft.objects.get().content["order"] == content["order"]


def test_there_is_a_most(keep, as_coach, ladder, content):
    keep(name="x")
    draft = Draft.objects.get()
    key = content["order"][0]
    rungs = {str(uuid4()): draft.content["rungs"][key] for _ in range(MOST_RUNGS)}
    full = {**draft.content, "order": list(rungs), "rungs": rungs}
    Draft.objects.update(content=full)
    sent = form_of(full, revision=1, base=ladder.pk, do="add")

    assert as_coach.post(url("edit", ladder.family), sent, **JSON).status_code == 200
    assert len(Draft.objects.get().content["order"]) == MOST_RUNGS


def test_undo_takes_back_one_change_at_a_time(keep, as_coach, ladder, content):
    keep(do=f"delete:{content['order'][1]}", name="Shorter")
    draft = Draft.objects.get()
    seen = form_of(draft.content, revision=draft.revision, base=ladder.pk, do="undo")

    told = as_coach.post(url("edit", ladder.family), seen, **JSON).json()
    assert Draft.objects.get().content["order"] == content["order"]
    assert told["name"] == "Shorter"
    again = form_of(Draft.objects.get().content, revision=told["revision"], base=ladder.pk, do="undo")
    assert as_coach.post(url("edit", ladder.family), again, **JSON).json()["name"] == "Back to thrusting"


# --- Two windows --------------------------------------------------------------------------------------------------


def test_a_stale_window_is_told_and_nothing_is_replaced(keep):
    keep(name="First window")

    assert keep(409, name="Second window") == {"stale": True, "revision": 1}
    assert Draft.objects.get().content["name"] == "First window"


def test_without_a_script_a_stale_window_gets_its_own_words_back(keep, as_coach, ladder, content):
    keep(name="First window")
    sent = form_of(content, base=ladder.pk, name="Second window")

    response = as_coach.post(url("edit", ladder.family), sent)
    html = response.content.decode()
    assert response.status_code == 409
    assert 'value="Second window"' in html
    assert 'name="revision" value="1"' in html


@pytest.mark.parametrize("revision", ["", "-1", "9" * 30, "x"])
def test_a_revision_that_is_none_is_stale(keep, revision):
    keep(name="First window")

    keep(409, name="Second window", revision=revision)


# --- Beginning something new --------------------------------------------------------------------------------------


def test_a_new_progression_has_one_rung_to_begin_with(as_coach, ladder):
    response = as_coach.post("/coach/progressions/new/", follow=True)

    assert response.content.decode().count('class="erung"') == 1
    assert "/edit/" in response.redirect_chain[0][0]


def test_one_that_was_never_touched_is_taken_again(as_coach):
    as_coach.post("/coach/progressions/new/")
    as_coach.post("/coach/progressions/new/")

    assert Draft.objects.count() == 1


def test_a_copy_of_a_built_in_one_remembers_it_and_is_saved_as_the_practices_own(as_coach, practice):
    built_in = ProgressionFactory(rungs=2, name="Bridge", slug="bridge")
    as_coach.post(url("copies", built_in.pk))
    draft = Draft.objects.get()

    response = as_coach.post(url("versions", draft.family), form_of(draft.content, name="Bridge, ours"))

    saved = Progression.objects.get(practice=practice)
    assert response["Location"] == f"/coach/progressions/{saved.slug}/"
    assert (saved.copied_from, saved.version, saved.name) == (built_in, 1, "Bridge, ours")
    assert [rung.lineage for rung in saved.rungs.all()] == [rung.lineage for rung in built_in.rungs.all()]
    assert as_coach.get(f"/coach/progressions/{saved.slug}/").status_code == 200


def test_a_duplicate_follows_nobody(as_coach, ladder):
    as_coach.post(url("copies", ladder.pk))
    draft = Draft.objects.get()
    as_coach.post(url("versions", draft.family), form_of(draft.content))

    copy = Progression.objects.get(name="Back to thrusting (copy)")
    assert (copy.copied_from, copy.family == ladder.family) == (None, False)


def test_the_built_in_one_itself_cannot_be_edited(as_coach):
    built_in = ProgressionFactory(rungs=1)

    assert as_coach.get(url("edit", built_in.family)).status_code == 404
    assert as_coach.post(url("versions", built_in.family)).status_code == 404


# --- Saving -------------------------------------------------------------------------------------------------------


def test_saving_keeps_what_was_typed_last_as_the_next_version(as_coach, ladder, content):
    response = as_coach.post(url("versions", ladder.family), form_of(content, base=ladder.pk, name="Back to it"))

    saved = Progression.objects.get(family=ladder.family, superseded_at=None)
    assert (saved.version, saved.name, saved.saved_by.display_name) == (2, "Back to it", "Ruth Adeyemi")
    assert response["Location"] == f"/coach/progressions/{saved.slug}/"
    assert not Draft.objects.exists()


def test_what_is_wrong_is_listed_on_top_with_a_way_to_each_field(as_coach, ladder, content):
    key = content["order"][1]
    sent = form_of(content, base=ladder.pk, name="", **{f"{key}-sets": "many", f"{key}-gate-sessions": "5"})

    response = as_coach.post(url("versions", ladder.family), sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#f-{key}-sets">Rung 2, sets: Sets: a whole number' in html
    assert f'href="#f-{key}-gate-sessions"' in html
    assert 'href="#f-name"' in html
    assert 'value="many"' in html
    assert Progression.objects.count() == 1


def test_nothing_changed_is_no_version(as_coach, ladder, content):
    as_coach.post(url("versions", ladder.family), form_of(content, base=ladder.pk))

    assert Progression.objects.count() == 1


def test_discarding_leaves_the_version_as_it_was(keep, as_coach, ladder):
    keep(name="x")
    response = as_coach.post(url("discard", ladder.family))

    assert response["Location"] == f"/coach/progressions/{ladder.slug}/"
    assert not Draft.objects.exists()


def test_a_colleague_has_a_draft_of_their_own(keep, as_colleague, ladder):
    keep(name="Ruth's")
    html = as_colleague.get(url("edit", ladder.family)).content.decode()

    assert "Ruth&#x27;s" not in html
    assert "Ruth is editing this too" in html


def test_the_page_takes_as_many_queries_for_twelve_rungs_as_for_two(
    as_coach, practice, django_assert_num_queries, django_assert_max_num_queries
):
    few = ProgressionFactory(practice=practice, rungs=2)
    many = ProgressionFactory(practice=practice, rungs=12)
    with django_assert_max_num_queries(20) as seen:
        as_coach.get(url("edit", few.family))
    with django_assert_num_queries(len(seen.captured_queries)):
        as_coach.get(url("edit", many.family))


def test_keeping_takes_as_many_queries_for_twelve_rungs_as_for_two(
    as_coach, practice, django_assert_num_queries, django_assert_max_num_queries
):
    few, many = (ProgressionFactory(practice=practice, rungs=count) for count in (2, 12))
    sent = {each.pk: form_of(content_of(each), base=each.pk, name="x") for each in (few, many)}
    with django_assert_max_num_queries(22) as seen:  # six of them are savepoints
        as_coach.post(url("edit", few.family), sent[few.pk], **JSON)
    with django_assert_num_queries(len(seen.captured_queries)):
        as_coach.post(url("edit", many.family), sent[many.pk], **JSON)


# --- What it would do ---------------------------------------------------------------------------------------------


def test_the_outlook_names_the_earliest_weeks(library, as_coach, coach):
    built_in = Progression.objects.get(slug="glute-bridge-to-hip-thrust")
    as_coach.post(url("copies", built_in.pk))
    html = as_coach.get(url("outlook", Draft.objects.get().family), HTTP_HX_REQUEST="true").content.decode()

    assert "<html" not in html
    assert "at the earliest" in html
    assert html.count('class="rung-when"') == 4
    assert "Week 1, " in html


def test_the_outlook_leaves_out_what_is_wrong(keep, as_coach, ladder, content):
    keep(**{first(content, "sets"): "many"})

    assert "1 rung left out" in as_coach.get(url("outlook", ladder.family)).content.decode()


def test_the_outlook_says_why_a_rung_is_not_reached(keep, as_coach, ladder, content):
    keep(**{first(content, "implements"): ["barbell"], f"{content['order'][1]}-implements": []})
    with_none = form_of(content, revision=1, base=ladder.pk)
    del with_none[first(content, "gate-on")]
    as_coach.post(url("edit", ladder.family), with_none, **JSON)

    html = as_coach.get(url("outlook", ladder.family)).content.decode()
    assert "Rung 1 has no gate, so nothing opens rung 2." in html


def test_percentages_keep_their_comma_until_they_are_read(keep, as_coach, ladder, content):
    as_coach.post(
        url("versions", ladder.family), form_of(content, base=ladder.pk, **{first(content, "start_percent"): "32,5"})
    )

    assert Progression.objects.get(version=2).rungs.first().start_percent == Decimal("32.5")
