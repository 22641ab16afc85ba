from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calmdesk.audio.websocket.protocol import (
    Command,
    Style,
    UnknownMessageError,
    final_answer,
    partial_answer,
    read_text,
)
from calmdesk.call.events import Word

PLAIN = Style()


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ('{ "config" : { "sample_rate" : 16000 } }', Style(16000)),  # vosk-server's test.py
        ('{"config" : {"sample_rate" : 48000.0 }}', Style(48000)),  # Jigasi
        ('{"config":{"sample_rate":"8000"}}', Style(8000)),
        ('{"config": {"words": 0, "max_alternatives": 3}}', Style(words=False, alternatives=True)),
        ('{"config": {"phrase_list": ["oui", "non"], "something": "new"}}', PLAIN),
        ('{"eof" : 1}', Command.EOF),
        ('{"eof":1}', Command.EOF),
        ('{"reset" : 1}', Command.RESET),
    ],
)
def test_the_messages_of_known_clients_are_understood(message: str, asked: object) -> None:
    """Spaces, floats and texts for numbers, keys of later versions: what is in use works."""
    assert read_text(message, PLAIN) == asked


def test_what_a_config_does_not_name_stays() -> None:
    """A second config adds to the first."""
    first = read_text('{"config": {"sample_rate": 16000, "words": false}}', PLAIN)
    assert isinstance(first, Style)
    assert read_text('{"config": {"max_alternatives": 1}}', first) == Style(16000, words=False, alternatives=True)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("hello", 1007),
        ("", 1007),
        ("[" * 60_000, 1007),
        ('{"a":' * 10_000, 1007),
        ('{"config": "' + "x" * 70_000 + '"}', 1007),
        ("[1]", 1003),
        ("null", 1003),
        ('{"hello": 1}', 1003),
        ('{"config": 1}', 1003),
        *(
            (f'{{"config": {{"sample_rate": {rate}}}}}', 1007)
            for rate in ("0", "-8000", "1e400", "NaN", "true", '"fast"', "[]", "4000", "1" * 400)
        ),
    ],
)
def test_nonsense_is_refused_with_its_code(message: str, code: int) -> None:
    """Brackets without end, rates nobody has, other protocols: one reason, no traceback."""
    with pytest.raises(UnknownMessageError) as error:
        read_text(message, PLAIN)
    assert error.value.code == code
    assert len(str(error.value).encode()) <= 123  # what fits into a closing frame


@given(
    st.text()
    | st.recursive(
        st.none() | st.floats() | st.text(),
        lambda some: (
            st.lists(some)
            | st.dictionaries(st.sampled_from(["config", "eof", "sample_rate", "words", "max_alternatives"]), some)
        ),
    ).map(json.dumps)
)
def test_no_text_from_outside_makes_it_fall_over(message: str) -> None:
    """Anything is understood or refused."""
    try:
        asked = read_text(message, PLAIN)
    except UnknownMessageError:
        return
    assert isinstance(asked, (Style, Command))


def told(answer: str) -> dict[str, Any]:
    """Return an answer as a client reads it."""
    table: dict[str, Any] = json.loads(answer)
    return table


WORDS = (Word("allô", 12.0, 12.3, 0.9), Word("bonjour", 12.4, 12.8))


def test_answers_look_like_vosks() -> None:
    """Clients that look for pieces of text instead of reading JSON find them, accents as they are."""
    assert partial_answer("vous êtes") == '{\n  "partial" : "vous êtes"\n}'
    assert '"text" : "allô bonjour"' in final_answer("allô bonjour", WORDS, PLAIN, 10.0)


def test_word_times_count_from_the_callers_own_beginning() -> None:
    """A client knows nothing of the calls before its own."""
    answer = told(final_answer("allô bonjour", WORDS, PLAIN, 10.0))
    assert answer["result"][0] == {"conf": 0.9, "end": 2.3, "start": 2.0, "word": "allô"}
    assert answer["result"][1]["word"] == "bonjour"


def test_words_and_alternatives_come_as_they_were_asked_for() -> None:
    """A client that wants a list of alternatives gets one, with one in it."""
    assert told(final_answer("allô", WORDS, Style(words=False), 0)) == {"text": "allô"}
    alternatives = told(final_answer("allô", WORDS, Style(alternatives=True), 0))["alternatives"]
    assert [each["text"] for each in alternatives] == ["allô"]
    assert told(final_answer("", (), PLAIN, 0)) == {"text": ""}
