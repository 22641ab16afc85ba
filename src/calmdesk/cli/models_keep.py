"""``calmdesk models verify | remove | where``: keeping the models that are here."""

from __future__ import annotations

import click

from calmdesk.call.text import safe
from calmdesk.cli.tell import interface_language, tell
from calmdesk.errors import ModelError, UsageError


@click.command("verify")
@click.argument("name", required=False)
def verify_models(name: str | None) -> None:
    """Check that a model, or each of them, is undamaged and works: it loads, and hears half a second of speech.

    The files of an installed model are compared with their checksums. Exit code 4 if one is damaged.
    """
    from calmdesk.cli.progress import showing_progress  # noqa: PLC0415  # heavy
    from calmdesk.messages import explain  # noqa: PLC0415  # reads a catalogue
    from calmdesk.speech.catalogue import read_catalogue  # noqa: PLC0415  # heavy
    from calmdesk.speech.models import installed, named  # noqa: PLC0415  # heavy
    from calmdesk.speech.verify import verify  # noqa: PLC0415  # heavy

    offers, failed = read_catalogue(), 0
    for found in [named(name)] if name else installed():
        try:
            with showing_progress() as watch:
                compared = verify(found.path, offers, watch)
        except ModelError as error:
            failed += 1
            problem, hint = explain(error, interface_language())
            click.echo(f"{safe(found.name)}: {problem}\n  -> {hint}")
        else:
            how = (
                "{name}: undamaged, and it works" if compared else "{name}: it works; there are no checksums to compare"
            )
            tell(how, name=found.name)
    if failed:
        raise click.exceptions.Exit(ModelError.exit_code)


@click.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove the installed model NAME, with what it was tuned to."""
    from calmdesk.speech.models import How, delays_file, installed, user_folder  # noqa: PLC0415  # heavy
    from calmdesk.speech.shelf import Shelf  # noqa: PLC0415  # heavy
    from calmdesk.speech.tuning import write_delays  # noqa: PLC0415  # heavy

    here = [model for model in installed() if model.how is How.INSTALLED]
    found = next((model for model in here if model.name == name), None)
    if found is None:
        raise UsageError(
            "there is no installed model {name}",
            hint="there are: {names}",
            name=name,
            names=", ".join(model.name for model in here) or "-",
        )
    shelf = Shelf(user_folder())
    with shelf.changing():
        shelf.remove(name)
        write_delays(delays_file(found), None)
    tell("removed: {name}", name=name)


@click.command("where")
@click.argument("name", required=False)
def where(name: str | None) -> None:
    """Print the folder where models are kept, or that of the model NAME, and nothing else."""
    from calmdesk.speech.models import named, user_folder  # noqa: PLC0415  # heavy

    click.echo(named(name).path if name else user_folder())
