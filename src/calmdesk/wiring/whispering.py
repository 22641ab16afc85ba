"""A voice in the receptionist's ear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calmdesk.errors import VoiceError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calmdesk.audio.devices import Device
    from calmdesk.call.events import Notice
    from calmdesk.live.whisper import Whisper
    from calmdesk.wiring.desk import Desk


def whispering(device: str | None, station: Desk, inputs: Iterable[Device] = ()) -> tuple[list[Whisper], list[Notice]]:
    """Return the view that whispers a station's cards, and what the user should know before the call.

    Args:
        device: the headset, as ``--device`` takes one; None: no whisper. One that others hear is used too, after a
            warning.
        station: its language is spoken, its first cards are made ready. Without a voice for it there is no view.
        inputs: what calmdesk listens to.

    Raises:
        AudioError: there is no such device, or it cannot be used.
    """
    if device is None:
        return [], []
    from calmdesk.audio.headset import Headset  # noqa: PLC0415  # heavy
    from calmdesk.audio.overheard import heard_by_others  # noqa: PLC0415  # heavy
    from calmdesk.audio.whole import decode  # noqa: PLC0415  # heavy
    from calmdesk.live.faults import fault  # noqa: PLC0415  # heavy
    from calmdesk.live.whisper import Whisper, words_of  # noqa: PLC0415  # heavy
    from calmdesk.speech.voice import Voice  # noqa: PLC0415  # heavy

    headset = Headset(device)
    warning = heard_by_others(headset.device, inputs, headset.devices)
    try:
        voice = Voice(station.lang, decode)
    except VoiceError as error:
        headset.close()
        return [], [fault(error)]
    voice.prepare(words_of(card) for card in station.likely_cards())
    return [Whisper(voice, headset)], [warning] if warning else []
