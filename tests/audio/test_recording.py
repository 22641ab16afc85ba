from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from audio.sounds import gather, loudest_hertz, said, save, save_with_ffmpeg, spectrum_peak, stereo, talk, tone
from calmdesk.audio.recording import Recording
from calmdesk.call.events import Block, Side

if TYPE_CHECKING:
    from pathlib import Path

SNDFILE_KINDS = [
    ("WAV", "PCM_U8", 16000),
    ("WAV", "PCM_16", 44100),
    ("WAV", "PCM_24", 48000),
    ("WAV", "PCM_32", 22050),
    ("WAV", "FLOAT", 16000),
    ("WAV", "ULAW", 8000),
    ("WAV", "ALAW", 8000),
    ("WAV", "GSM610", 8000),
    ("RF64", "PCM_16", 16000),
    ("FLAC", "PCM_16", 44100),
    ("MP3", "MPEG_LAYER_III", 44100),
    ("OGG", "VORBIS", 32000),
    ("OGG", "OPUS", 48000),
    ("AIFF", "PCM_16", 11025),
    ("AU", "ULAW", 8000),
    ("CAF", "PCM_16", 16000),
    ("W64", "PCM_16", 16000),
]

FFMPEG_KINDS = [
    ("call.m4a", "aac", 44100),
    ("call.webm", "libopus", 48000),
    ("call.amr", "libopencore_amrnb", 8000),
    ("call.3gp", "libopencore_amrnb", 8000),
    ("call.aac", "aac", 32000),
    ("call.wma", "wmav2", 44100),
]


@pytest.mark.parametrize(("kind", "subtype", "rate"), SNDFILE_KINDS)
def test_every_common_kind_is_heard(tmp_path: Path, kind: str, subtype: str, rate: int) -> None:
    """Whatever the telephone system writes, the same sound arrives: same pitch, same length."""
    path = save(tmp_path / "call", tone(440, 2.0, rate), rate, kind=kind, subtype=subtype)
    recording = Recording(path, "mix")
    sides, notices = gather(recording)
    assert loudest_hertz(sides[Side.CLIENT]) == pytest.approx(440, abs=2)
    assert len(sides[Side.CLIENT]) == pytest.approx(32000, abs=400)
    assert recording.seconds == pytest.approx(2.0, abs=0.05)
    assert notices == []


@pytest.mark.parametrize(("name", "codec", "rate"), FFMPEG_KINDS)
def test_every_telephone_kind_is_heard_with_the_extra(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    """With calmdesk[formats], a recording from a smartphone or a browser is heard as well."""
    path = save_with_ffmpeg(tmp_path / name, tone(440, 2.0, rate), rate, codec)
    sides, notices = gather(Recording(path, "mix"))
    assert loudest_hertz(sides[Side.CLIENT]) == pytest.approx(440, abs=3)
    assert len(sides[Side.CLIENT]) == pytest.approx(32000, abs=2000)
    assert notices == []


def test_gsm_without_a_container_is_heard(tmp_path: Path) -> None:
    """A bare .gsm file from an Asterisk server plays, even when it is called something else."""
    path = save(tmp_path / "voicemail", tone(440, 2.0, 8000), 8000, kind="RAW", subtype="GSM610")
    sides, _ = gather(Recording(path, "mix"))
    assert loudest_hertz(sides[Side.CLIENT]) == pytest.approx(440, abs=2)


def test_a_codec_libsndfile_does_not_know_is_heard_with_the_extra(tmp_path: Path) -> None:
    """G.722 inside an ordinary WAV file, as some desk telephones write it, is heard through FFmpeg."""
    path = save_with_ffmpeg(tmp_path / "call.wav", tone(440, 2.0, 16000), 16000, "g722")
    sides, _ = gather(Recording(path, "mix"))
    assert loudest_hertz(sides[Side.CLIENT]) == pytest.approx(440, abs=2)


def test_sixteen_bit_sound_at_16_khz_passes_untouched(tmp_path: Path) -> None:
    """What needs no conversion arrives sample by sample as it was recorded."""
    samples = np.random.default_rng(3).integers(-32768, 32768, 16000, dtype=np.int16)
    path = save(tmp_path / "call.wav", samples.view())
    sides, _ = gather(Recording(path, "mix"))
    assert np.array_equal(sides[Side.CLIENT], samples)


def test_blocks_are_even_and_carry_call_time(tmp_path: Path) -> None:
    """Blocks are 100 ms, 16-bit, mono; the last one carries the rest, and no sound is lost at the end."""
    path = save(tmp_path / "call.wav", tone(440, 1.234, 8000), 8000)
    blocks = [item for item in Recording(path, "mix", block_seconds=0.1).blocks() if isinstance(item, Block)]
    assert [round(block.at, 9) for block in blocks] == [round(0.1 * place, 9) for place in range(13)]
    assert {len(block.samples) for block in blocks[:-1]} == {1600}
    assert {(block.samples.dtype, block.samples.ndim) for block in blocks} == {(np.dtype(np.int16), 1)}
    assert blocks[-1].end == pytest.approx(1.234, abs=0.001)


def test_both_sides_come_interleaved_when_asked(tmp_path: Path) -> None:
    """With the desk wanted too, each 100 ms bring the client's block and then the desk's."""
    path = save(tmp_path / "call.wav", stereo(tone(300, 1.0), tone(700, 1.0)))
    recording = Recording(path, "right", desk=True, block_seconds=0.1)
    blocks = [item for item in recording.blocks() if isinstance(item, Block)]
    assert [block.side for block in blocks] == [Side.CLIENT, Side.DESK] * 10
    assert [block.at for block in blocks[::2]] == [block.at for block in blocks[1::2]]
    sides, _ = gather(recording)
    assert loudest_hertz(sides[Side.CLIENT]) == pytest.approx(700, abs=1)
    assert loudest_hertz(sides[Side.DESK]) == pytest.approx(300, abs=1)


@pytest.mark.parametrize(("client", "hertz"), [("left", 300), ("right", 700)])
def test_the_channel_that_was_asked_for_is_the_clients(tmp_path: Path, client: str, hertz: float) -> None:
    """`--client left` hears the left channel only, without a word of explanation."""
    path = save(tmp_path / "call.wav", stereo(tone(300), tone(700)))
    sides, notices = gather(Recording(path, client))
    assert set(sides) == {Side.CLIENT}
    assert loudest_hertz(sides[Side.CLIENT]) == pytest.approx(hertz, abs=1)
    assert notices == []


def test_mix_hears_both_channels(tmp_path: Path) -> None:
    """`--client mix` hears both voices at half their level."""
    path = save(tmp_path / "call.wav", stereo(tone(300, level=0.5), tone(700, level=0.25)))
    sides, _ = gather(Recording(path, "mix"))
    halves = tone(300, level=0.25) + tone(700, level=0.125)
    assert np.abs(sides[Side.CLIENT] / 32768 - halves).max() < 0.001


def test_auto_says_why_it_chose(tmp_path: Path) -> None:
    """On a call whose left channel answers, the client is heard on the right, and the screen says why."""
    call = stereo(talk([(0.5, 2), (5, 6)], seed=1), talk([(2.5, 4.5)], seed=2))
    recording = Recording(save(tmp_path / "call.wav", call, 8000), desk=True)
    sides, notices = gather(recording)
    assert set(sides) == {Side.CLIENT, Side.DESK}
    assert said(notices).startswith("client: right channel, because the left one speaks first")
    assert np.abs(sides[Side.DESK][:30000]).max() > 3000 > np.abs(sides[Side.CLIENT][:30000]).max()


def test_auto_measures_a_damaged_call_as_far_as_it_goes(tmp_path: Path) -> None:
    """A stereo FLAC file that was cut short still gets its channels told apart."""
    call = stereo(talk([(0.5, 2), (5, 6)], seed=1), talk([(2.5, 4.5)], seed=2))
    path = save(tmp_path / "call.flac", call, 8000, kind="FLAC")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    _, notices = gather(Recording(path))
    assert "client: right channel" in said(notices)
    assert "damaged" in said(notices)


def test_a_recording_can_be_heard_twice(tmp_path: Path) -> None:
    """Replaying the same recording gives the same call."""
    recording = Recording(save(tmp_path / "call.wav", tone()), "mix")
    first, second = gather(recording)[0], gather(recording)[0]
    assert np.array_equal(first[Side.CLIENT], second[Side.CLIENT])


def test_a_wav_file_that_was_cut_short_says_so_first(tmp_path: Path) -> None:
    """Half a file is replayed, and the first thing on screen is how much is missing."""
    path = save(tmp_path / "call.wav", tone(440, 4.0, 8000), 8000)
    path.write_bytes(path.read_bytes()[:32044])
    sides, notices = gather(Recording(path, "mix"))
    assert said(notices) == "the recording is cut short: 4.0 s were recorded and 2.0 s are there"
    assert notices[0].at == 0.0
    assert len(sides[Side.CLIENT]) == 32000


@pytest.mark.parametrize("kind", ["FLAC", "MP3", "OGG"])
def test_other_recordings_that_were_cut_short_say_so_too(tmp_path: Path, kind: str) -> None:
    """What is there of a half copied file is replayed, with a warning."""
    noise = talk([(0, 20)], 20.0, 16000)
    path = save(tmp_path / "call", noise, kind=kind)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    sides, notices = gather(Recording(path, "mix"))
    assert 8 < len(sides[Side.CLIENT]) / 16000 < 12
    assert "cut short" in said(notices) or "read up to here" in said(notices)


def test_a_smartphone_recording_that_was_cut_short_says_so(tmp_path: Path) -> None:
    """What is there of a half copied M4A file is replayed, with a warning."""
    path = save_with_ffmpeg(tmp_path / "call.m4a", tone(440, 4.0, 44100), 44100, "aac", {"movflags": "faststart"})
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    sides, notices = gather(Recording(path, "mix"))
    assert 1 < len(sides[Side.CLIENT]) / 16000 < 3
    assert said(notices) == f"{path} is damaged: it could be read up to here"
    assert notices[0].at == pytest.approx(len(sides[Side.CLIENT]) / 16000)


@pytest.mark.parametrize("zeroed", [slice(4, 8), slice(40, 44)], ids=["file size", "sound size"])
def test_a_recording_that_was_never_closed_is_read(tmp_path: Path, zeroed: slice) -> None:
    """When the recorder crashed before it wrote the size, all that was recorded is heard."""
    path = save(tmp_path / "call.wav", tone(440, 2.0))
    content = bytearray(path.read_bytes())
    content[zeroed] = bytes(4)
    path.write_bytes(content)
    sides, notices = gather(Recording(path, "mix"))
    assert len(sides[Side.CLIENT]) == 32000
    assert ("never closed" in said(notices)) is (zeroed.start == 40)


def test_content_decides_and_a_wrong_name_is_mentioned(tmp_path: Path) -> None:
    """An MP3 file called .wav plays, with a line that says what it really is."""
    path = save(tmp_path / "call.wav", tone(), kind="MP3")
    sides, notices = gather(Recording(path, "mix"))
    assert loudest_hertz(sides[Side.CLIENT]) == pytest.approx(440, abs=2)
    assert "call.wav is a MP3 recording, whatever its name says" in said(notices)


def test_silence_is_pointed_out(tmp_path: Path) -> None:
    """A recording of a muted microphone runs through, and the end says why there were no cards."""
    path = save(tmp_path / "call.wav", np.zeros(16000, np.float32))
    sides, notices = gather(Recording(path, "mix"))
    assert len(sides[Side.CLIENT]) == 16000
    assert [(notice.at, said([notice])) for notice in notices] == [(1.0, f"there is nothing but silence in {path}")]


def test_float_recordings_beyond_full_scale_are_clipped(tmp_path: Path) -> None:
    """A float recording that is too loud, or holds values that are no numbers, does not wrap round into noise."""
    samples = np.array([2.0, -2.0, np.nan, np.inf, -np.inf, 0.5] * 1000, np.float32)
    sides, _ = gather(Recording(save(tmp_path / "call.wav", samples, subtype="FLOAT"), "mix"))
    assert sides[Side.CLIENT][:6].tolist() == [32767, -32768, 0, 32767, -32768, 16384]


def test_a_telephone_band_recording_gets_no_ghost_frequencies(tmp_path: Path) -> None:
    """Brought from 8 to 16 kHz, a tone stays that tone: its mirror image above 4 kHz is inaudible."""
    path = save(tmp_path / "call.wav", tone(3400, 2.0, 8000), 8000)
    sides, _ = gather(Recording(path, "mix"))
    hertz, others = spectrum_peak(sides[Side.CLIENT][2000:-2000])
    assert hertz == pytest.approx(3400, abs=1)
    assert others > 75


MEASURE = """
import resource, sys
from calmdesk.audio.recording import Recording
seconds = 0.0
for item in Recording(sys.argv[1], sys.argv[2], desk=True).blocks():
    seconds = getattr(item, "end", seconds)
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _peak_memory(path: Path, client: str) -> tuple[float, int]:
    """Return the seconds heard and the peak memory in KiB of a process that hears the recording."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), client], capture_output=True, text=True, check=True, timeout=120
    )
    seconds, memory = run.stdout.split()
    return float(seconds), int(memory)


@pytest.mark.slow
@pytest.mark.parametrize("client", ["auto", "left"])
def test_two_hours_take_no_more_memory_than_two_minutes(tmp_path: Path, client: str) -> None:
    """A forgotten two-hour recording does not fill the clinic's old computer's memory."""
    pytest.importorskip("resource")
    short, long = (save(tmp_path / f"{name}.wav", np.zeros((8, 2), np.float32), 8000) for name in ("short", "long"))
    _stretch(short, 120)
    _stretch(long, 7200)
    short_seconds, short_memory = _peak_memory(short, client)
    long_seconds, long_memory = _peak_memory(long, client)
    assert (short_seconds, long_seconds) == (120.0, 7200.0)
    assert long_memory - short_memory < 4096


def _stretch(path: Path, seconds: int) -> None:
    """Make a stereo 16-bit 8 kHz WAV file ``seconds`` long, as a sparse file: its zeros take no room on disk."""
    size = seconds * 8000 * 4
    content = bytearray(path.read_bytes()[:44])
    content[4:8] = (size + 36).to_bytes(4, "little")
    content[40:44] = size.to_bytes(4, "little")
    with path.open("wb") as file:
        file.write(content)
        file.truncate(44 + size)
