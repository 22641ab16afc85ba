"""How long a pause ends an utterance.

Newer Vosk lets a recogniser be told; the one pip installs (0.3.45) reads it from ``conf/model.conf`` only. There the
model is loaded through a copy of its folder made of links, with a ``model.conf`` of its own, which is gone as soon as
the model is in memory. Delays nobody asked for leave the model as it is, and nothing is written.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from calmdesk.errors import ModelError, UsageError
from calmdesk.messages import Tenths
from calmdesk.scratch import scratch_folder
from calmdesk.speech import plain_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calmdesk.speech.vosk_types import Decoder, TellableDecoder

_CONFIG = Path("conf", "model.conf")
_START = "--endpoint.rule1.min-trailing-silence"
_PAUSE = "--endpoint.rule2.min-trailing-silence"
_LONGEST = "--endpoint.rule5.min-utterance-length"


@dataclass(frozen=True, slots=True)
class EndpointDelays:
    """Seconds after which an utterance is settled; the defaults are Vosk's own.

    Args:
        pause: silence after words.
        start: silence before any word.
        longest: an utterance as long as this is cut.
    """

    pause: float = 0.5
    start: float = 5.0
    longest: float = 20.0

    def __post_init__(self) -> None:
        for name, least, most in (("pause", 0.1, 5.0), ("start", 0.1, 60.0), ("longest", 1.0, 120.0)):
            given = getattr(self, name)
            # Written so that NaN fails too.
            if not least <= given <= most:
                raise UsageError(
                    "--{name} must lie between {least} and {most} seconds, not {given}",
                    hint="calmdesk models tune --help",
                    name=name,
                    least=Tenths(least),
                    most=Tenths(most),
                    given=Tenths(given),
                )

    def options(self) -> dict[str, float]:
        """Return Kaldi's options for them: the rules newer Vosk sets from the same three numbers."""
        return {
            _START: self.start,
            _PAUSE: self.pause,
            "--endpoint.rule3.min-trailing-silence": self.pause + 0.5,
            "--endpoint.rule4.min-trailing-silence": self.pause + 1.0,
            _LONGEST: self.longest,
        }


def settable(decoder: object) -> bool:
    """Whether a decoder, or Vosk's class of them, can be told its delays (0.3.50 and newer)."""
    return hasattr(decoder, "SetEndpointerDelays")


def tell(decoder: Decoder, delays: EndpointDelays) -> None:
    """Set the delays where Vosk can; elsewhere the model was loaded with them."""
    if settable(decoder):
        cast("TellableDecoder", decoder).SetEndpointerDelays(delays.start, delays.pause, delays.longest)


def own_delays(model: Path) -> EndpointDelays:
    """Return the delays a model was published with, Kaldi's own where it sets none.

    Raises:
        ModelError: the model is of the old kind, without ``conf/model.conf``.
    """
    lines = (line.split(b"=", 1) for line in _read_config(model).splitlines() if b"=" in line)
    values = {name.strip().decode("latin-1"): value.strip() for name, value in lines}
    usual = EndpointDelays()
    pause, start, longest = (values.get(option, b"") for option in (_PAUSE, _START, _LONGEST))
    return EndpointDelays(
        pause=_seconds(pause, usual.pause), start=_seconds(start, usual.start), longest=_seconds(longest, usual.longest)
    )


def _seconds(text: bytes, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise


@contextmanager
def model_with(model: Path, delays: EndpointDelays | None) -> Iterator[Path]:
    """Give a private folder that is ``model`` with other delays, to be loaded within the ``with`` block.

    With None it is just another path to the model, one that Vosk can read on every system.

    Raises:
        ModelError: the model is of the old kind, without ``conf/model.conf``.
    """
    changed = _changed(_read_config(model), delays) if delays else None
    with scratch_folder(plain_paths.temporary()) as copy:
        _link_files(model.resolve(), copy, without=_CONFIG if changed else None)
        if changed:
            (copy / _CONFIG).write_bytes(changed)
        yield copy


def _read_config(model: Path) -> bytes:
    try:
        return (model / _CONFIG).read_bytes()
    except OSError as error:
        raise ModelError(
            "the speech model {path} has no conf/model.conf, so its endpoint delays cannot be changed",
            hint="leave the delays as they are, or use a newer model",
            path=model,
        ) from error


def _link_files(model: Path, copy: Path, without: Path | None) -> None:
    for file in model.rglob("*"):
        place = copy / file.relative_to(model)
        if file.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        elif file.relative_to(model) != without:
            place.parent.mkdir(parents=True, exist_ok=True)
            _link(file, place)


def _link(file: Path, place: Path) -> None:
    """Make ``place`` be ``file``, with what the system allows: Windows keeps symbolic links for administrators."""
    for link in (os.symlink, os.link):
        with suppress(OSError):
            link(file, place)
            return
    shutil.copyfile(file, place)


def _changed(config: bytes, delays: EndpointDelays) -> bytes:
    """Return a ``model.conf`` with the delays' lines in place of its own."""
    options = delays.options()
    kept = [line for line in config.splitlines() if line.split(b"=")[0].strip().decode("latin-1") not in options]
    added = [f"{option}={seconds}".encode() for option, seconds in options.items()]
    return b"\n".join([*kept, *added, b""])
