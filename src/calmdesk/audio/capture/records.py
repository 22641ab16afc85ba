"""What the capture program is asked for, and the records it answers with on its standard output."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, field
from typing import IO, Any

_HEAD = struct.Struct("<cQd?I")
"""Kind of record, first frame, time, overflow, bytes that follow."""

_SOUND, _OPENED, _REFUSED = b"s", b"o", b"r"


@dataclass(frozen=True, slots=True)
class Order:
    """A device to be heard, by what it is called, since numbers shift when something is plugged in.

    ``name`` and ``host_api`` are PortAudio's, both empty for the system's default. ``pulse`` is the name of a source of
    PulseAudio.
    """

    name: str = ""
    host_api: str = ""
    pulse: str = ""
    block_seconds: float = 0.2

    @property
    def follows(self) -> bool:
        """Whether it is for the sound system to say what is heard: the default device, under any of its names."""
        return not self.pulse and self.name in {"", "default", "pulse", "pipewire", "sysdefault"}

    def to_json(self) -> str:
        """Return the order as an argument of the program."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Order:
        """Return the order an argument holds."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Opened:
    """The device is open: its name, the rate in Hz and the channels of the sound to come."""

    name: str
    host_api: str
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The device cannot be heard: an ``AudioError`` in pieces."""

    problem: str
    hint: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sound:
    """What one call of the audio thread brought: interleaved int16 samples.

    ``first`` numbers its first frame since the stream began, those included that were dropped; ``began`` is the
    machine's monotonic clock at that frame, as near as the sound system tells, or late; ``overflow`` is PortAudio's own
    word that it dropped some.
    """

    first: int
    began: float
    data: bytes
    overflow: bool = False


Record = Opened | Refused | Sound


def write(stream: IO[bytes], record: Record) -> None:
    """Write one record, at once."""
    if isinstance(record, Sound):
        stream.write(_HEAD.pack(_SOUND, record.first, record.began, record.overflow, len(record.data)) + record.data)
    else:
        text = json.dumps(asdict(record)).encode()
        kind = _OPENED if isinstance(record, Opened) else _REFUSED
        stream.write(_HEAD.pack(kind, 0, 0.0, False, len(text)) + text)  # noqa: FBT003  # struct takes values as they come
    stream.flush()


def read(stream: IO[bytes]) -> Record | None:
    """Return the next record, waiting for it; None at the end, also where it cuts a record."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, first, began, overflow, size = _HEAD.unpack(head)
    data = stream.read(size)
    if len(data) < size:
        return None
    if kind == _SOUND:
        return Sound(first, began, data, overflow)
    return (Opened if kind == _OPENED else Refused)(**json.loads(data))
