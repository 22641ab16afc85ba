"""``calmdesk devices``: the microphones and loudspeakers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from calmdesk.cli.tell import echo_json, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calmdesk.audio.devices import Device
    from calmdesk.audio.streams import StreamFormat

    Listed = Sequence[tuple[Device, StreamFormat | None]]

_HEADS = ("number", "name", "host API", "in", "out", "own rate", "opened at")


@click.command("devices")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def command(as_json: bool) -> None:
    """List the microphones and loudspeakers: what `--device` and `--desk-device` choose from.

    A device is chosen by its number, or better by some words of its name and host API, since numbers change when
    something is plugged in. One that hears what the machine plays hears the caller of a softphone.
    """
    from calmdesk.audio.capture.program import ask_devices  # noqa: PLC0415  # heavy

    listed = ask_devices(rates=True)
    if as_json:
        echo_json([_facts(device, form) for device, form in listed], indent=2)
    else:
        _print_table(listed)


def _facts(device: Device, form: StreamFormat | None) -> dict[str, Any]:
    return asdict(device) | {"loopback": device.loopback, "opened_as": asdict(form) if form else None}


def _print_table(listed: Listed) -> None:
    from rich.console import Console  # noqa: PLC0415  # heavy
    from rich.table import Table  # noqa: PLC0415  # heavy

    table = Table(*(told(head) for head in _HEADS), "", box=None, pad_edge=False)
    for device, form in listed:
        table.add_row(
            str(device.index),
            device.name,
            device.host_api,
            str(device.inputs),
            str(device.outputs),
            _kilohertz(device.rate),
            f"{_kilohertz(form.rate)}, {told('stereo' if form.channels > 1 else 'mono')}" if form else told("not now"),
            ", ".join(told(remark) for remark in _remarks(device)),
        )
    Console(highlight=False, markup=False).print(table)


def _kilohertz(rate: int) -> str:
    return f"{rate / 1000:g} kHz"


def _remarks(device: Device) -> list[str]:
    remarks = {
        "default microphone": device.default_input,
        "default loudspeaker": device.default_output,
        "hears what the machine plays": device.loopback,
    }
    return [remark for remark, holds in remarks.items() if holds]
