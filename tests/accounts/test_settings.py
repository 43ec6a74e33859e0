"""A coach's own settings."""

import pytest

FORM = {"display_name": "Ruth A.", "time_zone": "Europe/Madrid", "unit": "lb"}


def test_shows_what_is_set_and_the_people_of_the_practice(as_coach, owner, colleague, rival, client_user):
    page = as_coach.get("/coach/settings/")
    assert 'value="Ruth Adeyemi"' in page.text
    assert owner.email in page.text
    assert colleague.email in page.text
    assert rival.email not in page.text
    assert client_user.email not in page.text  # clients have their own page


def test_saves(as_coach, owner):
    answer = as_coach.post("/coach/settings/", FORM, follow=True)
    assert answer.redirect_chain == [("/coach/settings/", 302)]
    assert "Saved." in answer.text
    owner.refresh_from_db()
    assert (owner.display_name, owner.time_zone, owner.unit) == ("Ruth A.", "Europe/Madrid", "lb")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", ""),
        ("display_name", "x" * 81),
        ("display_name", "nul\x00"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", ""),
        ("unit", "stone"),
    ],
)
def test_bad_input_is_said_at_the_field_and_changes_nothing(as_coach, owner, field, value):
    page = as_coach.post("/coach/settings/", FORM | {field: value})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert f'id="id_{field}_error"' in page.text
    owner.refresh_from_db()
    assert owner.display_name == "Ruth Adeyemi"


def test_a_form_that_comes_empty_is_answered_as_a_form(as_coach):
    for address in ("/coach/settings/", "/coach/settings/tokens/", "/coach/clients/new/"):
        assert as_coach.post(address, {}).status_code == 422


def test_is_for_coaches(as_stranger, as_client, as_colleague):
    assert as_stranger.get("/coach/settings/").headers["Location"] == "/accounts/login/?next=/coach/settings/"
    assert as_client.get("/coach/settings/").status_code == 404
    assert as_colleague.get("/coach/settings/").status_code == 200


def test_takes_no_other_method(as_coach):
    assert as_coach.delete("/coach/settings/").status_code == 405


def test_queries_do_not_grow_with_people(as_coach, practice, django_assert_max_num_queries):
    from tests.factories import MembershipFactory

    MembershipFactory.create_batch(8, practice=practice)
    with django_assert_max_num_queries(14):
        as_coach.get("/coach/settings/")
