"""A sound file in memory made into sound."""

from __future__ import annotations

import io

import numpy as np
import soundfile

from calmdesk.call.sound import Sound
from calmdesk.errors import AudioError


def decode(file: bytes) -> Sound:
    """Return the sound of a short WAV or AIFF file, its first channel.

    Raises:
        AudioError: it is no such file.
    """
    try:
        samples, rate = soundfile.read(io.BytesIO(file), dtype="int16", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise AudioError("the voice's sound cannot be read: {reason}", reason=error.error_string) from error
    return Sound(np.ascontiguousarray(samples[:, 0], np.int16), int(rate))
