"""Unsaved work is kept as typed, step by step, and each step can be taken back."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.drafting import MOST_STEPS_BACK, StaleDraft, _put_back, _replaced, begin, change, undo
from programs.models import Draft

FAMILY = uuid4()
texts = st.text(max_size=3)
contents = st.recursive(
    st.dictionaries(texts, st.one_of(texts, st.lists(texts, max_size=3), st.none()), max_size=4),
    lambda inner: st.dictionaries(texts, inner, max_size=4),
    max_leaves=10,
)


@pytest.fixture
def draft(coach):
    return begin(by=coach, kind="program", family=FAMILY, base=None, content={"name": "", "days": {}})


def test_it_is_begun_once_for_each_coach(coach, colleague, draft):
    again = begin(by=coach, kind="program", family=FAMILY, base=None, content={"name": "other"})
    theirs = begin(by=colleague, kind="program", family=FAMILY, base=None, content={"name": "theirs"})

    assert again == draft
    assert again.content == {"name": "", "days": {}}
    assert theirs != draft


def test_a_coach_sees_their_own_and_the_practice_knows_who_else(coach, colleague, rival, draft):
    assert list(Draft.objects.for_user(coach)) == [draft]
    assert list(Draft.objects.for_user(colleague)) == []
    assert list(Draft.objects.of_practice(colleague)) == [draft]
    assert list(Draft.objects.of_practice(rival)) == []


def test_a_client_drafts_nothing(client_user):
    with pytest.raises(PermissionError):
        begin(by=client_user, kind="program", family=FAMILY, base=None, content={})


def test_changes_are_undone_one_by_one(draft):
    first = change(draft, {"name": "Off", "days": {}}, seen=0)
    second = change(first, {"name": "Off", "days": {"1.1": ["hip thrust 3x8"]}}, seen=1)

    once = undo(second, seen=2)
    assert once.content == {"name": "Off", "days": {}}
    assert undo(once, seen=3).content == {"name": "", "days": {}}


def test_with_nothing_to_undo_it_stays(draft):
    assert undo(draft, seen=0).content == draft.content


def test_a_change_from_a_stale_window_is_told_and_nothing_is_replaced(draft):
    change(draft, {"name": "first window", "days": {}}, seen=0)

    with pytest.raises(StaleDraft) as told:
        change(draft, {"name": "second window", "days": {}}, seen=0)
    assert told.value.draft.content["name"] == "first window"


def test_the_same_content_sent_again_is_no_change(draft):
    changed = change(draft, {"name": "Off", "days": {}}, seen=0)

    assert change(draft, {"name": "Off", "days": {}}, seen=0).revision == changed.revision


def test_it_remembers_so_many_steps(draft):
    for number in range(MOST_STEPS_BACK + 5):
        draft = change(draft, {"name": str(number), "days": {}}, seen=number)

    assert len(draft.past) == MOST_STEPS_BACK


@given(contents, contents)
def test_what_was_replaced_can_be_put_back(old, new):
    assert _put_back(new, _replaced(old, new)) == old
