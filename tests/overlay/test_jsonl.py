import io
import json
import re
from pathlib import Path
from typing import Any

from hypothesis import given

from calmdesk.call.events import Began, Ended, Event, Final, Listened, Notice
from calmdesk.overlay.jsonl import JsonLinesView
from overlay.feed import call
from overlay.live_feed import DEAF, LOOK_BACK
from overlay.made_up import events

TYPES = ("partial", "final", "cue", "card", "said", "wording", "dismissed", "notice", "began", "lookback", "ended")
DESK = [Began(), *call()[:-1], LOOK_BACK, Ended(754.0)]
DOCUMENT = Path(__file__).parents[2] / "docs" / "events.md"


def printed(*happened: Event) -> bytes:
    """Return the lines of the events."""
    stream = io.BytesIO()
    view = JsonLinesView(tell=lambda notice: notice.message.format_map(notice.details), stream=stream)
    for event in happened:
        view.show(event)
    view.close()
    return stream.getvalue()


def read(*happened: Event) -> list[dict[str, Any]]:
    """Return the events as a program reads them."""
    return [json.loads(line) for line in printed(*happened).decode().split("\n")[:-1]]


def documented() -> dict[str, tuple[set[str], str]]:
    """Return field → (types of event it is in, kind of value), from the table in docs/events.md."""
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    every = set(TYPES)
    return {
        field: (every if types.strip() == "all" else set(types.replace(" ", "").split(",")), kind.strip())
        for field, types, kind in rows
    }


KINDS: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "integer": int,
    "number": (int, float),
    "yes or no": bool,
    "list of texts": list,
    "counts": dict,
}


def test_the_document_names_every_field() -> None:
    """Somebody who writes a program by docs/events.md finds exactly those fields, of those kinds."""
    table = documented()
    for line in read(*DESK):
        assert set(line) == {field for field, (types, _) in table.items() if line["type"] in types}
        for field, value in line.items():
            assert isinstance(value, KINDS[table[field][1]]), field


def test_the_example_of_the_document_is_what_is_printed() -> None:
    """The line shown in docs/events.md is a real one."""
    example = re.findall(r"^\{.*\}$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert example
    assert all(line in printed(*call()).decode().splitlines() for line in example)


def test_every_type_of_event_is_printed_in_order() -> None:
    """A program sees the call as the screen does, and its end."""
    lines = read(*DESK)
    assert {line["type"] for line in lines} == set(TYPES)
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert lines[-1] == {"at": 754.0, "type": "ended"}


def test_a_look_back_holds_counts_and_no_word_of_the_client() -> None:
    """What a call was like can be read by a program, and nothing of what was said in it."""
    assert read(LOOK_BACK) == [
        {
            "at": 754.0,
            "type": "lookback",
            "families": {"waiting": 3, "insult": 2, "payment_worry": 1, "leaving_threat": 1},
            "rung": 4,
            "shown": 6,
            "said": 4,
            "breathe": LOOK_BACK.breathe,
        }
    ]


def test_silence_prints_nothing() -> None:
    """Ten times a second of nothing new does not fill a file."""
    assert printed(Listened(1.0)) == b""


def test_accents_are_readable() -> None:
    """A person can read the lines too: « é » is « é », whatever the console's encoding."""
    assert "Désolée, ça".encode() in printed(Final(1.0, "Désolée, ça", 1))


def test_a_notice_has_its_sentence_and_its_name() -> None:
    """A program recognises a notice in every language, a person reads it."""
    (line,) = read(Notice(1.23456, "lost {seconds} s", {"seconds": 2}))
    assert line == {
        "at": 1.235,
        "type": "notice",
        "text": "lost 2 s",
        "message": "lost {seconds} s",
        "lasting": False,
        "topic": "",
    }
    assert read(DEAF)[0]["lasting"]


@given(event=events())
def test_any_event_is_one_harmless_line(event: Event) -> None:
    """Whatever was heard, a line is one line, does nothing to a terminal, and loses nothing."""
    stream = io.BytesIO()
    JsonLinesView(tell=lambda notice: notice.message, stream=stream).show(event)
    lines = stream.getvalue().decode().split("\n")
    assert all(line.isprintable() for line in lines)
    if not isinstance(event, Listened):
        assert len(lines) == 2
        line = json.loads(lines[0])
        for name in ("text", "say", "phrase", "family"):
            if name in line and line["type"] != "notice":
                assert line[name] == getattr(event, name)
