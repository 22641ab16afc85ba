from __future__ import annotations

import io
import struct

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from audio.sounds import tone
from calmdesk.audio.pcm import Pcm
from calmdesk.audio.raw_head import read_head
from calmdesk.errors import AudioError

ASKED = Pcm(8000)
QUIET = np.random.default_rng(5).integers(-40, 40, 4000, dtype=np.int16).tobytes()


def recording(rate: int = 16000, channels: int = 1, kind: str = "WAV", subtype: str = "PCM_16") -> bytes:
    """Return a recording as bytes, as a program would send it by mistake."""
    file = io.BytesIO()
    sound = np.repeat(tone(440, 0.2, rate)[:, None], channels, axis=1)
    soundfile.write(file, sound, rate, format=kind, subtype=subtype)
    return file.getvalue()


def wav_of_ffmpeg(rate: int = 16000) -> bytes:
    """Return what `ffmpeg -f wav -` writes: a chunk of remarks, and sizes nobody knows yet."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16)
    remarks = struct.pack("<4sI", b"LIST", 26) + b"INFOISFT\x0e\0\0\0Lavf59.27.100\0"
    return b"RIFF\xff\xff\xff\xffWAVE" + form + remarks + b"data\xff\xff\xff\xff" + QUIET


def test_raw_sound_is_taken_as_it_is() -> None:
    """What was asked for stands, and not a byte is left out."""
    head = read_head(QUIET, ASKED)
    assert head is not None
    assert (head.form, head.skip, head.notice) == (ASKED, 0, None)


@pytest.mark.parametrize("channels", [1, 2])
def test_a_wav_header_is_left_out_and_believed(channels: int) -> None:
    """`cat call.wav | calmdesk listen --stdin` hears the call, and says what it did."""
    data = recording(16000, channels)
    head = read_head(data, ASKED)
    assert head is not None
    assert (head.form.rate, head.form.channels) == (16000, channels)
    assert data[head.skip - 8 : head.skip - 4] == b"data"
    assert head.notice is not None
    assert head.notice.details == {"rate": 16000, "channels": channels}


def test_a_wav_that_ffmpeg_pipes_is_understood() -> None:
    """Its header has remarks before the sound, and no sizes."""
    head = read_head(wav_of_ffmpeg(), ASKED)
    assert head is not None
    assert wav_of_ffmpeg()[head.skip :] == QUIET


def test_a_header_in_pieces_is_waited_for() -> None:
    """A slow pipe brings the header byte by byte."""
    data = wav_of_ffmpeg()
    whole = read_head(data, ASKED)
    seen = [read_head(data[:end], ASKED) for end in range(len(data) - len(QUIET))]
    assert not any(seen)
    assert read_head(data[: len(data) - len(QUIET)], ASKED) == whole


@pytest.mark.parametrize("subtype", ["ULAW", "PCM_24", "FLOAT"])
def test_a_wav_that_is_not_plain_is_refused_with_a_way_out(subtype: str) -> None:
    """Telephone systems write such files; noise on the screen would be no help."""
    with pytest.raises(AudioError) as error:
        read_head(recording(subtype=subtype), ASKED)
    assert "-b 16" in error.value.hint


@pytest.mark.parametrize("kind", [("OGG", "VORBIS"), ("FLAC", "PCM_16"), ("AIFF", "PCM_16")])
def test_other_recordings_are_called_by_their_name(kind: tuple[str, str]) -> None:
    """Whoever pipes an OGG learns that it is one, and how to turn it into raw sound."""
    with pytest.raises(AudioError, match=kind[0]) as error:
        read_head(recording(kind=kind[0], subtype=kind[1]), ASKED)
    assert "ffmpeg" in error.value.hint


def test_text_is_remarked_and_does_no_harm() -> None:
    """A log file instead of sound: the screen says so."""
    head = read_head(b"2024-05-01 12:00:00 softphone: registered\n" * 4, ASKED)
    assert head is not None
    assert head.notice is not None
    assert "text" in head.notice.message


@pytest.mark.parametrize("data", [b"RIFF....WAVE", b"RIFF....WAVEfmt \x02\0\0\0\1\0", b"RIFF....WAVEdata\0\0\0\0"])
def test_a_wav_that_ends_in_its_header_is_an_error(data: bytes) -> None:
    """Nothing is made up from half a header."""
    with pytest.raises(AudioError):
        read_head(data, ASKED, whole=True)


@given(st.binary(max_size=200), st.booleans(), st.sampled_from([b"", b"RIFF\0\0\0\0WAVE", b"RIFF\0\0\0\0WAVEfmt "]))
def test_whatever_comes_is_understood_refused_or_waited_for(data: bytes, whole: bool, mark: bytes) -> None:  # noqa: FBT001  # hypothesis draws it
    """No bytes from outside make the program fall over."""
    try:
        head = read_head(mark + data, ASKED, whole=whole)
    except AudioError:
        return
    assert head is not None or not whole
