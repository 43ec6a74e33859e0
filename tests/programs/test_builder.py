"""The program builder over HTTP: the list, the block, each step, reading a line, saving, and two coaches at once."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone

from programs.building import EMPTY, WeeklyChange, add_line, day_of, every_item, name_day, place, repeat_week
from programs.drafting import begin
from programs.models import Draft, Program
from programs.program_versions import save_program
from tests.factories import ExerciseFactory, ProgressionFactory, VariationFactory

THRUST, SQUAT = "hip thrust 3x8-12 @RIR2 90s", "back squat 5x5 @100kg"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def exercises(db):
    for name in ("Hip thrust", "Back squat", "Glute bridge"):
        VariationFactory(exercise=ExerciseFactory(name=name), name="Barbell")


@pytest.fixture
def draft(coach):
    """An unsaved program: two exercises on the first day of two weeks of two days."""
    content = EMPTY | {"name": "Off-season", "weeks": 2, "days_a_week": 2}
    content = add_line(add_line(content, "1.1", THRUST), "1.1", SQUAT)
    return begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)


@pytest.fixture
def saved(coach, draft):
    return save_program(draft, by=coach)


def edit_url(family):
    return f"/coach/programs/{family}/edit/"


def step(browser, draft, *, htmx=True, **fields):
    held = Draft.objects.filter(family=draft.family).first()
    seen = {"seen": held.revision if held else 0, "base": draft.base or ""}
    url = f"/coach/programs/{draft.family}/steps/"
    return browser.post(url, seen | fields, headers=HTMX if htmx else {})


def lines(draft, at="1.1"):
    return [item["line"] for item in day_of(Draft.objects.get(family=draft.family).content, at)["items"]]


def item_of(draft, line):
    content = Draft.objects.get(family=draft.family).content
    return next(item["id"] for _, _, item in every_item(content) if item["line"] == line)


# --- The list ---------------------------------------------------------------------------------------------------


def a_program(practice, **fields):
    return Program.objects.create(practice=practice, **({"name": "Off-season"} | fields))


def test_without_programs_the_list_says_what_will_be_here(as_coach):
    html = as_coach.get("/coach/programs/").content.decode()

    assert "No programs yet" in html
    assert "/coach/programs/new/" in html


def test_programs_stand_in_their_folders(as_coach, practice):
    a_program(practice, name="One", folder="Team")
    a_program(practice, name="Two")

    html = as_coach.get("/coach/programs/").content.decode()
    assert html.index("No folder") < html.index(">Two<") < html.index("Team <") < html.index(">One<")


@pytest.mark.parametrize("query", ["q=winter", "q=TEAM", "q=long+win", "tag=glutes", "q=win&tag=glutes"])
def test_search_and_tags_narrow_the_list(as_coach, practice, query):
    a_program(practice, name="Long winter", folder="Team", tags=["glutes"])
    a_program(practice, name="Other", tags=["legs"])

    html = as_coach.get(f"/coach/programs/?{query}", headers=HTMX).content.decode()
    assert "Long winter" in html
    assert "Other" not in html
    assert "<h1>" not in html


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 5000, "tag=%ED%A0%80", "page=x", "page=99999999999", "show=x"])
def test_a_strange_question_to_the_list_is_answered(as_coach, practice, query):
    a_program(practice)

    assert as_coach.get(f"/coach/programs/?{query}").status_code == 200


def test_archived_programs_leave_the_list_and_come_back(as_coach, saved):
    as_coach.post(f"/coach/programs/{saved.family}/archive/")
    assert "Off-season<" not in as_coach.get("/coach/programs/?show=current", headers=HTMX).content.decode()
    assert "Off-season<" in as_coach.get("/coach/programs/?show=archived", headers=HTMX).content.decode()

    as_coach.post(f"/coach/programs/{saved.family}/restore/")
    assert "Off-season<" in as_coach.get("/coach/programs/", headers=HTMX).content.decode()


def test_unsaved_work_is_marked(as_coach, draft, saved_too):
    html = as_coach.get("/coach/programs/").content.decode()

    assert "Not saved yet" in html
    assert html.count("Draft, changed just now") == 2


@pytest.fixture
def saved_too(coach, practice):
    row = a_program(practice, name="Begun again")
    begin(by=coach, kind=Draft.Kind.PROGRAM, family=row.family, base=row.pk, content=EMPTY | {"name": "Begun again"})
    return row


def test_the_list_asks_as_much_for_many_as_for_few(
    as_coach, practice, django_assert_num_queries, django_assert_max_num_queries
):
    a_program(practice, name="First")
    with django_assert_max_num_queries(20) as few:
        as_coach.get("/coach/programs/")
    for number in range(120):
        a_program(practice, name=f"Block {number}", folder=f"Folder {number % 7}", tags=["a", "b"])
    with django_assert_num_queries(len(few)):
        html = as_coach.get("/coach/programs/").content.decode()
    assert "1–100 of 121" in html


def test_a_copy_is_a_draft_of_its_own(as_coach, saved):
    answer = as_coach.post(f"/coach/programs/{saved.family}/copies/")

    copy = Draft.objects.get()
    assert answer["Location"] == edit_url(copy.family)
    assert (copy.content["name"], lines(copy)) == ("Off-season, copy", [THRUST, SQUAT])
    assert copy.family != saved.family


# --- New, and the block -----------------------------------------------------------------------------------------


def test_a_new_program_begins_with_its_name_and_its_size(as_coach):
    answer = as_coach.post(
        "/coach/programs/new/", {"name": "Spring", "weeks": "6", "days_a_week": "4", "tags": "a,, a"}
    )

    draft = Draft.objects.get()
    assert answer["Location"] == edit_url(draft.family)
    assert [draft.content[name] for name in ("name", "weeks", "days_a_week", "tags")] == ["Spring", 6, 4, "a"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": ""}, "Give it a name."),
        ({"name": "x" * 121}, "At most 120 characters"),
        ({"weeks": "53"}, "from 1 to 52"),
        ({"weeks": "٣"}, "from 1 to 52"),
        ({"days_a_week": "0"}, "from 1 to 7"),
        ({"tags": "x" * 31}, "30 characters"),
    ],
)
def test_a_wrong_beginning_is_said_at_its_field(as_coach, fields, told):
    answer = as_coach.post("/coach/programs/new/", {"name": "Kept", "weeks": "4", "days_a_week": "3"} | fields)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Draft.objects.exists()


def test_the_whole_block_is_on_the_page(as_coach, draft):
    html = as_coach.get(edit_url(draft.family)).content.decode()

    assert html.count('class="day-add"') == 4
    assert "Hip thrust, barbell" in html
    assert "3\u00a0×\u00a08\u2060–\u206012 · RIR\u00a02 · rest\u00a090\u00a0s" in html


def test_looking_at_a_program_begins_no_draft(as_coach, saved):
    assert as_coach.get(edit_url(saved.family)).status_code == 200
    assert not Draft.objects.exists()


def test_twelve_weeks_of_five_days_of_eight_take_no_more_queries(as_coach, coach, django_assert_max_num_queries):
    ladder = ProgressionFactory(name="Thrusting", rungs=3)
    content = EMPTY | {"name": "Long", "weeks": 12, "days_a_week": 5}
    for day in range(1, 6):
        for line in (*[f"A{each} {THRUST}" for each in range(1, 4)], SQUAT, "glute bridge 3x8", "glute bridge 3x"):
            content = add_line(content, place(1, day), line)
        for rung in (1, 2):
            content = add_line(content, place(1, day), f"follow {ladder.name} from rung {rung}")
    content = repeat_week(name_day(content, "1.1", title="Lower", note="Slow"), 1, 12, WeeklyChange(reps=1))
    draft = begin(by=coach, kind=Draft.Kind.PROGRAM, family=uuid4(), base=None, content=content)

    with django_assert_max_num_queries(20):
        html = as_coach.get(edit_url(draft.family)).content.decode()
    assert html.count("data-item=") == 480


def test_items_of_one_letter_are_drawn_together(as_coach, draft):
    for line in ("A1 hip thrust 3x8", "A2 back squat 3x8", "B1 glute bridge 3x8"):
        step(as_coach, draft, do="add", at="1.2", line=line)

    html = as_coach.get(edit_url(draft.family)).content.decode()
    assert re.findall(r'data-joins="(\w+)"', html) == ["start", "end"]


def test_an_exercise_that_left_the_library_is_still_read(as_coach, coach, saved):
    variation = saved.days.get().items.first().variation
    variation.archived_at = timezone.now()
    variation.save()

    html = as_coach.get(edit_url(saved.family)).content.decode()
    assert "No exercise is called" not in html


# --- Steps ------------------------------------------------------------------------------------------------------


def test_a_line_is_added_and_only_its_day_comes_back(as_coach, draft):
    answer = step(as_coach, draft, do="add", at="1.2", line="glute bridge 3x12")

    html = answer.content.decode()
    assert lines(draft, "1.2") == ["glute bridge 3x12"]
    assert re.findall(r'id="body-([\d-]+)"', html) == ["1-2"]
    assert 'data-revision="1"' in html


def test_a_wrong_line_is_kept_and_marked(as_coach, draft):
    html = step(as_coach, draft, do="add", at="1.2", line="hip thrust 3x").content.decode()

    assert lines(draft, "1.2") == ["hip thrust 3x"]
    assert "needs reps" in html
    assert "1 to correct" in html


def test_a_line_sent_twice_is_added_once(as_coach, draft):
    fields = {"do": "add", "at": "1.2", "line": "glute bridge 3x12", "id": str(uuid4())}
    step(as_coach, draft, **fields)
    url = f"/coach/programs/{draft.family}/steps/"

    assert as_coach.post(url, fields | {"seen": "0"}, headers=HTMX).status_code == 200
    assert lines(draft, "1.2") == ["glute bridge 3x12"]


@pytest.mark.parametrize(
    ("fields", "first_day"),
    [
        ({"do": "edit", "line": "hip thrust 4x6"}, ["hip thrust 4x6", SQUAT]),
        ({"do": "edit", "line": " "}, [SQUAT]),
        ({"do": "remove"}, [SQUAT]),
        ({"do": "again"}, [THRUST, THRUST, SQUAT]),
        ({"do": "move", "to": "1.1", "position": "1"}, [SQUAT, THRUST]),
        ({"do": "move", "to": "2.2", "position": "0"}, [SQUAT]),
    ],
)
def test_an_item_is_changed(as_coach, draft, fields, first_day):
    assert step(as_coach, draft, item=item_of(draft, THRUST), **fields).status_code == 200
    assert lines(draft) == first_day


def test_a_day_is_named_pasted_and_cleared(as_coach, draft):
    step(as_coach, draft, do="name-day", at="1.1", title="Lower", note="Slow down")
    step(as_coach, draft, do="paste-day", **{"from": "1.1"}, at="2.2")
    content = Draft.objects.get().content
    assert (content["days"]["2.2"]["title"], lines(draft, "2.2")) == ("Lower", [THRUST, SQUAT])

    step(as_coach, draft, do="clear-day", at="1.1")
    assert lines(draft) == []


def test_weeks_are_pasted_inserted_and_removed(as_coach, draft):
    step(as_coach, draft, do="paste-week", **{"from": "1"}, week="2")
    assert lines(draft, "2.1") == [THRUST, SQUAT]

    assert 'id="block"' in step(as_coach, draft, do="insert-week", week="1").content.decode()
    assert (Draft.objects.get().content["weeks"], lines(draft, "2.1"), lines(draft, "3.1")) == (3, [], [THRUST, SQUAT])
    step(as_coach, draft, do="remove-week", week="1")
    assert (Draft.objects.get().content["weeks"], lines(draft, "2.1")) == (2, [THRUST, SQUAT])


def test_a_week_is_repeated_with_a_change(as_coach, draft):
    answer = step(as_coach, draft, do="repeat-week", panel="week", week="1", until="2", reps="1", load="2,5", rir="−1")

    assert answer.status_code == 200
    assert lines(draft, "2.1") == ["hip thrust 3x9-13 @RIR1 90s", "back squat 5x6 @102.5kg"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"until": "9"}, "Until week: 2 to 2."),
        ({"until": ""}, "required"),
        ({"until": "2", "reps": "1.5"}, "Reps: a number such as"),
        ({"until": "2", "load": "NaN"}, "Load: a number such as"),
        ({"until": "2", "rir": "٣"}, "In reserve: a number such as"),
    ],
)
def test_a_wrong_repeat_is_said_at_its_field(as_coach, draft, fields, told):
    answer = step(as_coach, draft, do="repeat-week", panel="week", week="1", **fields)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'id="panel-body"' in answer.content.decode()


def test_the_head_is_changed_with_the_size(as_coach, draft):
    head = {"name": "Winter", "summary": "", "folder": "Team", "tags": "a, b", "weeks": "3", "days_a_week": "4"}
    html = step(as_coach, draft, do="head", panel="head", **head).content.decode()

    assert "3 weeks × 4 days · Team · a, b" in html
    assert html.count('class="day-add"') == 12


def test_what_is_not_empty_does_not_fall_away(as_coach, draft):
    step(as_coach, draft, do="add", at="2.2", line=SQUAT)
    head = {"name": "Winter", "weeks": "1", "days_a_week": "2"}

    answer = step(as_coach, draft, do="head", panel="head", **head)
    assert answer.status_code == 422
    assert "Week 2, day 2 is not empty." in answer.content.decode()


def test_every_step_is_undone(as_coach, draft):
    step(as_coach, draft, do="clear-day", at="1.1")
    step(as_coach, draft, do="insert-week", week="0")
    step(as_coach, draft, do="undo")
    step(as_coach, draft, do="undo")

    assert (lines(draft), Draft.objects.get().content["weeks"]) == ([THRUST, SQUAT], 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "add", "at": "9.9", "line": THRUST},
        {"do": "add", "at": "abc", "line": THRUST},
        {"do": "add", "at": "1.1", "line": " "},
        {"do": "add", "at": "1.1", "line": "x" * 10_000},
        {"do": "edit", "item": "gone", "line": THRUST},
        {"do": "move", "item": "gone", "to": "1.1", "position": "abc"},
        {"do": "move", "item": "gone", "to": "1.1", "position": "٣"},
        {"do": "paste-day", "from": "7.7", "at": "1.1"},
        {"do": "paste-week", "from": "1", "week": "99999"},
        {"do": "insert-week", "week": "99"},
        {"do": "remove-week", "week": "0"},
        {"do": "repeat-week", "week": "0", "until": "2"},
        {"do": "name-day", "at": "1.1", "title": "x" * 61},
        {"do": "head", "name": "", "weeks": "x"},
        {"do": "nothing"},
        {},
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_step_that_makes_no_sense_is_refused_with_words(as_coach, draft, fields, htmx):
    answer = step(as_coach, draft, htmx=htmx, **fields)

    assert answer.status_code == 422
    assert Draft.objects.get().content == draft.content


@pytest.mark.parametrize("line", ["hip\x00 thrust 3x8", "hip thrust 3x8 // \ud800"])
def test_what_cannot_be_stored_is_left_out(as_coach, draft, line):
    body = f"do=add&at=1.2&seen=0&line={line}".encode("utf-8", "surrogatepass")
    kind = "application/x-www-form-urlencoded"
    answer = as_coach.post(f"/coach/programs/{draft.family}/steps/", body, content_type=kind)

    assert answer.status_code == 302
    assert lines(draft, "1.2")[0].startswith("hip thrust 3x8")


def test_another_window_is_told_and_keeps_what_was_typed(as_coach, draft):
    step(as_coach, draft, do="clear-day", at="1.1")
    url = f"/coach/programs/{draft.family}/steps/"
    answer = as_coach.post(url, {"do": "add", "at": "1.2", "line": "glute bridge 3x9", "seen": "0"}, headers=HTMX)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "changed in another window" in html
    assert 'value="glute bridge 3x9"' in html
    assert 'data-revision="1"' in html
    assert lines(draft, "1.2") == []


def test_without_script_a_step_leads_back_to_its_day(as_coach, draft):
    answer = step(as_coach, draft, htmx=False, do="add", at="1.1", line=SQUAT)

    assert answer.status_code == 302
    assert answer["Location"] == f"{edit_url(draft.family)}#day-1-1"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("panel=day&at=1.1", "Week 1, day 1"),
        ("panel=week&week=1", "Repeat this week"),
        ("panel=head", "What it is for"),
    ],
)
def test_forms_of_a_day_a_week_and_the_head(as_coach, draft, query, found):
    assert found in as_coach.get(f"{edit_url(draft.family)}?{query}", headers=HTMX).content.decode()
    assert found in as_coach.get(f"{edit_url(draft.family)}?{query}").content.decode()


@pytest.mark.parametrize(
    "query", ["panel=day&at=x", "panel=week&week=99", "panel=item&item=x", "panel=%00", "panel=day"]
)
def test_a_form_of_nothing_is_left_out(as_coach, draft, query):
    assert as_coach.get(f"{edit_url(draft.family)}?{query}").status_code == 200


def test_without_script_an_item_has_a_form(as_coach, draft):
    html = as_coach.get(f"{edit_url(draft.family)}?panel=item&item={item_of(draft, THRUST)}").content.decode()

    assert f'name="line" value="{THRUST}"' in html
    assert 'value="remove"' in html


# --- Whose ------------------------------------------------------------------------------------------------------


def test_a_colleagues_draft_is_not_found(as_colleague, draft):
    assert as_colleague.get(edit_url(draft.family)).status_code == 404
    assert step(as_colleague, draft, do="add", at="1.1", line=THRUST).status_code == 404


def test_who_else_is_at_it_is_said(as_coach, colleague, saved):
    content = EMPTY | {"name": "Theirs"}
    begin(by=colleague, kind=Draft.Kind.PROGRAM, family=saved.family, base=saved.pk, content=content)

    assert "Tomas Arriaga</b> is working on this too" in as_coach.get(edit_url(saved.family)).content.decode()


@pytest.mark.parametrize("base", ["", "x", "a1403a72-a91f-44ce-adc9-197dd8ccde1f"])
def test_a_program_that_is_not_there_is_not_found(as_coach, base):
    url = f"/coach/programs/{uuid4()}/steps/"

    assert as_coach.post(url, {"do": "undo", "seen": "0", "base": base}).status_code == 404


# --- Reading a line ---------------------------------------------------------------------------------------------


def reading(browser, line):
    return browser.get("/coach/programs/reading/", {"line": line}).content.decode()


def test_a_line_is_said_back_in_words(as_coach):
    html = reading(as_coach, THRUST)

    assert "Hip thrust, barbell" in html
    assert "3 sets of 8 to 12, 2 in reserve, 90 s rest" in html
    assert 'data-kind="effort"' in html


def test_what_is_wrong_is_shown_at_its_character(as_coach):
    html = reading(as_coach, "hip thrust 3x8-")

    assert "Character 14: “8-” needs a second number." in html
    assert '<mark class="is-wrong">8-</mark>' in html


def test_a_name_half_typed_can_be_chosen(as_coach):
    html = reading(as_coach, "A1 glute 3x8")

    assert 'data-line="A1 Glute bridge, barbell 3x8"' in html


def test_names_are_not_offered_once_the_name_is_found_and_the_line_goes_on(as_coach):
    assert "listbox" in reading(as_coach, "glute bridge")
    assert "listbox" not in reading(as_coach, "glute bridge 3x8-")


@pytest.mark.parametrize("line", ["", "\x00", "x" * 10_000, '"', "follow ", "@", "3x8", "é" * 700])
def test_anything_can_be_read(as_coach, line):
    assert as_coach.get("/coach/programs/reading/", {"line": line}).status_code == 200


# --- Saving -----------------------------------------------------------------------------------------------------


def save(browser, family, **fields):
    return browser.post(f"/coach/programs/{family}/versions/", fields)


def test_saving_makes_a_version_that_the_page_lists(as_coach, saved):
    step(as_coach, saved_as_draft(saved), do="add", at="1.2", line="glute bridge 3x12", base=saved.pk)
    save(as_coach, saved.family)

    html = as_coach.get(f"/coach/programs/{saved.family}/").content.decode()
    assert "Version 2" in html
    assert "Glute bridge, barbell" in html
    assert "Glute bridge" not in as_coach.get(f"/coach/programs/{saved.family}/?version=1").content.decode()


def saved_as_draft(program):
    return Draft(family=program.family, base=program.pk, content={})


@pytest.mark.parametrize("version", ["9", "x", "%00", "-1"])
def test_a_version_that_is_not_there_is_not_found(as_coach, saved, version):
    assert as_coach.get(f"/coach/programs/{saved.family}/?version={version}").status_code == 404


def test_wrong_lines_keep_it_from_being_saved_and_are_linked(as_coach, draft):
    step(as_coach, draft, do="add", at="2.1", line="hip trust 3x8")
    answer = save(as_coach, draft.family)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#i-{item_of(draft, "hip trust 3x8")}">hip trust 3x8</a>' in html
    assert f'href="{edit_url(draft.family)}?panel=week&amp;week=1"' in html
    assert not Program.objects.exists()


def test_nothing_changed_is_nothing_to_save(as_coach, saved):
    assert save(as_coach, saved.family)["Location"] == f"/coach/programs/{saved.family}/"
    assert Program.objects.count() == 1


@pytest.fixture
def conflict(as_coach, coach, colleague, saved):
    """The colleague saved a second version while the coach wrote; `mine` is the coach's draft."""
    step(as_coach, saved_as_draft(saved), do="add", at="1.2", line="glute bridge 3x9")
    content = EMPTY | {"name": "Off-season", "weeks": 2, "days_a_week": 2}
    content = add_line(content, "1.1", THRUST)
    theirs = begin(by=colleague, kind=Draft.Kind.PROGRAM, family=saved.family, base=saved.pk, content=content)
    return save_program(theirs, by=colleague)


def test_the_second_to_save_sees_both_versions(as_coach, conflict):
    answer = save(as_coach, conflict.family)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Tomas Arriaga saved version 2" in html
    assert "glute bridge 3x9 <small>only in mine</small>" in html
    assert Draft.objects.exists()


def test_mine_is_kept_as_the_next_version(as_coach, conflict):
    save(as_coach, conflict.family, keep="mine", theirs=conflict.pk)

    newest = Program.objects.get(superseded_at=None)
    assert (newest.version, newest.days.count()) == (3, 2)


def test_theirs_is_taken_and_undo_brings_mine_back(as_coach, conflict):
    save(as_coach, conflict.family, keep="theirs", theirs=conflict.pk)
    assert lines(conflict, "1.2") == []

    step(as_coach, saved_as_draft(conflict), do="undo")
    assert lines(conflict, "1.2") == ["glute bridge 3x9"]
    assert Program.objects.count() == 2


def test_both_are_kept(as_coach, conflict):
    save(as_coach, conflict.family, keep="both", theirs=conflict.pk)

    assert sorted(Program.objects.filter(superseded_at=None).values_list("name", flat=True)) == [
        "Off-season", "Off-season, second version",
    ]  # fmt: skip


def test_a_third_version_in_between_is_a_conflict_again(as_coach, colleague, conflict):
    content = EMPTY | {"name": "Once more"}
    third = begin(by=colleague, kind=Draft.Kind.PROGRAM, family=conflict.family, base=conflict.pk, content=content)
    save_program(third, by=colleague)

    assert save(as_coach, conflict.family, keep="mine", theirs=conflict.pk).status_code == 409
    assert Draft.objects.exists()


@pytest.mark.parametrize("theirs", ["", "x", "a1403a72-a91f-44ce-adc9-197dd8ccde1f"])
def test_a_conflict_with_nothing_is_not_found(as_coach, draft, theirs):
    assert save(as_coach, draft.family, keep="mine", theirs=theirs).status_code == 404


def test_a_window_that_saw_an_older_draft_is_told_after_saving(as_coach, saved):
    url = f"/coach/programs/{saved.family}/steps/"
    fields = {"do": "add", "at": "1.1", "line": "glute bridge 3x8", "seen": "7", "base": str(saved.pk)}

    assert as_coach.post(url, fields, headers=HTMX).status_code == 409
    assert not Draft.objects.exists()


def test_no_draft_is_nothing_to_throw_away(as_coach, saved):
    answer = as_coach.post(f"/coach/programs/{saved.family}/discard/")

    assert answer["Location"] == f"/coach/programs/{saved.family}/"


def test_a_draft_is_thrown_away(as_coach, draft):
    assert as_coach.post(f"/coach/programs/{draft.family}/discard/")["Location"] == "/coach/programs/"
    assert not Draft.objects.exists()
