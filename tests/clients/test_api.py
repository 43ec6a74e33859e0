"""Clients, assignments, sessions, sets and proposals over the API: whose they are, what they look like, logging."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from clients.models import Proposal, Session, SessionItem, SetLog, SetRevision
from tests.api import FIRST_DAY, a_set, opened, post, queries_of, rows, tool, trained
from tests.factories import AssignmentFactory, ClientFactory, ProgressionFactory

PEOPLES = ["clients", "assignments", "sessions", "sets", "proposals"]


@pytest.fixture
def item(client_row) -> SessionItem:
    return opened(client_row)


# --- Whose they are -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PEOPLES)
def test_each_sees_their_own(name, owner, colleague, client_user, client_row, other_client, rival):
    mine, hers = trained(client_row), trained(other_client)
    path = f"/api/v1/{name}/"
    clients = {str(client_row.pk), str(other_client.pk)}
    assignments = {str(mine.assignment_id), str(hers.assignment_id)}

    def whose(found):
        return {row.get("client") or row.get("assignment") or row["id"] for row in found}

    everyone = assignments if name == "proposals" else clients
    own = {str(mine.assignment_id)} if name == "proposals" else {str(client_row.pk)}
    assert whose(rows(tool(owner), path)) == everyone
    assert whose(rows(tool(colleague), path)) == everyone
    assert whose(rows(tool(client_user), path)) == own
    assert rows(tool(rival), path) == []


@pytest.mark.parametrize("name", PEOPLES)
def test_a_row_of_others_is_like_one_that_never_was(name, owner, client_user, client_row, other_client, rival):
    trained(client_row)
    trained(other_client)
    ids = {row["id"] for row in rows(tool(owner), f"/api/v1/{name}/")}
    seen = {row["id"] for row in rows(tool(client_user), f"/api/v1/{name}/")}
    assert ids > seen

    def refused(user, row_id):
        response = tool(user).get(f"/api/v1/{name}/{row_id}/")
        assert response.status_code == 404
        return {key: value for key, value in response.json().items() if key != "request_id"}

    never = refused(rival, uuid4())
    assert all(refused(rival, row_id) == never for row_id in ids)
    assert all(refused(client_user, row_id) == never for row_id in ids - seen)
    assert all(tool(client_user).get(f"/api/v1/{name}/{row_id}/").status_code == 200 for row_id in seen)


def test_a_client_who_lost_the_membership_sees_nothing(client_user, client_row):
    browser = tool(client_user)
    assert len(rows(browser, "/api/v1/clients/")) == 1
    client_user.memberships.all().delete()
    assert browser.get("/api/v1/clients/").status_code == 403


@pytest.mark.parametrize("name", PEOPLES)
def test_lists_take_as_many_queries_for_thirty_rows_as_for_three(name, owner, practice):
    progression = ProgressionFactory(rungs=3)
    browser = tool(owner)

    def train(count):
        for _ in range(count):
            client = ClientFactory(practice=practice, coach=owner)
            session = opened(client, progression=progression).session
            log_one(session)

    def log_one(session):
        item = session.items.get()
        assert post(browser, a_set(item)).status_code == 201
        Proposal.objects.create(
            practice=practice,
            assignment=session.assignment,
            session=session,
            proposed={"left": PROPOSED},
            reasons=REASONS,
        )

    train(3)
    few = queries_of(lambda: rows(browser, f"/api/v1/{name}/"))
    train(27)
    assert len(rows(browser, f"/api/v1/{name}/")) == 30
    assert queries_of(lambda: rows(browser, f"/api/v1/{name}/")) == few
    assert few <= 15


PROPOSED = {
    "action": "add_load",
    "rung": str(uuid4()),
    "position": 3,
    "load": 42.5,
    "unit": "kg",
    "sets": 3,
    "reps": [8, 8, 8],
    "rest_s": 90,
}
REASONS = [{"code": "range_complete", "side": "left", "figures": {"to_load": 42.5}}]


# --- What they look like --------------------------------------------------------------------------------------


def test_a_session_tells_what_was_asked_of_each_side(owner, client_row, item):
    session = tool(owner).get(f"/api/v1/sessions/{item.session_id}/").json()

    assert session["due_on"] == FIRST_DAY.isoformat()
    assert session["status"] == "open"
    assert session["skip_reason"] is None
    targets = {target["side"]: target for target in session["items"][0]["targets"]}
    assert targets.keys() == {"left", "right"}
    frozen = item.targets.get(side="left")
    assert targets["left"] == {
        "side": "left",
        "rung": str(frozen.rung_id),
        "variation": str(frozen.variation_id),
        "implement": "barbell",
        "load": f"{frozen.load:.2f}",
        "load_words": "",
        "unit": "kg",
        "sets": 3,
        "reps": [8, 8, 8],
        "seconds": None,
        "reps_low": 8,
        "reps_high": 12,
        "rir": 2,
        "tempo": {"eccentric_s": 2, "bottom_pause_s": 0, "concentric_s": 1, "top_pause_s": 1},
        "rest_s": 90,
        "side_rest_s": 15,
    }


def test_a_proposal_tells_each_side_with_loads_as_text(owner, client_row):
    trained(client_row)
    stored = Proposal.objects.get()

    proposal = rows(tool(owner), "/api/v1/proposals/")[0]

    assert {side["side"] for side in proposal["proposed"]} == {"left", "right"}
    left = next(side for side in proposal["proposed"] if side["side"] == "left")
    assert left["load"] == f"{Decimal(str(stored.proposed['left']['load'])):.2f}"
    assert left["reps"] == stored.proposed["left"]["reps"]
    assert (proposal["outcome"] is None) == (stored.outcome is None)
    assert {reason["code"] for reason in proposal["reasons"]} == {reason["code"] for reason in stored.reasons}


def test_a_client_row(owner, client_row):
    found = tool(owner).get(f"/api/v1/clients/{client_row.pk}/").json()
    assert found["name"] == "Maya Lindqvist"
    assert found["body_mass_kg"] == "70.00"
    assert found["involved_side"] is None
    assert found["inventory"]["bar"] == 20
    assert "user" not in found
    assert "practice" not in found


def test_filters(owner, client_row, other_client):
    mine, hers = trained(client_row), opened(other_client, days=7).session
    browser = tool(owner)

    def ids(query):
        return {row["id"] for row in rows(browser, f"/api/v1/{query}")}

    assert ids(f"sessions/?client={client_row.pk}") == {str(mine.pk)}
    assert ids("sessions/?status=open") == {str(hers.pk)}
    assert ids("sessions/?due_from=2026-01-06") == {str(hers.pk)}
    assert ids("sessions/?due_to=2026-01-05") == {str(mine.pk)}
    assert ids(f"assignments/?client={other_client.pk}") == {str(hers.assignment_id)}
    assert len(ids(f"sets/?session={mine.pk}&side=left")) == 3
    assert ids(f"sets/?session={hers.pk}") == set()
    assert len(ids(f"proposals/?session={mine.pk}")) == 1
    assert ids("clients/?status=archived") == set()


def test_a_filter_by_a_row_of_others_finds_nothing(rival, client_row):
    session = trained(client_row)
    for query in (
        f"sessions/?client={client_row.pk}",
        f"sets/?session={session.pk}",
        f"proposals/?session={session.pk}",
    ):
        assert rows(tool(rival), f"/api/v1/{query}") == []


# --- Logging a set --------------------------------------------------------------------------------------------


def test_post_keeps_a_set(client_user, item):
    sent = a_set(item)
    response = post(tool(client_user), sent)

    assert response.status_code == 201, response.content
    kept = response.json()
    assert kept["id"] == sent["id"]
    assert (kept["load"], kept["load_kg"], kept["performed_at"]) == ("42.50", "42.5000", "2026-01-05T18:02:00Z")
    assert response["Location"].endswith(f"/api/v1/sets/{sent['id']}/")
    row = SetLog.objects.get()
    assert (row.side, row.reps, row.load, row.client_id) == ("left", 8, Decimal("42.50"), item.session.client_id)
    assert tool(client_user).get(response["Location"]).json() == kept


def test_post_again_changes_nothing(client_user, item):
    browser, sent = tool(client_user), a_set(item)
    first = post(browser, sent)
    again = post(browser, {**sent, "load": "42.50", "performed_at": "2026-01-06T09:00:00Z"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert SetLog.objects.count() == 1
    assert not SetRevision.objects.exists()


@pytest.mark.parametrize(
    "change", [{"reps": 9}, {"load": 45}, {"side": "right"}, {"set_number": 2}, {"rir": None}, {"unit": "lb"}]
)
def test_post_of_other_content_under_the_same_id_is_a_conflict(client_user, item, change):
    browser, sent = tool(client_user), a_set(item)
    kept = post(browser, sent).json()

    response = post(browser, {**sent, **change})

    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["type"].endswith("#conflict")
    assert problem["held"] == kept
    differing = {name for name, value in problem["sent"].items() if value != problem["held"][name]}
    assert differing == set(change)
    row = SetLog.objects.get()
    assert (row.side, row.reps, row.load, row.set_number) == ("left", 8, Decimal("42.50"), 1)


def test_post_to_a_place_that_is_taken_is_a_conflict(client_user, owner, item):
    kept = post(tool(client_user), a_set(item)).json()
    sent = a_set(item)

    response = post(tool(owner), sent)

    assert response.status_code == 409
    assert response.json()["held"] == kept
    assert response.json()["sent"]["id"] == sent["id"]
    assert SetLog.objects.count() == 1


def test_a_coach_of_the_practice_logs_for_a_client(owner, colleague, item):
    assert post(tool(owner), a_set(item)).status_code == 201
    assert post(tool(colleague), a_set(item, set_number=2)).status_code == 201
    assert set(SetLog.objects.values_list("client", flat=True)) == {item.session.client_id}


def test_nobody_else_logs_for_a_client_and_learns_nothing(rival, client_row, other_client, item):
    own = opened(other_client)

    def refused(user, body):
        response = post(tool(user), body)
        assert response.status_code == 400
        return {key: value for key, value in response.json().items() if key != "request_id"}

    never = refused(rival, a_set(item, session=str(uuid4()), item=str(uuid4())))
    assert never["errors"] == [
        {"pointer": "#/item", "parameter": None, "detail": "There is no such item in this session.", "code": "unknown"}
    ]
    assert refused(rival, a_set(item)) == never
    assert refused(other_client.user, a_set(item)) == never
    assert refused(other_client.user, a_set(item, session=str(own.session_id))) == never
    assert refused(other_client.user, a_set(own, session=str(item.session_id))) == never
    assert not SetLog.objects.exists()


def test_a_side_that_the_session_lacks_is_refused_by_the_domain(client_user, item):
    response = post(tool(client_user), a_set(item, side="both"))
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "#/side"


def test_skipped_and_stopped_sets(client_user, item):
    browser = tool(client_user)
    nothing = {"reps": None, "load": None, "rir": None}
    skipped = post(browser, a_set(item, kind="skipped", skip_reason="time", **nothing))
    stopped = post(browser, a_set(item, kind="stopped", set_number=2, **nothing | {"pain": 7}))
    assert (skipped.status_code, stopped.status_code) == (201, 201)
    assert skipped.json()["skip_reason"] == "time"
    assert stopped.json()["skip_reason"] is None
    assert post(browser, a_set(item, kind="skipped", set_number=3)).json()["errors"][0]["pointer"] == "#/skip_reason"
    assert (
        post(browser, a_set(item, set_number=3, skip_reason="time")).json()["errors"][0]["pointer"] == "#/skip_reason"
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "not-a-uuid"), ("id", 7), ("id", None), ("id", "٨" * 32), ("session", [1]), ("item", {}),
        ("set_number", 0), ("set_number", 21), ("set_number", "1"), ("set_number", True), ("set_number", 1.5),
        ("side", "top"), ("side", ["left"]), ("side", None), ("kind", "half"), ("unit", "st"),
        ("reps", -1), ("reps", 1001), ("reps", 1000000), ("reps", 10**30), ("reps", "٨"), ("reps", "8"),
        ("reps", None),
        ("load", -1), ("load", 1000.01), ("load", 42.555), ("load", "82,5"), ("load", "NaN"), ("load", "٨٢"),
        ("load", ""), ("load", "1e2"), ("load", True), ("load", None), ("load", [42]), ("load", " 42"), ("load", 1e308),
        ("rir", -1), ("rir", 11), ("rir", "2"), ("pain", -1), ("pain", 11), ("pain", "none"),
        ("skip_reason", "bored"), ("performed_at", None), ("performed_at", 1767636120),
    ],
)  # fmt: skip
def test_figures_out_of_bounds_name_their_field(client_user, item, field, value):
    response = post(tool(client_user), a_set(item, **{field: value}))

    assert response.status_code == 400, response.content
    problem = response.json()
    assert [error["pointer"] for error in problem["errors"]] == [f"#/{field}"]
    assert problem["errors"][0]["detail"]
    assert not SetLog.objects.exists()


@pytest.mark.parametrize(
    "missing", ["id", "session", "item", "set_number", "side", "reps", "load", "unit", "performed_at"]
)
def test_what_is_missing_is_named(client_user, item, missing):
    body = a_set(item)
    del body[missing]
    problem = post(tool(client_user), body).json()
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(f"#/{missing}", "required")]


@pytest.mark.parametrize("load", [42.5, "42.5", "42.50", 42, "0042", 0, 1000])
def test_loads_as_numbers_or_as_text(client_user, item, load):
    response = post(tool(client_user), a_set(item, load=load))
    assert response.status_code == 201, response.content
    assert response.json()["load"] == f"{Decimal(str(load)):.2f}"


def test_pounds_stay_pounds(client_user, item):
    kept = post(tool(client_user), a_set(item, load=95, unit="lb")).json()
    assert (kept["load"], kept["unit"], kept["load_kg"]) == ("95.00", "lb", "43.0913")


def test_a_late_set_is_looked_at_again(client_user, client_row):
    session = trained(client_row)
    item = session.items.get()
    response = post(tool(client_user), a_set(item, set_number=4, pain=9))
    assert response.status_code == 201
    assert "stop" in {side["action"] for side in Proposal.objects.latest_first().first().proposed.values()}


# --- Abuse ----------------------------------------------------------------------------------------------------


def test_abuse_19_a_uuid_that_another_practice_holds(owner, item, rival, rival_client):
    theirs = opened(rival_client)
    sent = a_set(theirs)
    assert post(tool(rival), sent).status_code == 201
    before = SetLog.objects.values().get()

    response = post(tool(owner), a_set(item, id=sent["id"], reps=10))

    assert response.status_code == 201
    assert response.json()["reps"] == 10
    assert SetLog.objects.values().get(pk=before["id"]) == before
    assert tool(rival).get(f"/api/v1/sets/{sent['id']}/").json()["reps"] == 8
    assert tool(owner).get(f"/api/v1/sets/{sent['id']}/").json()["reps"] == 10


def test_a_uuid_that_another_client_of_the_practice_holds(owner, client_row, other_client, item):
    first = a_set(item)
    assert post(tool(client_row.user), first).status_code == 201
    second = post(tool(other_client.user), a_set(opened(other_client), id=first["id"], reps=3))
    assert second.status_code == 201
    assert tool(owner).get(f"/api/v1/sets/{first['id']}/").json()["reps"] == 8
    assert tool(other_client.user).get(f"/api/v1/sets/{first['id']}/").json()["reps"] == 3


def test_abuse_21_json_nested_5000_deep(client_user, item):
    browser = tool(client_user)
    for deep in ("[" * 5000 + "]" * 5000, '{"a":' * 5000 + "1" + "}" * 5000, '{"id":' + "[" * 40 + "]" * 40 + "}"):
        assert refused(browser, deep)["detail"] == "JSON of more than 32 levels."


def refused(browser, body):
    response = post(browser, body)
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert not SetLog.objects.exists()
    return response.json()


@pytest.mark.parametrize("body", ["[]", '"text"', "1", "null", "true", "[{}]"])
def test_abuse_22_wrong_top_level_type(client_user, item, body):
    assert refused(tool(client_user), body)["errors"][0]["pointer"] == "#"


def test_abuse_23_doubled_keys(client_user, item):
    twice = '{"reps": 8, "reps": 9}'
    assert "twice" in refused(tool(client_user), twice)["detail"]


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800", "\\udfff\\ud800", "a\\u0000b"])
def test_abuse_24_nul_and_lone_surrogates(client_user, item, text):
    browser = tool(client_user)
    assert "NUL" in refused(browser, f'{{"side": "{text}"}}')["detail"]
    assert "NUL" in refused(browser, f'{{"{text}": 1}}')["detail"]


@pytest.mark.parametrize(
    "at",
    [
        "9999-01-01T00:00:00Z", "2101-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00",
        "2026-01-05T18:02:00", "2026-01-05", "2026-01-05 18:02:00+00:00", "2026-13-05T18:02:00Z",
        "2026-02-30T18:02:00Z",
        "2026-01-05T25:02:00Z", "2026-01-05T18:02:00+25:00", "2026-W01-1T10:00:00Z", "٢٠٢٦-01-05T18:02:00Z", "now", "",
    ],
)  # fmt: skip
def test_abuse_25_year_9999_and_dates_without_offset(client_user, item, at):
    problem = refused(tool(client_user), a_set(item, performed_at=at))
    assert [error["pointer"] for error in problem["errors"]] == ["#/performed_at"]


def test_offsets_are_kept_as_the_same_instant(client_user, item):
    kept = post(tool(client_user), a_set(item, performed_at="2026-01-05T23:30:00.25-08:00")).json()
    assert kept["performed_at"] == "2026-01-06T07:30:00.250000Z"
    assert SetLog.objects.get().performed_at == dt.datetime(2026, 1, 6, 7, 30, 0, 250000, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "name", ["weight", "client", "practice", "coach", "role", "uuid", "received_at", "load_kg", "a/b~c"]
)
def test_abuse_26_unknown_fields_are_errors(client_user, item, name):
    problem = refused(tool(client_user), a_set(item) | {name: str(uuid4())})
    escaped = {"a/b~c": "a~1b~0c"}.get(name, name)
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(f"#/{escaped}", "unknown")]


def test_several_errors_are_told_at_once(client_user, item):
    problem = refused(tool(client_user), a_set(item, reps=-1, weight=3, side="x"))
    assert {error["pointer"] for error in problem["errors"]} == {"#/reps", "#/weight", "#/side"}
    assert problem["detail"] == "3 things are not right: see errors."


@pytest.mark.parametrize(
    "body",
    [
        b'{"load": NaN}', b'{"load": Infinity}', b'{"load": -Infinity}', b'{"load": 1e999}', b'{"load": -1e999}',
        b'{"load": 1e-99999999999999999999}', b'{"reps": ' + b"9" * 5000 + b"}", b"{", b"", b"{}x", b"\xff\xfe",
        b'{"a": "\xff"}',
        b"\xef\xbb\xbf{}", b"{'a': 1}", b'{"a": 1,}',
    ],
)  # fmt: skip
def test_abuse_59_what_is_no_json_number(client_user, item, body):
    refused(tool(client_user), body)


@pytest.mark.django_db(transaction=True)
def test_abuse_44_the_same_set_fifty_times_in_parallel(client_user, client_row):
    item = opened(client_row)
    browsers, sent = [tool(client_user) for _ in range(50)], a_set(item)

    def send(browser):
        try:
            return post(browser, sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        codes = sorted(pool.map(send, browsers))

    assert codes == [200] * 49 + [201]
    assert SetLog.objects.count() == 1


def test_what_was_trained_is_neither_replaced_nor_deleted(owner, client_row):
    session = trained(client_row)
    browser = tool(owner)
    followed, held = session.assignment, session.items.get().sets.first()
    for path in (
        f"sessions/{session.pk}/",
        f"assignments/{followed.pk}/",
        f"clients/{client_row.pk}/",
        f"sets/{held.uuid}/",
    ):
        for method in ("put", "delete"):
            response = getattr(browser, method)(f"/api/v1/{path}", "{}", content_type="application/json")
            assert response.status_code == 405, (method, path)
    assert Session.objects.filter(pk=session.pk).exists()
    assert AssignmentFactory._meta.model.objects.count() == 1
