"""Does a model work? Asked in a process of its own: a model that is not as it should be may end it, or never answer.

``python -m calmdesk.speech.trial FOLDER`` is that process.
"""

from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path
from typing import Final

from calmdesk import places
from calmdesk.errors import ModelError

SECONDS: Final = 300.0
"""How long a model may take: large ones are read for half a minute from a slow disk."""

_DAMAGED: Final = 4
_AGAIN: Final = "install it again: calmdesk models install {name} --again"


def try_model(model: Path, seconds: float = SECONDS) -> None:
    """Load a model and let it hear half a second of speech, as a call would.

    Raises:
        ModelError: it cannot be loaded, ends the process, or takes longer than ``seconds``.
    """
    # -P: a folder called calmdesk in the place where the user stands is not ours.
    command = [sys.executable, "-P", "-m", __name__, str(model)]
    try:
        code = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)  # noqa: S603  # our own program
    except subprocess.TimeoutExpired as error:
        raise ModelError(
            "the speech model {name} did not hear half a second of speech within {seconds} seconds",
            hint="end other programs, or use the small model: calmdesk models install LANGUAGE --size small",
            name=model.name,
            seconds=round(seconds),
        ) from error
    if code.returncode == _DAMAGED:
        raise ModelError("the speech model {name} cannot be loaded: it is damaged", hint=_AGAIN, name=model.name)
    if code.returncode:
        raise ModelError(
            "the speech model {name} broke down while it heard half a second of speech (exit code {code})",
            hint="a large model may want more memory than there is: calmdesk models install LANGUAGE --size small",
            name=model.name,
            code=code.returncode,
        )


def _hear(model: Path) -> None:
    """Hear the half second that ships, in this process."""
    import numpy as np  # noqa: PLC0415  # heavy

    from calmdesk.call.events import Block  # noqa: PLC0415  # heavy
    from calmdesk.speech.models import FoundModel, How, load  # noqa: PLC0415  # heavy
    from calmdesk.speech.recogniser import VoskRecogniser  # noqa: PLC0415  # heavy

    with wave.open(str(places.shipped("models") / "half-second.wav")) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").astype(np.int16)
    recogniser = VoskRecogniser(load(FoundModel(model, model.name, "", shipped=False, how=How.PATH)))
    recogniser.hear(Block(0.0, samples))
    recogniser.finish()


if __name__ == "__main__":
    try:
        _hear(Path(sys.argv[1]))
    except ModelError:
        sys.exit(_DAMAGED)
