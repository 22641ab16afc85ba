"""``calmdesk devices``: the microphones and loudspeakers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from calmdesk.audio.devices import Device


@click.command("devices")
def command() -> None:
    """List the microphones and loudspeakers, as a table."""
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.table import Table  # noqa: PLC0415  # heavy

    from calmdesk.audio.devices import list_devices  # noqa: PLC0415  # needs PortAudio

    table = Table("number", "name", "host API", "in", "out", "rate (Hz)", "", box=None, pad_edge=False)
    for device in list_devices():
        table.add_row(
            str(device.index),
            device.name,
            device.host_api,
            str(device.inputs),
            str(device.outputs),
            str(device.rate),
            _remarks(device),
        )
    Console(highlight=False, markup=False).print(table)


def _remarks(device: Device) -> str:
    remarks = {
        "default microphone": device.default_input,
        "default loudspeaker": device.default_output,
        "hears what the machine plays": device.loopback,
    }
    return ", ".join(remark for remark, holds in remarks.items() if holds)
