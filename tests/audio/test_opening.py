from __future__ import annotations

import os
import socket
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audio.sounds import save, save_film, save_with_ffmpeg, tone
from calmdesk.audio.recording import Recording
from calmdesk.errors import AudioError
from calmdesk.messages import catalogue, explain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _refusal(path: str | Path) -> tuple[str, str]:
    """Return the two lines with which a recording is refused."""
    with pytest.raises(AudioError) as caught:
        list(Recording(path).blocks())
    error = caught.value
    assert error.problem in catalogue("fr")
    assert error.hint in {"", *catalogue("fr")}
    return explain(error)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A typing mistake in the name gives the name back, and what to do."""
    problem, hint = _refusal(tmp_path / "appel du 3 mars.wav")
    assert problem == f"cannot read {tmp_path}/appel du 3 mars.wav: there is no such file"
    assert "quotation marks" in hint


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder instead of a file is said to be one."""
    assert _refusal(tmp_path) == (f"cannot read {tmp_path}: it is a folder", "name a recording inside it")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """A recording of zero bytes is said to be empty, not damaged."""
    path = tmp_path / "call.wav"
    path.touch()
    assert _refusal(path)[0] == f"cannot read {path}: the file is empty"


@pytest.mark.parametrize("name", ["notes.txt", "call.wav", "call.gsm", "call.vox", "call.m4a"])
def test_what_is_not_a_recording_is_refused(tmp_path: Path, name: str) -> None:
    """A text is refused whatever it is called: no noise is made of it."""
    path = tmp_path / name
    path.write_text("Bonjour, clinique du Parc, que puis-je faire pour vous ?\n" * 200, encoding="utf-8")
    problem, hint = _refusal(path)
    assert "it is not a recording" in problem
    assert "M4A" in hint


@pytest.mark.parametrize(
    "head", [b"RIFF\x24\x00\x00\x00WAVEfmt ", b"fLaC", b"OggS", b"ID3\x04", b"\x00\x00\x00\x1cftypM4A "]
)
def test_a_damaged_recording_is_refused(tmp_path: Path, head: bytes) -> None:
    """A file that only begins like a recording is said to be damaged."""
    path = tmp_path / "call"
    path.write_bytes(head + b"\x01\x02\x03" * 500)
    assert _refusal(path)[0].endswith("content is damaged")


def test_a_recording_without_sound_is_refused(tmp_path: Path) -> None:
    """A WAV file with a header and nothing else is said to hold no sound."""
    path = save(tmp_path / "call.wav", tone(seconds=0))
    assert _refusal(path)[0] == f"cannot read {path}: there is no sound in it"


def test_a_film_without_sound_is_refused(tmp_path: Path) -> None:
    """A container that holds something else than sound is said to hold no sound."""
    path = save_film(tmp_path / "call.mp4")
    assert _refusal(path)[0] == f"cannot read {path}: there is no sound in it"


@pytest.mark.parametrize("rate", [0, 1, 1999, 4_000_000])
def test_an_impossible_sample_rate_is_refused(tmp_path: Path, rate: int) -> None:
    """A header with a nonsensical rate is refused before it can ask for endless memory."""
    path = save(tmp_path / "call.wav", tone())
    content = bytearray(path.read_bytes())
    content[24:28] = rate.to_bytes(4, "little")
    path.write_bytes(content)
    problem, hint = _refusal(path)
    assert "damaged" in problem + hint


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    """A named pipe does not make calmdesk hang."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert "it is not a file but a pipe or a device" in _refusal(path)[0]


def test_a_file_one_may_not_read_is_refused(tmp_path: Path) -> None:
    """A colleague's private recording gives a sentence about permissions, not a traceback."""
    path = save(tmp_path / "call.wav", tone())
    path.chmod(0)
    with _ordinary_user():
        assert _refusal(path)[0] == f"cannot read {path}: you may not read it"


@contextmanager
def _ordinary_user() -> Iterator[None]:
    """Lay down root's privileges, should the tests have them: root may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_name_the_system_cannot_hold_is_refused() -> None:
    """A name with a NUL in it, as only a broken script writes, is refused like any other."""
    assert _refusal("call\0.wav")[0].startswith("cannot read call")


def test_a_name_that_would_steer_the_terminal_is_shown_harmlessly(tmp_path: Path) -> None:
    """A file name with an escape sequence in it does not colour the screen."""
    assert "\x1b" not in _refusal(tmp_path / "call\x1b[31m.wav")[0]


def test_without_the_extra_a_smartphone_recording_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a plain installation an M4A file answers with the one command that helps."""
    path = save_with_ffmpeg(tmp_path / "call.m4a", tone(), 16000, "aac")
    _forget_pyav(monkeypatch)
    assert _refusal(path) == (f"cannot read {path}: M4A needs one more package", 'pip install "calmdesk[formats]"')


def test_without_the_extra_a_rare_codec_says_what_may_help(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A WAV file that libsndfile cannot read may be damaged, or rare: both ways out are named."""
    path = save_with_ffmpeg(tmp_path / "call.wav", tone(), 16000, "g722")
    _forget_pyav(monkeypatch)
    problem, hint = _refusal(path)
    assert problem.endswith("its WAV content is damaged, or of a rare kind")
    assert 'pip install "calmdesk[formats]"' in hint


def _forget_pyav(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this process one in which PyAV is not installed."""
    monkeypatch.setitem(sys.modules, "av", None)
    monkeypatch.delitem(sys.modules, "calmdesk.audio.pyav", raising=False)


def test_reading_opens_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither decoder asks the network for anything."""

    def refuse(*_: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    for path in (
        save(tmp_path / "call.wav", tone()),
        save_with_ffmpeg(tmp_path / "call.m4a", tone(), 16000, "aac"),
    ):
        assert list(Recording(path).blocks())


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """One whole recording of each kind that telephones write."""
    folder = tmp_path_factory.mktemp("originals")
    short = tone(440, 0.3, 8000)
    kinds = [
        ("WAV", "PCM_16"),
        ("WAV", "ULAW"),
        ("WAV", "GSM610"),
        ("FLAC", "PCM_16"),
        ("OGG", "VORBIS"),
        ("AU", "ULAW"),
    ]
    written = [save(folder / f"{kind}-{subtype}", short, 8000, kind=kind, subtype=subtype) for kind, subtype in kinds]
    written += [
        save_with_ffmpeg(folder / name, tone(440, 0.3, 16000), 16000, codec)
        for name, codec in [("a.m4a", "aac"), ("a.webm", "libopus"), ("a.aac", "aac")]
    ]
    return [path.read_bytes() for path in written]


def _read_or_refuse(path: Path) -> None:
    """Read all there is; only an ``AudioError`` may come out."""
    try:
        for item in Recording(path, desk=True).blocks():
            assert item.at >= 0
    except AudioError:
        return


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.sampled_from(
        [b"RIFF\x24\x00\x00\x00WAVEfmt ", b"fLaC", b"OggS", b".snd", b"FORM\0\0\0\0AIFF", b"caff", b""]
    ),
    rest=st.binary(max_size=300),
)
def test_random_bytes_give_nothing_but_a_refusal(tmp_path: Path, head: bytes, rest: bytes) -> None:
    """Rubbish behind the first bytes of a recording never crashes calmdesk."""
    path = tmp_path / "call"
    path.write_bytes(head + rest)
    _read_or_refuse(path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_header_gives_nothing_but_a_refusal(
    tmp_path: Path, originals: list[bytes], data: st.DataObject
) -> None:
    """A recording with some wrong bytes in its header, or cut anywhere, is read or refused, and never crashes."""
    content = bytearray(data.draw(st.sampled_from(originals)))
    places = st.integers(0, min(200, len(content) - 1))
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=8)):
        content[place] = value
    path = tmp_path / "call"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    _read_or_refuse(path)


def test_a_float_recording_full_of_nonsense_is_read(tmp_path: Path) -> None:
    """Bytes that are no numbers make no warning and no crash, stereo choice included."""
    noise = np.random.default_rng(5).integers(0, 256, 64000, dtype=np.uint8)
    samples = noise.view(np.float32).reshape(-1, 2)
    _read_or_refuse(save(tmp_path / "call.wav", samples, subtype="FLOAT"))
