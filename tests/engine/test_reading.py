"""Text into JSON, and what an error says about itself."""

from types import MappingProxyType

import pytest

from programs.engine import BadInput, decide_case
from programs.engine.reading import load_json
from tests.engine.cases import case, session


def test_an_error_says_where_and_what():
    error = BadInput("/prescription/reps", "is required")

    assert str(error) == "/prescription/reps: is required"
    assert error.as_json() == {"error": {"pointer": "/prescription/reps", "message": "is required"}}


def test_an_error_of_the_whole_needs_no_pointer():
    assert str(BadInput("", "must be an object")) == "must be an object"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not JSON: Expecting value at character 1"),
        ('{"a": }', "is not JSON: Expecting value at character 7"),
        ("{}{}", "is not JSON: Extra data at character 3"),
        ("[" * 100_000, "is nested too deeply"),
        (b"\xff\xfe", "is not UTF-8 text"),
        ('{"a": 1}'.encode("utf-16"), "is not UTF-8 text"),
    ],
)
def test_text_that_is_no_json_says_why(text, message):
    with pytest.raises(BadInput) as error:
        load_json(text)

    assert error.value.as_json() == {"error": {"pointer": "", "message": message}}


@pytest.mark.parametrize("text", ['{"load": 22.5}', b'{"load": 22.5}', b'\xef\xbb\xbf{"load": 22.5}'])
def test_text_and_bytes_are_read_with_or_without_a_byte_order_mark(text):
    assert load_json(text) == {"load": 22.5}


def test_beside_a_number_of_thousands_of_digits_the_others_stay_exact():
    read = load_json('{"endless": ' + "9" * 5000 + ', "long": ' + "9" * 60 + "}")

    assert read == {"endless": float("inf"), "long": 10**60 - 1}


def test_any_mapping_and_any_sequence_is_read():
    plain = case(session("12@2 12@2 12@2"))
    other = MappingProxyType({**plain, "prescription": MappingProxyType(plain["prescription"])})

    assert decide_case(other | {"history": tuple(plain["history"])}) == decide_case(plain)
