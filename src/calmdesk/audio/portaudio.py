"""The one door to PortAudio: sounddevice is imported here, only when sound is really captured or played."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from calmdesk.errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def load() -> ModuleType:
    """Return sounddevice.

    Raises:
        AudioError: the system has no PortAudio library.
    """
    try:
        import sounddevice  # noqa: PLC0415 - a replay needs neither it nor PortAudio
    except OSError as error:
        raise AudioError(
            "the sound library PortAudio is missing",
            hint="Debian, Ubuntu: sudo apt install libportaudio2; Fedora: sudo dnf install portaudio",
        ) from error
    return sounddevice


@contextmanager
def trouble_with(device: str) -> Iterator[None]:
    """Turn what PortAudio refuses inside the block into an error that names ``device``.

    Raises:
        AudioError: PortAudio refused.
    """
    sounddevice = load()
    try:
        yield
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError(
            "the sound device {device} cannot be used: {reason}",
            hint="close the programs that use it, or choose another one: calmdesk devices lists them",
            device=device,
            reason=error.args[0] if error.args else type(error).__name__,
        ) from error
