"""``calmdesk models install``: the one command that uses the network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from calmdesk.cli.tell import tell, tell_aside
from calmdesk.errors import UsageError

if TYPE_CHECKING:
    from calmdesk.speech.catalogue import Offer
    from calmdesk.speech.shelf import Shelf

MIRROR = "CALMDESK_MODEL_MIRROR"
"""Environment variable: the address of a folder with the models' zip files, for a clinic without the open network."""


@click.command("install")
@click.argument("wanted", metavar="LANGUAGE", required=False)
@click.option(
    "--size",
    type=click.Choice(["small", "large"]),
    default="small",
    show_default=True,
    help="Large ones hear better, and want some gigabytes of memory.",
)
@click.option(
    "--file",
    "archive",
    type=click.Path(path_type=Path),
    help="Install this zip file of a model; the network is not used.",
)
@click.option(
    "--from",
    "source",
    default="",
    metavar="URL",
    help=f"The address of the zip file, or of the folder it lies in. Default: {MIRROR}, then the publisher's.",
)
@click.option("--again", is_flag=True, help="Also when it is installed and undamaged.")
def install(wanted: str | None, size: str, archive: Path | None, source: str, again: bool) -> None:
    """Install the speech model of a LANGUAGE (or the model of that name), such as: calmdesk models install fr

    It is checked, and has heard half a second of speech, before it takes its place; until then the old one stays. A
    download that was cut goes on where it stopped. Proxies are taken from HTTPS_PROXY.
    """  # noqa: D415  # the example ends the line
    from calmdesk.speech.models import user_folder  # noqa: PLC0415  # heavy
    from calmdesk.speech.shelf import Shelf  # noqa: PLC0415  # heavy

    shelf = Shelf(user_folder())
    if archive is None and wanted is None:
        raise UsageError("which model?", hint="calmdesk models install fr")
    if archive is not None and source:
        raise UsageError("--file and --from exclude each other", hint="give one of them")
    place = (
        _from_file(shelf, archive, wanted) if archive else _from_network(shelf, str(wanted), size, source, again=again)
    )
    tell("installed: {name}, in {folder}", name=place.name, folder=place)


def _from_file(shelf: Shelf, archive: Path, language: str | None) -> Path:
    from calmdesk.cli.progress import showing_progress  # noqa: PLC0415  # heavy
    from calmdesk.speech.install import Installer, name_for  # noqa: PLC0415  # heavy

    name = name_for(archive, language)
    with showing_progress() as watch:
        return Installer(shelf, watch).from_file(archive, name)


def _from_network(shelf: Shelf, wanted: str, size: str, source: str, *, again: bool) -> Path:
    from calmdesk.cli.models_list import megabytes  # noqa: PLC0415  # heavy
    from calmdesk.cli.progress import showing_progress  # noqa: PLC0415  # heavy
    from calmdesk.speech.catalogue import Size, find_offer, read_catalogue  # noqa: PLC0415  # heavy
    from calmdesk.speech.install import Installer, address_of  # noqa: PLC0415  # heavy

    offer = find_offer(read_catalogue(), wanted, Size(size))
    if not again and (here := _intact(shelf, offer)):
        tell_aside("it is here already, and undamaged")
        return here
    address = address_of(offer, source or os.environ.get(MIRROR, ""))
    tell_aside(
        "this uses the network: {name} ({size}, licence {licence}) from {address}",
        name=offer.name,
        size=megabytes(offer.bytes),
        licence=offer.licence,
        address=address,
    )
    with showing_progress() as watch:
        return Installer(shelf, watch).from_network(offer, address)


def _intact(shelf: Shelf, offer: Offer) -> Path | None:
    """Return where the model is, if it is installed and its files are what they must be."""
    from calmdesk.speech.verify import is_intact  # noqa: PLC0415  # heavy

    place = next((model for model in shelf.models() if model.name == offer.name), None)
    return place if place and is_intact(place, [offer]) else None
