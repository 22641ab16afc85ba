"""What a rehearsal hears and speaks with: microphone, recordings or keyboard; the client's voice where there is one."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calmdesk.call.events import Block, Side
from calmdesk.errors import AudioError, ModelError, VoiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from calmdesk.call.events import FromSpeech, Sent
    from calmdesk.call.stages import Source
    from calmdesk.cli.rehearse_screen import Screen
    from calmdesk.rehearsal.answers import Answers, Recorded, Spoken
    from calmdesk.rehearsal.client import Client
    from calmdesk.wiring import Ears


@dataclass(frozen=True, slots=True)
class Wish:
    """The options as they were given."""

    lang: str
    model: Path | None = None
    files: Sequence[Path] = ()
    device: str | None = None
    headset: str = ""
    typed: bool = False
    voice: bool = True


def answers_of(wish: Wish, screen: Screen) -> Answers:
    """Return where the answers come from: typed where nothing else was asked for and nothing can be heard.

    Raises:
        AudioError: a recording or a named microphone cannot be used.
        ModelError: there is no speech model for the recordings, or for the microphone that was named.
    """
    from calmdesk.rehearsal.answers import Typed  # noqa: PLC0415  # heavy

    if wish.files:
        return _recorded(wish, screen)
    if not wish.typed and (wish.device or sys.stdin.isatty()):
        try:
            return _spoken(wish, screen)
        except (AudioError, ModelError) as error:
            if wish.device or wish.model:
                raise
            screen.instead(error)
    screen.how(screen.labels.typed)
    return Typed(sys.stdin, screen.ask)


def client_of(wish: Wish, lines: Iterable[str], screen: Screen) -> Client | None:
    """Return the client's voice; None when it is not wanted, or there is none, which is told.

    Args:
        wish: the options.
        lines: what the client may say, to be made ready.
        screen: where it is told that there is no voice.

    Raises:
        AudioError: the headset that was named is not there.
    """
    if not wish.voice:
        return None
    from calmdesk.audio.headset import Headset  # noqa: PLC0415  # needs PortAudio
    from calmdesk.audio.whole import decode  # noqa: PLC0415  # heavy
    from calmdesk.live.faults import fault  # noqa: PLC0415  # heavy
    from calmdesk.rehearsal.client import Client  # noqa: PLC0415  # heavy
    from calmdesk.speech.voice import Voice  # noqa: PLC0415  # heavy

    try:
        headset = Headset(wish.headset)
    except AudioError as error:
        if wish.headset:
            raise
        screen.notice(fault(error))
        return None
    try:
        voice = Voice(wish.lang, decode)
    except VoiceError as error:
        headset.close()
        screen.notice(fault(error))
        return None
    voice.prepare(lines)
    return Client(voice, headset, screen.notice)


def _recorded(wish: Wish, screen: Screen) -> Recorded:
    from calmdesk.audio.recording import Recording  # noqa: PLC0415  # heavy
    from calmdesk.rehearsal.answers import Recorded  # noqa: PLC0415  # heavy
    from calmdesk.wiring import Ears  # noqa: PLC0415  # heavy

    recordings = [Recording(path, "mix") for path in wish.files]
    ears = Ears.open(wish.lang, wish.model)
    screen.how(screen.labels.recorded)
    return Recorded(recordings, _hearing(ears), screen.heard)


def _spoken(wish: Wish, screen: Screen) -> Spoken:
    from calmdesk.audio.live import LiveSound  # noqa: PLC0415  # heavy
    from calmdesk.overlay.keyboard import open_keyboard  # noqa: PLC0415  # heavy
    from calmdesk.rehearsal.answers import Spoken  # noqa: PLC0415  # heavy
    from calmdesk.settings import read_settings  # noqa: PLC0415  # heavy
    from calmdesk.wiring import BLOCK_SECONDS, Ears  # noqa: PLC0415  # heavy

    remembered = read_settings().sound
    device = wish.device or remembered.desk_device or None
    sound = LiveSound({Side.DESK: device}, block_seconds=BLOCK_SECONDS)
    try:
        ears = Ears.open(wish.lang, wish.model)
    except ModelError:
        sound.close()
        raise
    screen.how(screen.labels.spoken)
    return Spoken(sound, _hearing(ears), open_keyboard(), screen.heard, screen.listening)


@dataclass(frozen=True, slots=True)
class _Trainee:
    """A source in which whoever speaks is the desk."""

    source: Source

    def blocks(self) -> Iterator[Sent]:
        with closing(self.source.blocks()) as blocks:  # type: ignore[type-var]  # an Iterator with close()
            for item in blocks:
                yield Block(item.at, item.samples, Side.DESK) if isinstance(item, Block) else item


def _hearing(ears: Ears) -> Callable[[Source], Generator[FromSpeech]]:
    """Return what recognises a source."""
    return lambda source: ears.hear(_Trainee(source), desk=True)
