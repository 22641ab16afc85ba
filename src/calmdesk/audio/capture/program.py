"""The capture program as whoever listens sees it: started, read, killed, always within a time limit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import calmdesk
from calmdesk.audio import pulse
from calmdesk.audio.capture.records import Refused, read
from calmdesk.audio.devices import PULSE, Device, Direction
from calmdesk.audio.streams import StreamFormat
from calmdesk.call.events import SAMPLE_RATE
from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from calmdesk.audio.capture.records import Order, Record

_LIST_SECONDS = 8.0
"""Seconds the list of devices may take: one on USB that is asked for its rates takes its time."""

_REAP_SECONDS = 2.0
"""Seconds a killed program may take to be gone; one that waits for the kernel is left to it."""

_ROOT = Path(calmdesk.__file__).resolve().parents[1]
"""The program is started here, so that it is this calmdesk, and nothing in the user's folder, that it imports."""


class CaptureProgram:
    """A running capture program. One thread reads its records; any may kill it."""

    def __init__(self, order: Order) -> None:
        self._process = _start(["hear", order.to_json()], subprocess.PIPE, order.pulse)

    @property
    def pid(self) -> int:
        """Its number among the system's processes."""
        return self._process.pid

    def records(self) -> Iterator[Record]:
        """Yield what it says until it ends or is killed."""
        out: IO[bytes] = self._process.stdout  # type: ignore[assignment]  # it was asked for
        with out:
            while (record := read(out)) is not None:
                yield record
        self.kill()

    def kill(self) -> None:
        """End it, whatever it hangs in; returns when it has gone."""
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_REAP_SECONDS)
        if self._process.stdin is not None:
            self._process.stdin.close()


def ask_devices(*, rates: bool = False) -> list[tuple[Device, StreamFormat | None]]:
    """Return every device as PortAudio finds it now, with how it would be opened, if ``rates`` are asked for.

    The format is the input's where the device has one.

    Raises:
        AudioError: PortAudio is missing, or the sound system does not answer.
    """
    process = _start(["list", *(["rates"] if rates else [])], subprocess.DEVNULL, errors=subprocess.PIPE)
    with process:
        try:
            answer, complaint = process.communicate(timeout=_LIST_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise AudioError(
                "the sound system does not answer", hint="restart the sound system, or this computer"
            ) from error
        finally:
            process.kill()
    if process.returncode:
        raise AudioError(
            "the sound devices cannot be listed: {reason}",
            hint="restart the sound system, or this computer",
            reason=_last_line(complaint) or f"exit code {process.returncode}",
        )
    listed = _listed(json.loads(answer))
    return listed + list(_pulse_sources([device for device, _ in listed]))


def refusal(refused: Refused) -> AudioError:
    """Return the error the program met."""
    return AudioError(refused.problem, hint=refused.hint, **refused.details)


def _listed(answer: dict[str, Any]) -> list[tuple[Device, StreamFormat | None]]:
    if "refused" in answer:
        raise refusal(Refused(**answer["refused"]))
    return [(Device(**told["device"]), _format(told["accepted"])) for told in answer["devices"]]


def _pulse_sources(devices: Sequence[Device]) -> Iterator[tuple[Device, StreamFormat]]:
    """Yield the sources of a PulseAudio server that PortAudio reaches, but only as one device whose source it names.

    So a microphone is chosen that the server shares, and what a loudspeaker plays can be heard at all.
    """
    if any(device.host_api == PULSE for device in devices) or not any(device.name == "pulse" for device in devices):
        return
    after = max(device.index for device in devices) + 1
    form = StreamFormat(SAMPLE_RATE, 1)
    for index, source in enumerate(pulse.sources(), after):
        shared = Device(index, source.description, PULSE, 1, 0, SAMPLE_RATE, pulse=source.name)
        yield replace(shared, default_input=source.default), form


def _format(accepted: dict[str, dict[str, int] | None]) -> StreamFormat | None:
    found = accepted.get(Direction.INPUT) or accepted.get(Direction.OUTPUT)
    return StreamFormat(**found) if found else None


def _last_line(complaint: bytes) -> str:
    return next(iter(complaint.decode(errors="replace").strip().splitlines()[::-1]), "")


def _start(
    task: Sequence[str], stdin: int, pulse_source: str = "", *, errors: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start the program apart from this one's group, so that Ctrl-C and a closed terminal do not reach it."""
    # JACK would start a server of its own, only to be asked what devices there are.
    environment = {**os.environ, "JACK_NO_START_SERVER": "1"}
    if pulse_source:
        environment["PULSE_SOURCE"] = pulse_source
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    return subprocess.Popen(  # noqa: S603  # this interpreter, and our own module
        [sys.executable, "-m", "calmdesk.audio.capture", *task],
        cwd=_ROOT,
        env=environment,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=errors,
        **apart,
    )
