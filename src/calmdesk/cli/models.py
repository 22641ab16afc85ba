"""``calmdesk models``: the speech models this machine has, and those it can have."""

from __future__ import annotations

import click

from calmdesk.cli.lazy import LazyGroup, Place

_COMMANDS = {
    "list": Place("calmdesk.cli.models_list", "list_models", "List the models that are here, and can be."),
    "install": Place("calmdesk.cli.models_install", "install", "Install a model: this alone uses the network."),
    "verify": Place("calmdesk.cli.models_keep", "verify_models", "Check that models are undamaged and work."),
    "tune": Place("calmdesk.cli.models_tune", "tune", "Set after which pause an utterance ends."),
    "remove": Place("calmdesk.cli.models_keep", "remove", "Remove an installed model."),
    "where": Place("calmdesk.cli.models_keep", "where", "Print the folder where models are kept."),
}


@click.command("models", cls=LazyGroup, places=_COMMANDS)
def command() -> None:
    """The speech models this machine has, and those it can have.

    A call is heard with the first model of its language that `models list` shows. The one that ships is for trying out.
    """
