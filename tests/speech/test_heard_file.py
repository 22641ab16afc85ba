from __future__ import annotations

import json
import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calmdesk.call.events import Final, Heard, Partial, Side, Word
from calmdesk.call.text import safe_words
from calmdesk.errors import HeardFileError
from calmdesk.speech.heard_file import LONGEST_LINE, HeardWriter, read_heard

if TYPE_CHECKING:
    from pathlib import Path

HEADER = '{"format": "calmdesk heard", "version": 1}'
PARTIAL = Partial(1.3, "bande d'", 0)
FINAL = Final(2.5, "bande d'incapables", 0, (Word("bande", 0.4, 0.7, 0.9), Word("d'incapables", 0.7, 1.6)), Side.DESK)

times = st.floats(0, 100_000)
texts = st.text(max_size=60).map(lambda text: " ".join(safe_words(text)))
words = st.builds(Word, st.text("abcéèœ'", min_size=1, max_size=20), times, times, st.floats(0, 1))
heard_events = st.one_of(
    st.builds(Partial, times, texts, st.integers(0, 10_000), st.sampled_from(Side)),
    st.builds(
        Final, times, texts, st.integers(0, 10_000), st.lists(words, max_size=5).map(tuple), st.sampled_from(Side)
    ),
)


def saved(path: Path, events: list[Heard]) -> Path:
    """Return a file that holds the events."""
    with HeardWriter(path) as writer:
        for event in events:
            writer.write(event)
    return path


def written(path: Path, *lines: str | bytes) -> Path:
    """Return a file with the header and these lines."""
    raw = [line if isinstance(line, bytes) else line.encode() for line in (HEADER, *lines)]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return path


def write_and(end: BaseException, writer: HeardWriter) -> None:
    """Write an event, then end as told."""
    writer.write(FINAL)
    raise end


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a file may be saved."""
    return tmp_path / "appel.jsonl"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(heard_events, max_size=6))
def test_what_is_saved_is_what_is_played_back(path: Path, events: list[Heard]) -> None:
    """A call played back without audio is the same call, to the last digit of its times."""
    assert list(read_heard(saved(path, events))) == events


def test_a_real_call_plays_back(path: Path, heard: list[Heard]) -> None:
    """The shipped call, transcribed once, can be gone through a hundred times."""
    assert list(read_heard(saved(path, heard))) == heard


def test_the_file_can_be_read_by_people(path: Path) -> None:
    """One event a line, French as it is written, under a line that names the format."""
    lines = saved(path, [PARTIAL, FINAL]).read_text("utf-8").splitlines()
    assert lines[0] == HEADER
    assert lines[1] == '{"type": "partial", "at": 1.3, "text": "bande d\'", "utterance": 0, "side": "client"}'
    assert json.loads(lines[2])["words"][1] == {"text": "d'incapables", "start": 0.7, "end": 1.6, "confidence": 1.0}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_it(path: Path) -> None:
    """A client's words are nobody else's business on a shared computer, not even while they are written."""
    old = os.umask(0)
    try:
        with HeardWriter(path) as writer:
            writer.write(FINAL)
            assert stat.S_IMODE((path.parent / "appel.jsonl.part").stat().st_mode) == 0o600
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_appears_when_it_is_whole(path: Path) -> None:
    """Until the call is over there is only a .part file, complete up to the last word; then only the file."""
    with HeardWriter(path) as writer:
        writer.write(FINAL)
        assert not path.exists()
        assert list(read_heard(path.with_name("appel.jsonl.part"))) == [FINAL]
    assert [file.name for file in path.parent.iterdir()] == ["appel.jsonl"]


def test_a_call_that_breaks_off_leaves_what_was_heard(path: Path) -> None:
    """After a crash the words so far are in the .part file, and the older file of that name is as it was."""
    saved(path, [PARTIAL])
    with pytest.raises(BrokenPipeError), HeardWriter(path) as writer:
        write_and(BrokenPipeError(), writer)
    assert list(read_heard(path)) == [PARTIAL]
    assert list(read_heard(path.with_name("appel.jsonl.part"))) == [FINAL]
    assert list(read_heard(saved(path, [FINAL]))) == [FINAL]


@pytest.mark.parametrize("end", [KeyboardInterrupt(), GeneratorExit()])
def test_hanging_up_early_keeps_the_file(path: Path, end: BaseException) -> None:
    """Ctrl-C or a key ends the call: what was heard until then is saved like any other call."""
    with pytest.raises(type(end)), HeardWriter(path) as writer:
        write_and(end, writer)
    assert list(read_heard(path)) == [FINAL]


def test_another_kind_of_file_is_never_overwritten(path: Path) -> None:
    """`--save-heard appel.wav` does not cost the recording."""
    path.write_bytes(b"RIFF\x00\x00\x00\x00WAVE" * 100)
    with pytest.raises(HeardFileError, match="exists and is not a file of heard events"):
        HeardWriter(path)
    assert path.read_bytes().startswith(b"RIFF")
    assert list(path.parent.iterdir()) == [path]


def test_an_empty_file_may_be_filled(path: Path) -> None:
    """A file made by `mktemp` is there to be written to."""
    path.touch()
    assert list(read_heard(saved(path, [FINAL]))) == [FINAL]


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links are for administrators there")
def test_a_link_laid_in_the_way_is_not_followed(path: Path) -> None:
    """Nobody can have a client's words written into another file."""
    other = path.parent / "other"
    other.write_text("mine", "utf-8")
    path.with_name("appel.jsonl.part").symlink_to(other)
    saved(path, [FINAL])
    assert other.read_text("utf-8") == "mine"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A typing mistake in the path is said before the call, not after it."""
    with pytest.raises(HeardFileError, match=r"cannot write .*No such file"):
        HeardWriter(tmp_path / "nowhere" / "appel.jsonl")
    with pytest.raises(HeardFileError, match=r"cannot read .*No such file"):
        list(read_heard(tmp_path / "nowhere"))
    with pytest.raises(HeardFileError, match="cannot"):
        list(read_heard(tmp_path))


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"bonjour\n", b"[1]\n", b'{"version": 1}\n', b"\xff\xfe{\x00", b"[" * 99_999]
)
def test_a_file_of_another_kind(path: Path, content: bytes) -> None:
    """A recording or a list given by mistake is named as such."""
    path.write_bytes(content)
    with pytest.raises(HeardFileError, match="is not a file of heard events"):
        list(read_heard(path))


def test_a_file_of_a_newer_calmdesk(path: Path) -> None:
    """An old program does not guess at a new format."""
    path.write_text('{"format": "calmdesk heard", "version": 2}\n', "utf-8")
    with pytest.raises(HeardFileError, match="newer calmdesk"):
        list(read_heard(path))


GOOD = '{"type": "partial", "at": 1, "text": "oui", "utterance": 0, "side": "client"}'


def test_an_editors_traces_do_no_harm(path: Path) -> None:
    """Windows line ends, a byte order mark, blank lines and unknown fields do not matter."""
    path.write_bytes(b"\xef\xbb\xbf" + f'{HEADER}\r\n\r\n{GOOD[:-1]}, "note": 1}}\r\n'.encode())
    assert list(read_heard(path)) == [Partial(1.0, "oui", 0)]


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ('"partial"', '"cue"', "type"),
        ('"partial"', "7", "type"),
        ('"partial"', '"final"', "words"),
        ('"at": 1', '"at": "1"', "at"),
        ('"at": 1', '"at": true', "at"),
        ('"at": 1', '"at": -1', "at"),
        ('"at": 1', '"at": NaN', "at"),
        ('"at": 1', '"at": 1e999', "at"),
        ('"at": 1', f'"at": {"9" * 400}', "at"),
        ('"oui"', "null", "text"),
        ('"utterance": 0', '"utterance": 0.5', "utterance"),
        ('"utterance": 0, ', "", "utterance"),
        ('"client"', '"caller"', "side"),
    ],
)
def test_a_wrong_field_is_named_with_its_line(path: Path, before: str, after: str, field: str) -> None:
    """Whoever edits such a file by hand finds the slip at once."""
    given_lines = [GOOD, GOOD.replace(before, after)]
    with pytest.raises(HeardFileError, match=f"line 3: the field `{field}` is missing or wrong"):
        list(read_heard(written(path, *given_lines)))


@pytest.mark.parametrize(
    "line", ["oui", "[]", '"oui"', b"\xff", '{"a":', "[" * 99_999, '{"at": ' + "9" * 9_999 + "}", "7"]
)
def test_a_line_that_is_no_event(path: Path, line: str | bytes) -> None:
    """Garbage gives the file and the line, never a traceback."""
    with pytest.raises(HeardFileError, match=r"appel\.jsonl, line 2: this is not a JSON object"):
        list(read_heard(written(path, line)))


@pytest.mark.parametrize("words", ["[7]", "[{}]", '[{"text": "oui", "start": 0, "end": 1, "confidence": 2}]', "{}"])
def test_wrong_words(path: Path, words: str) -> None:
    """A final's words are checked one by one."""
    line = GOOD.replace("partial", "final").replace("}", f', "words": {words}}}')
    with pytest.raises(HeardFileError, match=r"line 2: the field `(words|text|confidence)`"):
        list(read_heard(written(path, line)))


def test_an_endless_line(path: Path) -> None:
    """A line without end does not fill the memory."""
    with pytest.raises(HeardFileError, match="line 2: longer than"):
        list(read_heard(written(path, GOOD.replace("oui", "o" * LONGEST_LINE))))


def test_what_came_before_a_bad_line_is_played(path: Path) -> None:
    """The events are read as they are needed, so that a long file starts at once."""
    events = read_heard(written(path, GOOD, "oops"))
    assert next(events) == Partial(1.0, "oui", 0)


def test_control_characters_are_harmless(path: Path) -> None:
    """A file cannot clear the receptionist's screen or turn « non » round."""
    line = GOOD.replace("oui", r"o\u001b[2Jui \u202enon\n" + "x" * 500)
    (event,) = read_heard(written(path, line))
    assert event.text.isprintable()
    assert event.text.startswith("oui non")
    assert len(event.text) < 100
