"""``calmdesk whisper``: the voice in the headset, tried out."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING

import click

from calmdesk.cli import options
from calmdesk.cli.tell import told
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from calmdesk.audio.headset import Headset
    from calmdesk.call.sound import Sound

_LONGEST = 500
"""Characters of a phrase: more is no whisper, and takes a voice longer than it is given."""

_LOOK = 0.05
"""Seconds between two looks whether the phrase is over."""

_HEADS = ("language", "name", "id")


@click.command("whisper")
@click.argument("phrase", required=False)
@options.lang
@click.option(
    "--device", default="", help="The headset: words of its name, or its number. Default: the machine's usual output."
)
@click.option("--voices", is_flag=True, help="List this machine's voices instead.")
def command(phrase: str | None, lang: str, device: str, voices: bool) -> None:
    """Say PHRASE on a headset, with the voice that whispers cards during a call."""
    if voices:
        _list_voices()
        return
    if not phrase or not phrase.strip() or len(phrase) > _LONGEST:
        raise UsageError(
            "say which phrase to whisper, in at most {most} characters",
            hint='calmdesk whisper "Je vérifie tout de suite." --device casque',
            most=_LONGEST,
        )
    _say(phrase, lang, device)


def _say(phrase: str, lang: str, device: str) -> None:
    from calmdesk.audio.headset import Headset  # noqa: PLC0415  # needs PortAudio
    from calmdesk.audio.overheard import heard_by_others  # noqa: PLC0415  # as above
    from calmdesk.audio.whole import decode  # noqa: PLC0415  # heavy
    from calmdesk.messages import Tenths, say  # noqa: PLC0415  # reads a catalogue
    from calmdesk.speech.voice import Voice  # noqa: PLC0415  # heavy

    with closing(Headset(device)) as headset:
        warning = heard_by_others(headset.device, (), headset.devices)
        if warning:
            click.echo(say(warning.message, warning.details, lang), err=True)
        with closing(Voice(lang, decode)) as voice:
            sound = voice.ask(phrase).result()
        details = {
            "voice": voice.found.name,
            "id": voice.found.id,
            "seconds": Tenths(sound.seconds),
            "device": headset.device.name,
        }
        click.echo(say("voice: {voice} ({id}), {seconds} s on {device}", details, lang))
        _play(headset, sound)


def _play(headset: Headset, sound: Sound) -> None:
    headset.play(sound)
    while headset.playing():
        time.sleep(_LOOK)


def _list_voices() -> None:
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.table import Table  # noqa: PLC0415  # heavy

    from calmdesk.call.text import safe  # noqa: PLC0415  # only for this list
    from calmdesk.speech.rendering import Renderer  # noqa: PLC0415  # heavy

    table = Table(*(told(head) for head in _HEADS), box=None, pad_edge=False)
    for voice in Renderer().voices():
        table.add_row(safe(", ".join(voice.tags)), safe(voice.name), safe(voice.id, longest_word=200))
    Console(highlight=False, markup=False).print(table)
